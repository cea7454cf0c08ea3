import type { RunEvent } from "./events";
import { type Row, rowName } from "./row";
import { openSession } from "./row-decoder";
import type { RunState } from "./run-state";

/** Starts of a program over which its peak memory is looked at: one start alone may be a lucky one. */
const fewestStarts = 3;
/** Clips of each further start, the longest ones: the peak grows with the length. */
const clips = 3;

/** Starts an engine again until its peak memory is known from three starts. Not where every clip costs money. */
export async function* measureMemory(state: RunState, row: Row): AsyncGenerator<RunEvent> {
  const { engine } = row;
  const known = state.engine(row)?.peakMemory.length ?? 0;
  if (known === 0 || known >= fewestStarts || engine.protocol !== "lines") return;
  if (engine.hosting === "cloud" || engine.price) return;
  const longest = state.plan.items
    .filter((item) => state.recordFor(row, item)?.hypothesis !== undefined)
    .sort((one, other) => other.utterance.duration - one.utterance.duration)
    .slice(0, clips);
  const name = rowName(engine.name, engine.parameters);
  yield { type: "step", step: "memory", message: `${name}: memory of ${fewestStarts - known} more starts` };
  for (let start = known; start < fewestStarts && !state.signal.aborted; start++) {
    const session = openSession(state, row, state.signal);
    try {
      for (const { utterance } of longest) await session.transcribe(utterance);
    } finally {
      await session.close();
      state.addUse(row, session.use());
    }
  }
}
