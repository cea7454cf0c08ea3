import * as z from "zod/mini";

/** What a grid is measured of. Plain data: it goes through the link of a hover. */
export interface GridTarget {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** As the code writes it. */
  readonly parameter: string;
  /** The value that is in the code. */
  readonly current?: string | undefined;
}

/** Commands can be called by anybody, with anything. @throws ZodError */
export function readGridTarget(value: unknown): GridTarget {
  return target.parse(value);
}

const words = z.string().check(z.minLength(1), z.maxLength(1000));
const target = z.object({ folder: words, parameter: words, current: z.optional(z.string().check(z.maxLength(1000))) });
