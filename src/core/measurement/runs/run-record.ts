import * as z from "zod/mini";
import type { RunRecord } from "../run";

/** The text of a `run.json`; a sentence when it is none. */
export function readRunRecord(text: string): RunRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "It is no JSON.";
  }
  const { data, error } = runShape.safeParse(value);
  const [issue] = error?.issues ?? [];
  if (!data) return issue ? `\`${issue.path.join(".") || "it"}\` is not as a run has it.` : "It is no run.";
  // The schema follows the interface; what it cannot express is that absent fields are not undefined.
  return data as RunRecord;
}

/** Fields in one order, whatever order they became known in. */
export function runRecordText(record: RunRecord): string {
  return `${JSON.stringify(runShape.parse(record), null, 2)}\n`;
}

const figure = z.number();
const texts = z.array(z.string());
const named = z.record(z.string(), z.string());
const figures = z.array(figure);
const interleaved = z.object({ a: figures, b: figures, noise: figures });
const runShape = z.object({
  schema: z.literal(1),
  id: z.string(),
  created: z.string(),
  finished: z.optional(z.string()),
  state: z.enum(["complete", "partial", "cancelled"]),
  shard: z.optional(z.object({ index: z.int(), count: z.int(), clips: z.optional(z.int()) })),
  seed: z.int(),
  provenance: z.object({
    commit: z.optional(z.string()),
    dirtyHash: z.optional(z.string()),
    configurationHash: z.string(),
    command: z.optional(texts),
    normalizers: z.record(z.string(), z.object({ id: z.string(), version: z.string(), hash: z.string() })),
    machine: z.object({
      cpu: z.string(),
      cores: figure,
      memory: figure,
      system: z.string(),
      node: z.string(),
      gpu: z.optional(z.string()),
    }),
    product: z.string(),
  }),
  datasets: z.array(
    z.object({ name: z.string(), hash: z.string(), requested: figure, evaluated: figure, problems: figure }),
  ),
  engines: z.array(
    z.object({
      name: z.string(),
      parameters: named,
      version: z.optional(z.string()),
      command: texts,
      sources: z.array(z.object({ path: z.string(), hash: z.string() })),
      loads: z.array(figure),
      peakMemory: z.array(figure),
      memoryNote: z.optional(z.string()),
      contention: z.object({ loadBefore: figure, loadAfter: figure, isContended: z.boolean() }),
      cost: z.optional(figure),
      tree: z.optional(
        z.object({
          side: z.enum(["before", "after"]),
          codeHash: z.optional(z.string()),
          configurationHash: z.string(),
        }),
      ),
    }),
  ),
  speed: z.optional(
    z.object({
      comparisons: z.array(
        z.object({
          a: z.int(),
          b: z.int(),
          clips: figure,
          wall: interleaved,
          memory: interleaved,
        }),
      ),
      notCompared: texts,
    }),
  ),
  change: z.optional(
    z.object({
      base: z.object({ commit: z.string(), revision: z.string(), subject: z.string() }),
      branch: z.optional(z.string()),
      engine: z.string(),
      files: z.array(z.object({ path: z.string(), basePath: z.optional(z.string()) })),
      functions: z.array(z.object({ path: z.string(), name: z.string() })),
      codeHash: z.string(),
      dataHash: z.string(),
      reused: z.object({ before: z.int(), after: z.int() }),
      ran: z.optional(
        z.object({ verdict: z.enum(["own", "same", "unknown"]), message: z.string(), remedy: z.optional(z.string()) }),
      ),
    }),
  ),
});
