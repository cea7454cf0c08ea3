import type { SpeedComparison } from "../run";
import type { RunEvent } from "./events";
import { type Item, type Row, rowName } from "./row";
import type { RunState } from "./run-state";
import { type NotTaken, type TakenTurns, takeTurns, takeTurnsAlone } from "./take-turns";

/** How long comparing all rows may take in seconds, as far as it can be told before, and the clips that are compared even so. */
const patience = { seconds: 300, fewestClips: 20 };
/** Somebody waits for it, and what the figures are compared with is the noise on the very same clips, however few. */
const patienceWithChange = { seconds: 60, fewestClips: 5 };
const mostClips = 60;
/** Starts of programs that take long to load; what loads faster is started for every repeat. */
const fewStarts = 3;
const longLoad = 5;

/**
 * Compares the speed of every row with that of the first by taking turns: figures of passes that follow each other say
 * more about the machine than about the engines. What is not compared is said with its reason.
 */
export async function* compareSpeed(state: RunState, repeats: number): AsyncGenerator<RunEvent> {
  const [first, ...others] = state.plan.rows;
  const { seconds, fewestClips } = state.record.change ? patienceWithChange : patience;
  const comparisons: SpeedComparison[] = [];
  const notCompared: string[] = [];
  if (!first || others.length === 0) notCompared.push("There is one engine only.");
  else {
    for (const row of others) {
      const name = nameOf(row);
      const reason = refusal(state, first) ?? refusal(state, row);
      if (state.signal.aborted) break;
      if (reason !== undefined) {
        notCompared.push(`${name}: ${reason}`);
        continue;
      }
      const clips = clipsFor(state, [first, row], repeats, { seconds: seconds / others.length, fewestClips });
      const message = `${name} and ${nameOf(first)} in turns: ${clips.length} clips, ${repeats} times`;
      yield { type: "step", step: "speed", message };
      let taken = hasRoom(state, first, row) ? yield* turnsTogether(state, first, row, clips, repeats) : noRoom;
      if ("reason" in taken && taken.isOfStart && !state.signal.aborted) {
        const dear = tooLongAlone(state, first, row, clips, repeats);
        if (dear === undefined) yield { type: "step", step: "speed", message: `${message}, one process at a time` };
        taken = dear ?? (yield* takeTurnsAlone(state, first, row, { clips, repeats }));
      }
      if ("reason" in taken) notCompared.push(`${name}: ${taken.reason}`);
      else {
        const { medians, ...figures } = taken;
        comparisons.push({ a: first.index, b: row.index, ...figures });
        retimeReused(state, [first, row], clips, medians);
      }
    }
  }
  state.update({ speed: { comparisons, notCompared } });
}

async function* turnsTogether(
  state: RunState,
  a: Row,
  b: Row,
  clips: readonly Item[],
  repeats: number,
): AsyncGenerator<RunEvent, TakenTurns | NotTaken> {
  const isSlowToLoad = [a, b].some((row) => (state.engine(row)?.loads[0] ?? 0) > longLoad);
  const starts = Math.min(repeats, isSlowToLoad ? fewStarts : repeats);
  return yield* takeTurns(state, a, b, { clips, repeats, starts });
}

const noRoom: NotTaken = { reason: "The models do not fit into memory beside each other.", isOfStart: true };

/** Whether two processes of `a` and one of `b` fit into memory, by the highest that each was seen to take. */
function hasRoom(state: RunState, a: Row, b: Row): boolean {
  const [one = 0, other = 0] = [a, b].map((row) => Math.max(0, ...(state.engine(row)?.peakMemory ?? [])));
  return 2 * one + other <= state.availableMemory() * usableShare;
}

/** The rest stays for everything else on the machine. */
const usableShare = 0.9;

/** Seconds for turns in which every turn loads its model anew. */
const longestAlone = 1200;

function tooLongAlone(state: RunState, a: Row, b: Row, clips: readonly Item[], repeats: number): NotTaken | undefined {
  const seconds = [a, b, a].reduce((sum, row) => {
    const load = Math.max(0, ...(state.engine(row)?.loads ?? []));
    return sum + clips.reduce((total, item) => total + (state.expectedWall(row, item) ?? 0), load);
  }, 0);
  const minutes = Math.ceil((seconds * repeats) / 60);
  if (seconds * repeats <= longestAlone) return undefined;
  const reason = `the models do not fit into memory beside each other, and loading one after the other would take about ${minutes} minutes.`;
  return { reason, isOfStart: false };
}

/**
 * Where transcripts were used again, speed is told from the turns: never from times of another run. The other side, which
 * may have been asked now, is told from the same turns, so that both stand on the same clips and the same conditions.
 */
function retimeReused(
  state: RunState,
  rows: readonly [Row, Row],
  clips: readonly Item[],
  medians: TakenTurns["medians"],
): void {
  const { change } = state.record;
  if (!change || change.reused.before + change.reused.after === 0) return;
  for (const [index, item] of clips.entries()) {
    for (const [side, row] of rows.entries()) {
      const wall = medians[index]?.[side];
      if (wall !== undefined) state.retime(row, item, { wall });
    }
  }
}

function refusal(state: RunState, row: Row): string | undefined {
  const { name, protocol, hosting, price } = row.engine;
  if (protocol === "folder") return `finished outputs of ${name} have no times.`;
  if (hosting === "cloud") return `the times of ${name} are also those of the network.`;
  if (price && "perMinute" in price) return `every repeat of ${name} would cost.`;
  if (state.plan.items.every((item) => state.expectedWall(row, item) === undefined)) return `${name} answered no clip.`;
  const isTooDear = price && state.cost() + patience.seconds * 3 * (price.perHour / 3600) > state.plan.costCap;
  return isTooDear ? `repeats of ${name} might cost more than the run may.` : undefined;
}

/** The first clips of the run's order that both answered, as many as the time suffices for. */
function clipsFor(
  state: RunState,
  [a, b]: readonly [Row, Row],
  repeats: number,
  { seconds, fewestClips }: typeof patience,
): readonly Item[] {
  const chosen: Item[] = [];
  let expected = 0;
  for (const item of state.plan.items) {
    const [one, other] = [state.expectedWall(a, item), state.expectedWall(b, item)];
    if (one === undefined || other === undefined) continue;
    expected += (2 * one + other) * repeats;
    if (chosen.length >= mostClips || (chosen.length >= fewestClips && expected > seconds)) break;
    chosen.push(item);
  }
  return chosen;
}

function nameOf({ engine }: Row): string {
  return rowName(engine.name, engine.parameters);
}
