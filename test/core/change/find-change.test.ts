import { execFileSync } from "node:child_process";
import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findChange } from "../../../src/core/change/find-change";
import { temporaryWorkspace } from "../../support/temporary-workspace";
import { mapPipeline, repositoryOf } from "./repository";

const engine = "import whisper\n\n\ndef run(path):\n    return whisper.load_model('base').transcribe(path)\n";

test("what is not committed is the change, and its hash is that of what the files hold", async () => {
  const repository = await repositoryOf({ "engine.py": engine, "notes.md": "one\n" });
  await expect(repository.change()).rejects.toMatchObject({ code: "nothing-changed" });
  await repository.write("notes.md", "two\n");
  const change = await repository.change();
  const commit = repository.git("rev-parse", "HEAD");
  expect(change).toMatchObject({
    base: { commit, revision: "HEAD", reason: "head", subject: "first" },
    branch: "main",
    files: [{ path: "notes.md", state: "modified", basePath: "notes.md" }],
    functions: [],
    hash: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  expect(change.diff).toBe("--- a/notes.md\n+++ b/notes.md\n@@ -1 +1 @@\n-one\n+two\n");
  for (const name of ["runs/1/run.json", "comparisons.jsonl", "cache/x"]) {
    await repository.write(`.ml-engineer/${name}`, "{}");
  }
  // What the agent notes about a change does not make its result stale.
  await repository.write(".claude/agents-memory/ml-ai-engineer/2026-11-22-beam.md", "# Beam\n");
  repository.git("add", "notes.md");
  expect((await repository.change()).hash).toBe(change.hash);
  await repository.write(".ml-engineer/evaluation.json", "{}");
  expect((await repository.change()).hash).not.toBe(change.hash);
  await repository.remove(".ml-engineer/evaluation.json");
  await repository.write("notes.md", "one\n");
  await expect(repository.change()).rejects.toMatchObject({ code: "nothing-changed" });
});

test("a branch is compared with where it left the default branch, whatever that went on to", async () => {
  const repository = await repositoryOf({ "a.txt": "1\n" });
  const left = repository.git("rev-parse", "HEAD");
  repository.git("checkout", "--quiet", "-b", "feature");
  await repository.write("b.txt", "2\n");
  repository.commit("feature");
  repository.git("checkout", "--quiet", "main");
  await repository.write("c.txt", "3\n");
  repository.commit("main goes on");
  repository.git("checkout", "--quiet", "feature");
  const change = await repository.change();
  expect(change.base).toMatchObject({ commit: left, revision: "main", reason: "default-branch" });
  expect(change.files.map(({ path }) => path)).toEqual(["b.txt"]);
  repository.git("checkout", "--quiet", "--detach");
  const detached = await repository.change();
  expect([detached.branch, detached.base.revision]).toEqual([undefined, "main"]);
  const named = await repository.change("main");
  expect(named.base).toMatchObject({ revision: "main", reason: "named", subject: "main goes on" });
  expect(named.files.map(({ path, state }) => `${state} ${path}`)).toEqual(["added b.txt", "deleted c.txt"]);
  await expect(repository.change("no-such")).rejects.toMatchObject({ code: "no-revision" });
  await expect(repository.change("--output=x")).rejects.toMatchObject({ code: "no-revision" });
});

test("a shallow clone that lacks the common ancestor says so and compares with HEAD", async () => {
  const origin = await repositoryOf({ "a.txt": "1\n" });
  origin.git("checkout", "--quiet", "-b", "feature");
  await origin.write("b.txt", "2\n");
  origin.commit("feature");
  origin.git("checkout", "--quiet", "main");
  await origin.write("c.txt", "3\n");
  origin.commit("later");
  const { path, workspace, dispose } = await temporaryWorkspace({});
  try {
    const url = `file://${origin.path}`;
    const clone = ["clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=feature", url, "."];
    execFileSync("git", clone, { cwd: path, stdio: "pipe" });
    await writeFile(join(path, "b.txt"), "3\n");
    const [root] = workspace.roots;
    if (root === undefined) throw new Error("There is no root.");
    const { base } = await findChange(root, { workspace, mapPipeline }, { globs: [] }, new AbortController().signal);
    expect(base).toMatchObject({ revision: "HEAD", note: expect.stringMatching(/git fetch --unshallow/) });
  } finally {
    await dispose();
  }
});

test("without a repository or a commit there is an error with a remedy", async () => {
  const { path, workspace, dispose } = await temporaryWorkspace({ "a.txt": "1" });
  const [root] = workspace.roots;
  const find = () => root && findChange(root, { workspace, mapPipeline }, { globs: [] }, new AbortController().signal);
  try {
    await expect(find()).rejects.toMatchObject({ code: "no-repository", hint: expect.stringMatching(/git init/) });
    execFileSync("git", ["init", "--quiet"], { cwd: path });
    await expect(find()).rejects.toMatchObject({ code: "no-commit", hint: expect.stringMatching(/Commit/) });
    const { PATH } = process.env;
    process.env.PATH = join(path, "bin");
    try {
      await expect(find()).rejects.toMatchObject({ code: "no-git" });
    } finally {
      process.env.PATH = PATH;
    }
  } finally {
    await dispose();
  }
});

test("renames, odd names, links, secrets and what is no text are listed, and nothing hides in the diff", async () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join("");
  const repository = await repositoryOf({
    "old name.txt": lines,
    ".env": "KEY=1\n",
    "windows.txt": "a\r\nb\r\n",
    "data.bin": "\0\u0001",
  });
  await rename(join(repository.path, "old name.txt"), join(repository.path, "новое\nимя.txt"));
  await repository.write("новое\nимя.txt", lines.replace("line 7", "line \u202e7\r"));
  await repository.write(".env", "KEY=secret\n");
  await repository.write("windows.txt", "a\nb\n");
  await repository.write("data.bin", "\0\u0002");
  await symlink("/etc/passwd", join(repository.path, "link"));
  const { files, diff } = await repository.change();
  expect(files.map(({ path, state, basePath }) => [path, state, basePath])).toEqual([
    [".env", "modified", ".env"],
    ["data.bin", "modified", "data.bin"],
    ["link", "added", undefined],
    ["новое\nимя.txt", "renamed", "old name.txt"],
  ]);
  expect(diff).toContain("--- a/old name.txt\n+++ b/новое\\u{a}имя.txt\n");
  expect(diff).toContain("-line 7\n+line \\u{202e}7\\u{d}\n");
  expect(diff).not.toMatch(/secret\n|root:|\r/);
});

test("a diff of any size stays under 200 kB and says what is missing", async () => {
  const repository = await repositoryOf({ "a.txt": "1\n" });
  for (let index = 0; index < 5; index++) await repository.write(`${index}.txt`, `${"ж".repeat(40)}\n`.repeat(1_000));
  const { diff } = await repository.change();
  expect(Buffer.byteLength(diff)).toBeLessThanOrEqual(200_000);
  expect(Buffer.byteLength(diff)).toBeGreaterThan(190_000);
  expect(diff.split("\n").at(-2)).toMatch(/^… cut at 200 kB: the rest of `2\.txt` and 2 more files\.$/);
});

test("of several roots each has its own change, under the names of the workspace", async () => {
  const files = { "one/engine.py": engine, "two/engine.py": engine };
  const repository = await repositoryOf(files, { roots: ["one", "two"] });
  await repository.write("two/engine.py", engine.replace("base", "tiny"));
  await mkdir(join(repository.path, "three"));
  await repository.write("three/outside.py", "x = 1\n");
  const change = await repository.change(undefined, [], "two");
  expect(change.files).toEqual([{ path: "two/engine.py", state: "modified", basePath: "two/engine.py" }]);
  expect(change.functions).toEqual([
    { name: "two.engine.run", place: { path: "two/engine.py", line: 4, endLine: 5 }, kind: "modified" },
  ]);
  await expect(repository.change(undefined, [], "one")).rejects.toMatchObject({ code: "nothing-changed" });
});
