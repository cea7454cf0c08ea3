import type { RunEvent } from "./events";
import type { Row } from "./row";
import { RowDecoder } from "./row-decoder";
import type { RunState } from "./run-state";

/**
 * Asks an engine about every clip of its row that has no record yet, and writes each down as it comes. Ends early when the
 * run is aborted; the clips that money does not suffice for are recorded as such.
 * @throws MeasurementError when the engine's code is not what an earlier part of the run was made with
 */
export async function* decodeRow(state: RunState, row: Row): AsyncGenerator<RunEvent> {
  const [first, ...others] = state.missing(row);
  if (!first || state.signal.aborted) return;
  const decoder = new RowDecoder(state, row);
  try {
    yield await decoder.start();
    await decoder.warmUp(first);
    for (const item of [first, ...others]) {
      const event = await decoder.decode(item);
      if (!event) break;
      yield event;
    }
  } finally {
    await decoder.close();
  }
  await state.save();
}
