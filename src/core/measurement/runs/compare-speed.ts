import type { SpeedComparison } from "../run";
import type { RunEvent } from "./events";
import { type Item, type Row, rowName } from "./row";
import type { RunState } from "./run-state";
import { takeTurns } from "./take-turns";

/** Seconds that comparing all rows may take, as far as it can be told before. */
const longest = 300;
/** Fewer clips than this are only compared when there are no more. */
const fewestClips = 20;
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
      const clips = clipsFor(state, first, row, repeats, longest / others.length);
      const isSlowToLoad = [first, row].some((each) => (state.engine(each)?.loads[0] ?? 0) > longLoad);
      const starts = Math.min(repeats, isSlowToLoad ? fewStarts : repeats);
      const message = `${name} and ${nameOf(first)} in turns: ${clips.length} clips, ${repeats} times`;
      yield { type: "step", step: "speed", message };
      const taken = await takeTurns(state, first, row, { clips, repeats, starts });
      if (typeof taken === "string") notCompared.push(`${name}: ${taken}`);
      else comparisons.push({ a: first.index, b: row.index, ...taken });
    }
  }
  state.update({ speed: { comparisons, notCompared } });
}

function refusal(state: RunState, row: Row): string | undefined {
  const { name, protocol, hosting, price } = row.engine;
  if (protocol === "folder") return `finished outputs of ${name} have no times.`;
  if (hosting === "cloud") return `the times of ${name} are also those of the network.`;
  if (price && "perMinute" in price) return `every repeat of ${name} would cost.`;
  if (state.plan.items.every((item) => wallOf(state, row, item) === undefined)) return `${name} answered no clip.`;
  const isTooDear = price && state.cost() + longest * 3 * (price.perHour / 3600) > state.plan.costCap;
  return isTooDear ? `repeats of ${name} might cost more than the run may.` : undefined;
}

/** The first clips of the run's order that both answered, as many as the time suffices for. */
function clipsFor(state: RunState, a: Row, b: Row, repeats: number, seconds: number): readonly Item[] {
  const chosen: Item[] = [];
  let expected = 0;
  for (const item of state.plan.items) {
    const [one, other] = [wallOf(state, a, item), wallOf(state, b, item)];
    if (one === undefined || other === undefined) continue;
    expected += (2 * one + other) * repeats;
    if (chosen.length >= mostClips || (chosen.length >= fewestClips && expected > seconds)) break;
    chosen.push(item);
  }
  return chosen;
}

function wallOf(state: RunState, row: Row, item: Item): number | undefined {
  const record = state.recordFor(row, item);
  return record?.failure ? undefined : record?.times?.wall;
}

function nameOf({ engine }: Row): string {
  return rowName(engine.name, engine.parameters);
}
