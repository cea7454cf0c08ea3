import { reasonText } from "../report/reason";
import type { RunChange } from "../run";
import type { SourceTree } from "../source-tree";

/** Files that one side was seen to load, by the tree that they lie in: workspace paths. */
export interface LoadedFiles {
  readonly own: ReadonlySet<string>;
  /** Only what the own tree has, too, or what is changed: not what both share by a link. */
  readonly ofOther: ReadonlySet<string>;
  /** Why files may have been loaded unseen, in sentences. */
  readonly notes: readonly string[];
}

export interface ObservedSide {
  readonly tree: Pick<SourceTree, "side" | "changed" | "gaps">;
  readonly loaded: LoadedFiles;
  /** Why the engine did not start, as a sentence. */
  readonly failure?: string;
}

type Ran = NonNullable<RunChange["ran"]>;

/** Whether each side ran its own code: only then does a difference, or its absence, say something about the change. */
export function whatRan(before: ObservedSide, after: ObservedSide): Ran {
  const sides = [before, after] as const;
  const failed = sides.find(({ failure }) => failure !== undefined);
  if (failed) {
    return {
      verdict: "unknown",
      message: reasonOf(failed),
      remedy: "Bring the engine to run there, or choose another base.",
    };
  }
  for (const [side, other] of [[before, after] as const, [after, before] as const]) {
    const [foreign] = both(side.loaded.ofOther, other.tree.changed);
    if (foreign !== undefined) return same(side, other, foreign);
  }
  return own(before, after) ?? dataOnly(before, after) ?? unknown(sides);
}

/** A changed file that each side loaded from its own tree, or one that only one side has and the other could not load. */
function own(before: ObservedSide, after: ObservedSide): Ran | undefined {
  const [one] = both(before.loaded.own, before.tree.changed);
  const [other] = both(after.loaded.own, after.tree.changed);
  if (one !== undefined && other !== undefined) {
    const files = one === other ? `its own ${one}` : `its own code, ${one} before and ${other} after`;
    return { verdict: "own", message: `Each side loaded ${files}.` };
  }
  for (const [side, opposite] of [[before, after] as const, [after, before] as const]) {
    const only = both(side.loaded.own, side.tree.changed).find((path) => !opposite.tree.changed.includes(path));
    if (only !== undefined && opposite.loaded.ofOther.size === 0) {
      return { verdict: "own", message: `Only ${treeName(side)} has ${only}, and it was loaded there.` };
    }
  }
  return undefined;
}

/** What an engine reads beside its code is not seen; it can tell apart only where all that was seen is of its own tree. */
function dataOnly(before: ObservedSide, after: ObservedSide): Ran | undefined {
  const changed = [...before.tree.changed, ...after.tree.changed];
  const [file] = changed;
  if (file === undefined || changed.some(isCode)) return undefined;
  for (const [side, other] of [[before, after] as const, [after, before] as const]) {
    const [foreign] = [...side.loaded.ofOther].sort();
    if (foreign !== undefined) return same(side, other, foreign);
    if (side.loaded.own.size === 0) return undefined;
  }
  const message = `Only files that are no code changed, such as ${file}. Whether they were read cannot be seen; each side ran the code of its own tree.`;
  return { verdict: "own", message };
}

function same(side: ObservedSide, other: ObservedSide, path: string): Ran {
  return {
    verdict: "same",
    message: `The same code ran: ${treeName(side)} loaded ${path} of ${treeName(other)}.`,
    remedy:
      'Let each side find its own code first: "environment": {"PYTHONPATH": "."} with the folder that imports start from, no editable install of the project in the environment that the engine runs in, and no absolute path into the working tree.',
  };
}

function unknown(sides: readonly ObservedSide[]): Ran {
  const files = [...new Set(sides.flatMap(({ tree }) => tree.changed))].filter(isCode);
  const named = files.slice(0, 3).map((path) => `${path}`);
  const more = files.length > named.length ? ` and ${files.length - named.length} more` : "";
  const notes = [...new Set(sides.flatMap(({ loaded }) => loaded.notes))];
  const what = named.length > 0 ? `None of the changed files (${named.join(", ")}${more})` : "No file of the project";
  return {
    verdict: "unknown",
    message: [`${what} was seen to be loaded by both sides.`, ...notes].join(" "),
    remedy:
      "Start the engine from the code in its working directory instead of an installed copy, a container or a server that runs already, or name the loaded files as `sources` in its first line.",
  };
}

/** What the tree lacks is why, more often than not. */
function reasonOf({ tree, failure = "" }: ObservedSide): string {
  return [`${capital(treeName({ tree }))} did not run: ${reasonText(failure)}`, ...(tree.gaps ?? [])].join(" ");
}

function both(loaded: ReadonlySet<string>, changed: readonly string[]): readonly string[] {
  return changed.filter((path) => loaded.has(path));
}

function treeName({ tree }: Pick<ObservedSide, "tree">): string {
  return tree.side === "before" ? "the base revision" : "the working tree";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isCode(path: string): boolean {
  return codeEndings.has(/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "");
}

/** Of files whose loading can be told, at least by the engine itself. */
const codeEndings = new Set([
  ...[
    "py",
    "pyx",
    "pyi",
    "js",
    "mjs",
    "cjs",
    "ts",
    "mts",
    "cts",
    "jsx",
    "tsx",
    "rb",
    "php",
    "pl",
    "lua",
    "sh",
    "r",
    "jl",
  ],
  ...[
    "c",
    "cc",
    "cpp",
    "cxx",
    "h",
    "hpp",
    "cu",
    "m",
    "mm",
    "rs",
    "go",
    "swift",
    "java",
    "kt",
    "scala",
    "cs",
    "ex",
    "so",
  ],
]);
