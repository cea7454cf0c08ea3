import { Minimatch, minimatch } from "minimatch";
import { PathError } from "../path-error";
import { visibleShort } from "../visible-text";

const longestGlob = 1000;
const mostBraceAlternatives = 1000;

/**
 * Whether a path relative to the searched folder matches one of the globs. Both engines ask this, so they agree.
 * minimatch compares without a regular expression, in linear time, so a hostile glob cannot hang it.
 * @throws PathError for a glob that is too long or whose braces explode.
 */
export function globFilter(
  globs: readonly string[],
  options: { readonly nameAlone: boolean },
): (relativePath: string) => boolean {
  const matchers = globs.map((glob) => {
    refuseBomb(glob);
    return new Minimatch(glob, { ...globOptions, matchBase: options.nameAlone });
  });
  return (relativePath) => matchers.some((matcher) => matcher.match(relativePath));
}

/**
 * Names that every match must have, as simple globs without folders, so that a walk can drop the rest early: a glob that
 * ends in `*.{ts,tsx}` gives `*.ts` and `*.tsx`. Undefined when there is no such short list.
 */
export function namesOf(globs: readonly string[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const glob of globs) {
    if (glob.startsWith("!")) return undefined;
    for (const alternative of minimatch.braceExpand(glob, globOptions)) {
      const name = alternative.slice(alternative.lastIndexOf("/") + 1);
      if (!/^[\w.*-]+$/.test(name) || /^\*+$/.test(name)) return undefined;
      names.add(name);
    }
  }
  return names.size > 0 && names.size <= 64 ? [...names] : undefined;
}

const globOptions = {
  dot: true,
  nocomment: true,
  braceExpandMax: mostBraceAlternatives + 1,
  platform: "linux",
} as const;

function refuseBomb(glob: string): void {
  if (glob.length > longestGlob) throw refusal(glob, `is longer than ${longestGlob} characters`);
  if (minimatch.braceExpand(glob, globOptions).length > mostBraceAlternatives) {
    throw refusal(glob, `stands for more than ${mostBraceAlternatives} patterns`);
  }
}

function refusal(glob: string, reason: string): PathError {
  const shown = visibleShort(glob, 100);
  return new PathError("invalid", shown, `The glob \`${shown}\` ${reason}.`, "Use a simpler one.");
}
