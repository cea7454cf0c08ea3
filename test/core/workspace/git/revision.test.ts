import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { revisionOf } from "../../../../src/core/workspace/git/revision";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

let fixture: TemporaryWorkspace;
afterEach(() => fixture.dispose());

const git = (...parameters: readonly string[]) => {
  const identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
  return execFileSync("git", [...identity, ...parameters], { cwd: fixture.path, encoding: "utf8" }).trim();
};
const write = (name: string, text: string) => writeFile(join(fixture.path, name), text);

async function revision() {
  const [root] = fixture.workspace.roots;
  if (!root) throw new Error("There is no root.");
  return await revisionOf(root, (path) => path.startsWith("results/"), new AbortController().signal);
}

test("a revision is its commit and a hash of everything that differs from it", async () => {
  fixture = await temporaryWorkspace({ "engine.py": "one", "old.py": "old", ".gitignore": "cache\n" });
  expect(await revision()).toBeUndefined();
  git("init", "--quiet");
  expect(await revision()).toBeUndefined();
  git("add", ".");
  git("commit", "--quiet", "--message", "first");
  const commit = git("rev-parse", "HEAD");
  expect(await revision()).toEqual({ commit });
  await write("engine.py", "two");
  const changed = await revision();
  expect(changed).toEqual({ commit, dirtyHash: expect.stringMatching(/^[0-9a-f]{16}$/) });
  git("add", "engine.py");
  expect(await revision()).toEqual(changed);
  const hashes = new Set([changed?.dirtyHash]);
  await write("engine.py", "three");
  hashes.add((await revision())?.dirtyHash);
  await write("новый файл.py", "new");
  hashes.add((await revision())?.dirtyHash);
  await rm(join(fixture.path, "old.py"));
  const last = await revision();
  hashes.add(last?.dirtyHash);
  expect(hashes.size).toBe(4);
  // Neither what is ignored nor what is left out.
  await write("cache", "x");
  await mkdir(join(fixture.path, "results"));
  await write("results/run.json", "{}");
  expect(await revision()).toEqual(last);
});
