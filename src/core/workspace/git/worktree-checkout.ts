import { randomUUID } from "node:crypto";
import type { Hold } from "../processes/hold-paths";
import { visibleShort } from "../visible-text";
import { gitEnvironment, harmlessOptions } from "./run-git";
import { WorktreeError } from "./worktree-error";
import type { WorktreeSource } from "./worktree-source";

/**
 * Registers the worktree, and then checks its files out. In two steps, because what the configuration says may depend on the
 * worktree in which it is read: only there is it known which content filters have to be kept from running.
 * @throws WorktreeError
 */
export async function checkOut(source: WorktreeSource, tree: string, hold: Hold, signal: AbortSignal): Promise<void> {
  const { repository, top, commit } = source;
  const git = async (workingFolder: string, command: readonly string[]) => {
    signal.throwIfAborted();
    const marker = randomUUID();
    const { code, errors } = await hold.run({
      program: repository.program,
      programArguments: [...harmlessOptions, ...settings, ...command],
      workingFolder,
      environment: { ...gitEnvironment(), [markerName]: marker },
      marker: `${markerName}=${marker}`,
    });
    signal.throwIfAborted();
    // Of one that was killed its helpers have the last words.
    if (code !== 0) throw failure(code === undefined ? "" : errors, commit);
  };
  await git(top, ["worktree", "add", "--detach", "--no-checkout", "--quiet", tree, commit]);
  const names = await repository.ask(["-C", tree, "config", "-z", "--name-only", "--get-regexp", "^filter\\."]);
  await git(tree, [...withoutFilters(names ?? ""), "reset", "--hard", "--quiet"]);
}

/** Four at a time halve the time on a busy disk. Submodules stay empty; paths on Windows get longer in our storage. */
const settings = ["checkout.workers=4", "submodule.recurse=false", "core.longpaths=true"].flatMap((one) => ["-c", one]);

const markerName = "ML_ENGINEER_WORKTREE";

/** @param names of settings, each ended by NUL */
function withoutFilters(names: string): readonly string[] {
  const drivers = new Set(names.split("\0").flatMap((name) => /^filter\.([\s\S]*)\.[^.]+$/.exec(name)?.[1] ?? []));
  return [...drivers].flatMap((driver) => {
    if (/[=\n]/.test(driver)) {
      const message = `The content filter \`${visibleShort(driver)}\` cannot be switched off by its name.`;
      throw new WorktreeError("failed", message, "Rename it in the configuration of git.");
    }
    const overrules = ["smudge=", "clean=", "process=", "required=false"];
    return overrules.flatMap((setting) => ["-c", `filter.${driver}.${setting}`]);
  });
}

function failure(errors: string, commit: string): WorktreeError {
  const line = errors.split("\n").find((one) => /^(fatal|error):/.test(one)) ?? errors.split("\n")[0] ?? "";
  const said = visibleShort(line.replace(/^(fatal|error): /, "")) || "it was stopped";
  if (/unable to read|could not fetch|promisor|bad object|missing blob|invalid object/i.test(errors)) {
    const hint = `In a terminal, \`git archive --output=base.tar ${commit.slice(0, 12)}\` fetches them.`;
    return new WorktreeError("objects-missing", `Not all files of the base are on this machine: ${said}.`, hint);
  }
  const hint = "Look whether `git worktree add` works in a terminal.";
  return new WorktreeError("failed", `Git could not check out the base: ${said}.`, hint);
}
