import { openRepository } from "../workspace/git/repository";
import type { Root } from "../workspace/workspace";

/** A state of the code that a change may be measured against. */
export interface Revision {
  readonly kind: "branch" | "tag" | "commit";
  /** What git knows it by. */
  readonly name: string;
  readonly commit: string;
  /** First line of the commit message. */
  readonly subject: string;
  /** ISO 8601. */
  readonly date: string;
}

const mostReferences = 40;
const mostCommits = 30;

/** Branches and tags, the newest first, then the last commits of what is checked out. @throws GitError */
export async function listRevisions(root: Root, signal: AbortSignal): Promise<readonly Revision[]> {
  const repository = await openRepository(root, signal);
  const references = await repository.read([
    "for-each-ref",
    "--sort=-creatordate",
    `--count=${mostReferences}`,
    "--format=%(refname)%00%(objectname)%00%(contents:subject)%00%(creatordate:iso-strict)",
    "refs/heads",
    "refs/remotes",
    "refs/tags",
  ]);
  const log = await repository.read(["log", `--max-count=${mostCommits}`, "--format=%h%x00%H%x00%s%x00%cI"]);
  return [
    ...rowsOf(references.output).flatMap(([reference = "", ...rest]) => {
      const [, kind, name] = /^refs\/(heads|remotes|tags)\/(.+)$/.exec(reference) ?? [];
      // `origin/HEAD` is another name of a branch that is listed.
      if (name === undefined || /\/HEAD$/.test(name)) return [];
      return [revision(kind === "tags" ? "tag" : "branch", name, rest)];
    }),
    ...rowsOf(log.output).map(([name = "", ...rest]) => revision("commit", name, rest)),
  ];
}

function rowsOf(output: string): readonly (readonly string[])[] {
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\0"));
}

function revision(
  kind: Revision["kind"],
  name: string,
  [commit = "", subject = "", date = ""]: readonly string[],
): Revision {
  return { kind, name, commit, subject, date };
}
