import * as z from "zod/mini";
import { type OutputAdapter, OutputError } from "../engine";
import type { Answer } from "../engines/session";
import type { ClipFailure, ClipRecord } from "../run";
import type { Item, Row } from "./row";

/** What is written about a clip when its engine has answered, or has not. */
export function recordOf(
  { engine }: Row,
  { dataset, utterance }: Item,
  answer: Answer,
  adapter: OutputAdapter,
): ClipRecord {
  const { id, language, referenceSource, speaker, session, conditions, text, words, duration } = utterance;
  return {
    utterance: id,
    engine: engine.name,
    parameters: engine.parameters,
    dataset,
    language,
    referenceSource,
    ...(speaker !== undefined && { speaker }),
    ...(session !== undefined && { session }),
    conditions,
    reference: text,
    ...(words && { referenceWords: words }),
    duration,
    ...heard(answer, adapter),
    ...(answer.times && { times: answer.times }),
  };
}

type Heard = Pick<ClipRecord, "hypothesis" | "hypothesisWords" | "failure">;

function heard({ said, failure }: Answer, adapter: OutputAdapter): Heard {
  if (!said) return failure ? { failure: { kind: failure.kind, message: failure.message } } : {};
  try {
    const { text, words } = "transcript" in said ? said.transcript : adapter.read(said.output);
    return { hypothesis: text, ...(words && { hypothesisWords: words }) };
  } catch (error) {
    if (error instanceof OutputError) return { failure: { kind: "bad-output", message: error.message } };
    throw error;
  }
}

/** A line of `utterances.jsonl`; undefined for one that is none, which then counts as missing. */
export function readRecord(line: string): ClipRecord | undefined {
  try {
    const { data } = recordShape.safeParse(JSON.parse(line));
    // The schema follows the interface; what it cannot express is that absent fields are not undefined.
    return data as ClipRecord | undefined;
  } catch {
    return undefined;
  }
}

const failures = [
  ...(["timeout", "crash", "bad-output", "engine-error", "wrong-clip", "memory-limit"] as const),
  ...(["not-started", "missing-output", "budget", "cancelled"] as const),
] satisfies readonly ClipFailure[];

const second = z.number().check(z.nonnegative());
const words = z.array(z.object({ text: z.string(), start: second, end: second }));
const recordShape = z.object({
  utterance: z.string(),
  engine: z.string(),
  parameters: z.record(z.string(), z.string()),
  dataset: z.string(),
  language: z.string(),
  referenceSource: z.union([
    z.object({ kind: z.enum(["human", "machine"]) }),
    z.object({ kind: z.literal("corrected"), engine: z.string() }),
  ]),
  speaker: z.optional(z.string()),
  session: z.optional(z.string()),
  conditions: z.array(z.string()),
  reference: z.string(),
  referenceWords: z.optional(words),
  duration: second,
  hypothesis: z.optional(z.string()),
  hypothesisWords: z.optional(words),
  failure: z.optional(z.object({ kind: z.enum(failures), message: z.string() })),
  times: z.optional(z.object({ wall: second, cpu: z.optional(second), own: z.optional(second) })),
});
