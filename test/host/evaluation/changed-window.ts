import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fake } from "../../support/fake-vscode";
import { tinyEvaluation } from "../../support/tiny-evaluation";
import { measuringWindow, type WindowOptions } from "./support";

interface ChangedOptions extends Pick<WindowOptions, "clips"> {
  readonly slow?: boolean;
  readonly isUnsaved?: boolean;
}

/** A repository whose engine loses words more often than at HEAD. */
export async function changedWindow({ clips = 24, slow = false, isUnsaved = false }: ChangedOptions = {}) {
  const window = await measuringWindow({ files: tinyEvaluation({ clips }) });
  const git = (...parameters: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...parameters], {
      cwd: window.path,
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  git("init", "--quiet", "--initial-branch=main");
  await writeFile(join(window.path, ".gitignore"), "slow\n");
  git("add", "--all");
  git("commit", "--quiet", "--message", "as it was");
  if (slow) await writeFile(join(window.path, "slow"), "");
  const engine = join(window.path, "tiny.mjs");
  const changed = (await readFile(engine, "utf8"))
    .replace("process.argv[2]);", "process.argv[2]) || 1;")
    .replace("% every", "% (every - 1)");
  if (isUnsaved) fake.documents.type(fake.documents.open(engine), changed);
  else await writeFile(engine, changed);
  const leftovers = async () => {
    const worktrees = git("worktree", "list").split("\n").slice(1);
    const stored = await readdir(join(window.storage, "worktrees")).catch(() => []);
    return [...worktrees, ...stored.filter((name) => !name.startsWith("."))];
  };
  return { ...window, git, leftovers };
}
