import { createHash } from "node:crypto";
import type { Root } from "../workspace";
import { findGit } from "./find-git";
import { runGit } from "./run-git";

export interface Revision {
  readonly commit: string;
  /**
   * First 16 hex digits of a SHA-256 over paths and contents of everything that differs from the commit and is not
   * ignored; absent when nothing does.
   */
  readonly dirtyHash?: string;
}

/**
 * The state of the code in a root, or undefined outside of git, without commits, or when git does not answer in time.
 * @param isLeftOut paths (relative to the root, with forward slashes) whose changes do not count, such as results
 */
export async function revisionOf(
  root: Root,
  isLeftOut: (path: string) => boolean,
  signal: AbortSignal,
): Promise<Revision | undefined> {
  const program = await findGit(process.env.PATH ?? "", [root.path]);
  if (program === undefined) return undefined;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
  const git = async (command: readonly string[], input = "") => {
    const outcome = await runGit({
      program,
      workingFolder: root.path,
      command,
      input,
      mostOutput: largestOutput,
      signal: deadline,
    });
    if (outcome.exitCode !== 0) throw new Error(outcome.errors);
    return outcome.output;
  };
  try {
    const commit = (await git(["rev-parse", "--verify", "HEAD^{commit}"])).trim();
    const changed = readChanges(await git(["diff", ...plainDiff, "HEAD"]));
    const untracked = (await git(["ls-files", "--others", "--exclude-standard", "-z"])).split("\0");
    const written = [...changed.written, ...untracked.filter((path) => path !== "" && !path.endsWith("/"))];
    const counted = written.filter((path) => !isLeftOut(path) && !path.includes("\n")).sort();
    const deleted = changed.deleted.filter((path) => !isLeftOut(path)).sort();
    if (counted.length + deleted.length === 0) return { commit };
    const hashes =
      counted.length === 0
        ? []
        : (await git(["hash-object", "--no-filters", "--stdin-paths"], lines(counted))).split("\n");
    const state = [counted.map((path, index) => [path, hashes[index]]), deleted];
    return { commit, dirtyHash: createHash("sha256").update(JSON.stringify(state)).digest("hex").slice(0, 16) };
  } catch {
    return undefined;
  }
}

const longest = 20_000;
const largestOutput = 16 * 1024 * 1024;

const plainDiff = [
  "--name-status",
  "-z",
  "--relative",
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--ignore-submodules=all",
];

function readChanges(output: string): { readonly written: readonly string[]; readonly deleted: readonly string[] } {
  const fields = output.split("\0");
  const [written, deleted]: [string[], string[]] = [[], []];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    (fields[index] === "D" ? deleted : written).push(fields[index + 1] ?? "");
  }
  return { written, deleted };
}

function lines(paths: readonly string[]): string {
  return paths.map((path) => `${path}\n`).join("");
}
