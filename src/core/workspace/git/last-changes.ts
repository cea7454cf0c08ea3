import type { Root } from "../workspace";
import { findGit } from "./find-git";
import { runGit } from "./run-git";

export interface LastChanges {
  /**
   * Day (`YYYY-MM-DD`, in the committer's time zone) of the newest commit that changed, renamed or deleted a path, for
   * the paths that have one after the given day. What is not committed is not looked at.
   */
  readonly changes: ReadonlyMap<string, string>;
  /** Why git did not answer, or not in full; undefined when it did. Then a path without an entry did not change. */
  readonly unknown?: UnknownChanges;
}

type UnknownChanges = "no-git" | "no-repository" | "stopped" | "too-much" | "failed";

/**
 * Which of the paths changed in git after a day. One run of git, of at most ten seconds; nothing of the repository is
 * executed. Never rejects.
 * @param paths relative to the root, with forward slashes; a folder's path is not looked into
 * @param since `YYYY-MM-DD`
 */
export async function lastChanges(
  root: Root,
  paths: readonly string[],
  since: string,
  signal: AbortSignal,
): Promise<LastChanges> {
  const asked = new Set(paths.filter((path) => path !== "" && !/[\0\n\r]/.test(path)));
  const nothing = new Map<string, string>();
  if (asked.size === 0 || !/^\d{4}-\d\d-\d\d$/.test(since)) return { changes: nothing };
  const program = await findGit(process.env.PATH ?? "", [root.path]);
  if (program === undefined) return { changes: nothing, unknown: "no-git" };
  try {
    const outcome = await runGit({
      program,
      workingFolder: root.path,
      command: [...log, `--since=${since}T10:00:00Z`, "--stdin"],
      // Here and not among the arguments, whose length has a limit.
      input: `--\n${[...asked].join("\n")}\n`,
      mostOutput: largestOutput,
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadline)]),
    });
    const changes = readChanges(outcome.output, asked, since);
    if (outcome.exitCode === 0) return { changes };
    if (outcome.isCut) return { changes, unknown: "too-much" };
    if (outcome.exitCode === undefined) return { changes, unknown: "stopped" };
    if (/does not have any commits/.test(outcome.errors)) return { changes: nothing };
    const isRepository = !/not a git repository/i.test(outcome.errors);
    return { changes: nothing, unknown: isRepository ? "failed" : "no-repository" };
  } catch {
    return { changes: nothing, unknown: "failed" };
  }
}

const deadline = 10_000;
const largestOutput = 8 * 1024 * 1024;

/** Precedes the date of each commit; no name of a file can hold it together with the NUL before. */
const mark = "\x01commit ";

/**
 * The day is compared here, because git knows only moments: where the clock is furthest ahead, the day after begins at
 * 10:00 UTC. A rename shows as a deletion and a new file. A merge changes what its first parent, the branch merged into,
 * did not have; `--cc` would be stricter, but does not heed `--relative` (git 2.39).
 */
const log = [
  "log",
  "-z",
  "--format=%x01commit %cI",
  "--name-only",
  "--relative",
  "--no-renames",
  "--no-follow",
  "--diff-merges=first-parent",
  "--root",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--no-show-signature",
  "--ignore-submodules=all",
];

function readChanges(output: string, asked: ReadonlySet<string>, since: string): ReadonlyMap<string, string> {
  const changes = new Map<string, string>();
  let day = "";
  // What follows the last NUL is cut off, or nothing.
  for (const field of output.split("\0").slice(0, -1)) {
    const line = field.replace(/^\n+/, "");
    if (line.startsWith(mark)) {
      day = line.slice(mark.length, mark.length + "YYYY-MM-DD".length);
      continue;
    }
    const known = changes.get(line);
    if (asked.has(line) && day > since && (known === undefined || known < day)) changes.set(line, day);
  }
  return changes;
}
