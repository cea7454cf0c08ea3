import type { MeasurementFolder } from "../../workspace/run-files/measurement-folder";
import type { RunChange } from "../run";
import type { SourceTree } from "../source-tree";
import { decodeRow } from "./decode-row";
import type { RunEvent } from "./events";
import { type CodeProbe, probeCode } from "./probe-code";
import { reusableClips } from "./reuse";
import type { Row } from "./row";
import { closeAll, RowDecoder } from "./row-decoder";
import type { RunState } from "./run-state";
import { whatRan } from "./what-ran";

/** A change to measure: the two states of the code, and what the record says of it. */
export interface ChangeToMeasure {
  readonly trees: readonly [SourceTree, SourceTree];
  /** Without what the run itself finds out. */
  readonly record: Omit<RunChange, "ran" | "reused">;
  /** A private folder of ours, outside of both trees. */
  readonly storage: string;
  /** Which file of the code is not as it was when it was hashed. */
  changedSince(): Promise<string | undefined>;
}

/**
 * Asks both sides of a change about every clip, in turns where both fit into memory; first of all it looks whether they run
 * different code. Where they do not, nothing is decoded.
 * @returns whether there is something to compare
 */
export async function* decodeChange(
  state: RunState,
  change: ChangeToMeasure,
  home: MeasurementFolder,
): AsyncGenerator<RunEvent, boolean> {
  const { trees, storage } = change;
  const [before, after] = state.plan.rows;
  const [first] = state.plan.items;
  if (!before || !after || !first) return false;
  // The person may have taken their time to agree.
  if (!(await isStillTheChange(state, change))) return false;
  let memory = knownPeaks(state);
  // A run that goes on has looked already, and its code is the same.
  if (state.record.change?.ran?.verdict !== "own") {
    yield { type: "step", step: "code", message: "One start of each side, to see which code it loads" };
    const probes: CodeProbe[] = [];
    for (const [row, tree, other] of [[before, ...trees] as const, [after, trees[1], trees[0]] as const]) {
      if (state.signal.aborted) return false;
      probes.push(await probeCode(state, { ...row, tree }, other, first, storage));
    }
    const [one, two] = probes;
    if (!one || !two || state.signal.aborted) return false;
    const ran = whatRan(one, two);
    state.updateChange({ ran });
    for (const [index, row] of [before, after].entries()) {
      const { version, sources = [] } = probes[index] ?? {};
      state.updateEngine(row, { ...(version !== undefined && { version }), sources });
    }
    await state.save();
    if (ran.verdict !== "own") return false;
    yield* reuse(state, [before, after], home);
    memory = probes.map(({ peakMemory }) => peakMemory ?? 0);
  }
  const needed = memory.reduce((sum, peak) => sum + peak, 0);
  // Who is paid by the hour would be paid for waiting for the other.
  const isPaidForWaiting = before.engine.price !== undefined && "perHour" in before.engine.price;
  const hasRoom = needed <= state.availableMemory() * usableShare;
  if (isPaidForWaiting || !hasRoom || !(yield* decodeInTurns(state)))
    for (const row of [after, before]) yield* decodeRow(state, row);
  await state.save();
  return true;
}

/**
 * Whether the code is still what the run was begun with. Where it is not, nothing of what was measured belongs together, and
 * no later run may take it for what this code does. What was kept of a cancelled run serves as long as the code is brought back.
 */
export async function isStillTheChange(state: RunState, { changedSince }: ChangeToMeasure): Promise<boolean> {
  const path = await changedSince();
  if (path === undefined) return true;
  for (const row of state.plan.rows) {
    const { tree } = state.engine(row) ?? {};
    if (tree) state.updateEngine(row, { tree: { side: tree.side, configurationHash: tree.configurationHash } });
  }
  if (!state.signal.aborted) {
    const message = `${path} was changed while the change was measured.`;
    const remedy = "Leave the code as it is until the run has ended, and start it again.";
    state.updateChange({ ran: { verdict: "unknown", message, remedy } });
  }
  return false;
}

/** Of what is free; the rest stays for everything else on the machine. */
const usableShare = 0.9;

function knownPeaks(state: RunState): readonly number[] {
  return state.plan.rows.map((row) => Math.max(0, ...(state.engine(row)?.peakMemory ?? [])));
}

async function* reuse(state: RunState, rows: readonly Row[], home: MeasurementFolder): AsyncGenerator<RunEvent> {
  for (const row of rows) {
    const clips = await reusableClips(state, row, home);
    if (clips.length === 0 || !row.tree) continue;
    await state.reuse(row, clips);
    const reused = state.record.change?.reused ?? { before: 0, after: 0 };
    state.updateChange({ reused: { ...reused, [row.tree.side]: reused[row.tree.side] + clips.length } });
    const message = `${row.engine.name}: ${clips.length} transcripts are those that the same code made in an earlier run.`;
    yield { type: "notice", message };
  }
}

/** Both sides resident, clip by clip. @returns false when the second one did not start beside the first */
async function* decodeInTurns(state: RunState): AsyncGenerator<RunEvent, boolean> {
  const decoders = new Map<Row, RowDecoder>();
  try {
    for (const row of state.plan.rows) {
      const [first] = state.missing(row);
      if (!first || state.signal.aborted) continue;
      const decoder = new RowDecoder(state, row);
      decoders.set(row, decoder);
      const started = await decoder.start();
      if (decoder.failure && decoders.size > 1) return false;
      yield started;
      await decoder.warmUp(first);
    }
    for (const [index, item] of state.plan.items.entries()) {
      // Who comes second may find the clip in the caches: that, too, comes in turns.
      const inTurn = index % 2 === 0 ? state.plan.rows : [...state.plan.rows].reverse();
      for (const row of inTurn) {
        if (state.recordFor(row, item)) continue;
        const event = await decoders.get(row)?.decode(item);
        if (!event) return true;
        yield event;
      }
    }
    return true;
  } finally {
    await closeAll([...decoders.values()]);
  }
}
