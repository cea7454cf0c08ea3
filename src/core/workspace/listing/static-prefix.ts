/** A glob taken apart: the folder that every match is in, and what is left to match below it. */
export interface SplitGlob {
  /** Empty when the glob starts with a wildcard. May be absolute, or start with `..`. */
  readonly prefix: string;
  readonly rest: string;
}

/** Splits the folders without wildcards off a glob, so that nothing else is walked over. */
export function splitStaticPrefix(glob: string): SplitGlob {
  if (glob.startsWith("!")) return { prefix: "", rest: glob };
  const segments = glob.split("/");
  const firstWild = segments.findIndex((segment) => magic.test(segment));
  const count = Math.min(firstWild === -1 ? segments.length : firstWild, segments.length - 1);
  const prefix = segments.slice(0, count).join("/");
  return { prefix: prefix === "" && count > 0 ? "/" : prefix, rest: segments.slice(count).join("/") };
}

/** A brace may hold a slash, so a segment with one brace ends the prefix as well. */
const magic = /[*?[\]{}\\]|[!+@]\(/;
