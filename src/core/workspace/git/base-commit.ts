import { visibleShort } from "../visible-text";
import { GitError, type Repository } from "./repository";

/** The commit that the working tree is held against. */
export interface BaseCommit {
  readonly commit: string;
  /** As people know it: what they named, the branch that was left, or `HEAD`. */
  readonly revision: string;
  readonly reason: "named" | "default-branch" | "head";
  /** First line of the commit message. */
  readonly subject: string;
  /** Why this is not the base that one would expect, with the remedy. */
  readonly note?: string;
}

/** @throws GitError `no-revision` when nothing is called so */
export async function namedBase(repository: Repository, revision: string): Promise<BaseCommit> {
  const isName = revision.length <= 200 && !revision.startsWith("-") && !/\p{Cc}/u.test(revision);
  const command = ["rev-parse", "--quiet", "--verify", `${revision}^{commit}`];
  const commit = isName ? await repository.ask(command) : undefined;
  if (commit !== undefined) {
    return { commit, revision, reason: "named", subject: await subjectOf(commit, repository) };
  }
  const shallow = (await isShallow(repository)) ? " This clone is shallow, so it may be one that was not fetched." : "";
  throw new GitError("no-revision", `There is no revision \`${visibleShort(revision, 80)}\` here.${shallow}`);
}

/** What is not committed yet. */
export async function headBase(repository: Repository, note?: string): Promise<BaseCommit> {
  const { head: commit } = repository;
  const subject = await subjectOf(commit, repository);
  return { commit, revision: "HEAD", reason: "head", subject, ...(note !== undefined && { note }) };
}

/** Where this branch left the default branch; HEAD itself when it did not leave it. */
export async function automaticBase(repository: Repository): Promise<BaseCommit> {
  const { head, branch } = repository;
  const names = await defaultBranches(repository);
  const points: { readonly name: string; readonly commit: string; readonly distance: number }[] = [];
  for (const name of names.filter((one) => one !== branch)) {
    const commit = await repository.ask(["merge-base", "HEAD", name]);
    if (commit === head) return await headBase(repository);
    if (commit === undefined) continue;
    const distance = Number((await repository.ask(["rev-list", "--count", `${commit}..HEAD`])) ?? Number.NaN);
    points.push({ name, commit, distance });
  }
  // Which of `main` and `origin/main` is newer decides how much of the branch is this branch's own.
  const [nearest] = points.sort((one, other) => one.distance - other.distance);
  if (nearest !== undefined) {
    const { commit, name: revision } = nearest;
    return { commit, revision, reason: "default-branch", subject: await subjectOf(commit, repository) };
  }
  const [missed] = names.filter((one) => one !== branch);
  const isCut = missed !== undefined && (await isShallow(repository));
  return await headBase(
    repository,
    isCut
      ? `This clone is shallow: where the branch left \`${missed}\` is not in it. \`git fetch --unshallow\` gets it.`
      : undefined,
  );
}

/** Short names of the branches that others branch from, as far as they exist here. */
async function defaultBranches(repository: Repository): Promise<readonly string[]> {
  const { output } = await repository.read(["for-each-ref", "--format=%(refname) %(symref)", ...candidates]);
  const names = output.split("\n").flatMap((line) => {
    const [name = "", target = ""] = line.split(" ");
    const short = (target === "" ? name : target).replace(/^refs\/(heads|remotes)\//, "");
    return short === "" ? [] : [short];
  });
  return [...new Set(names)];
}

const candidates = [
  "refs/remotes/origin/HEAD",
  "refs/heads/main",
  "refs/heads/master",
  "refs/remotes/origin/main",
  "refs/remotes/origin/master",
];

async function subjectOf(commit: string, repository: Repository): Promise<string> {
  const { output } = await repository.read(["log", "-1", "--no-color", "--no-show-signature", "--format=%s", commit]);
  return visibleShort(output.trim());
}

async function isShallow(repository: Repository): Promise<boolean> {
  return (await repository.ask(["rev-parse", "--is-shallow-repository"])) === "true";
}
