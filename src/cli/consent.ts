import { createInterface } from "node:readline/promises";
import type { Team } from "../core/team/team";
import { visible } from "../core/workspace/visible-text";
import type { StateFolder } from "./state";

/**
 * What agents handed over or noted waits in a private folder until the person agrees to have it in the repository. Asked at
 * a terminal when there is more of it than `before`, and once: an agreement is remembered. Elsewhere the command is named.
 */
export async function askForConsent({ files }: Team, state: StateFolder, before: number): Promise<void> {
  const waiting = await countWaiting({ files });
  if (waiting <= before) return;
  const several = waiting === 1 ? "1 file" : `${waiting} files`;
  process.stderr.write(
    `\n${several} of the team (handoffs, memories) ${waiting === 1 ? "waits" : "wait"} in ${visible(state.staging)}, outside of the repository.\n`,
  );
  const hint =
    "`ml-engineer handoffs keep` moves them into .claude/agents-handoffs/ and .claude/agents-memory/, for git.\n";
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    process.stderr.write(hint);
    return;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(
    "Keep such files in the repository, in .claude/agents-handoffs/ and .claude/agents-memory/, to be committed with it? [y/N] ",
  );
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) {
    process.stderr.write(`Not now. ${hint}`);
    return;
  }
  for (const path of await keepInRepository({ files }, state)) process.stderr.write(`${visible(path)}\n`);
}

/** @throws TeamFileError */
export async function keepInRepository({ files }: Pick<Team, "files">, state: StateFolder): Promise<readonly string[]> {
  const paths = await files.share();
  state.share();
  return paths;
}

/** How many files wait outside of the repository. */
export async function countWaiting({ files }: Pick<Team, "files">): Promise<number> {
  let count = 0;
  for (const kind of ["handoffs", "memory"] as const) {
    for (const folder of (await files.folders(kind)).folders) {
      if (!folder.shared) count += (await files.read(folder)).files.length;
    }
  }
  return count;
}
