import { reasonText } from "../../core/measurement/report/reason";
import type { RunEvent } from "../../core/measurement/runs/events";
import { visible } from "../../core/workspace/visible-text";

/** Says of each kind of failure of each row why the first clip failed; the report counts the others. */
export class FirstFailures {
  readonly #told = new Set<string>();

  /** A line for people, or nothing new. */
  textOf({ record: { failure, utterance }, progress: { row } }: Extract<RunEvent, { type: "clip" }>): string {
    const key = `${row} ${failure?.kind}`;
    if (!failure || this.#told.has(key)) return "";
    this.#told.add(key);
    return visible(`${row}, clip ${utterance}: ${failure.kind}: ${reasonText(failure.message)}`).concat("\n");
  }
}
