import * as z from "zod/mini";

/** What a lens or an item of a tree says that it stands for. Commands can be called by anybody, with anything. */
export interface EvaluationTarget {
  /** Name of an open folder, or its absolute path. */
  readonly folder?: string | undefined;
  /** Of the file, from the folder. */
  readonly path?: string | undefined;
  /** Of the function, as in the map. */
  readonly name?: string | undefined;
  /** Revision to measure a change against; default: the one that fits the branch. */
  readonly base?: string | undefined;
}

/** @throws ZodError for anything but nothing or a target */
export function readTarget(value: unknown): EvaluationTarget {
  return value === undefined || value === null ? {} : target.parse(value);
}

/** The id of a run, or nothing. @throws ZodError */
export function readRunId(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : runId.parse(value);
}

const words = z.string().check(z.minLength(1), z.maxLength(1000));
// What begins like an option of git is no revision.
const revision = z.string().check(z.regex(/^[^-\s]\S{0,199}$/));
const target = z.object({
  folder: z.optional(words),
  path: z.optional(words),
  name: z.optional(words),
  base: z.optional(revision),
});
const runId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/));
