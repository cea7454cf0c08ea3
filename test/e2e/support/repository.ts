import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const author = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"];

export function git(folder: string, ...command: readonly string[]): string {
  return execFileSync("git", [...author, ...command], { cwd: folder, encoding: "utf8" });
}

/** Makes the copied example a repository with one commit: its own engine, and the clips in Russian, whose model it has. */
export function makeRepository(workspace: string): void {
  const folder = join(workspace, ".ml-engineer");
  rmSync(join(folder, "runs"), { recursive: true, force: true });
  const manifest = join(folder, "test.jsonl");
  const clips = readFileSync(manifest, "utf8").split("\n");
  writeFileSync(manifest, clips.filter((line) => line.includes('"ru"')).join("\n"));
  const configuration = join(folder, "evaluation.json");
  const { engines, ...rest } = JSON.parse(readFileSync(configuration, "utf8")) as { engines: { name: string }[] };
  const own = engines.filter(({ name }) => name === "preview");
  // One repeat gives no verdict on speed, which is not what the workbench is there to show.
  writeFileSync(configuration, `${JSON.stringify({ ...rest, engines: own, repeats: 1 }, null, 2)}\n`);
  cpSync(join(import.meta.dirname, "..", "..", "..", ".gitignore"), join(workspace, ".gitignore"));
  git(workspace, "init", "--quiet", "--initial-branch=main");
  git(workspace, "add", "--all");
  git(workspace, "commit", "--quiet", "--message=A service with drafts");
}
