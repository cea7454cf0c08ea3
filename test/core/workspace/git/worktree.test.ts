import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addWorktree, type Worktree } from "../../../../src/core/workspace/git/worktree";
import { createNodeWorkspace } from "../../../../src/core/workspace/node-workspace";
import { startProcess } from "../../../../src/core/workspace/processes/start-process";
import { folderTexts, type TemporaryRepository, temporaryRepository } from "../../../support/temporary-repository";

let repository: TemporaryRepository;
let storage: string;
const open: Worktree[] = [];

beforeEach(async () => {
  repository = await temporaryRepository();
  storage = join(repository.folder, "storage");
});
afterEach(async () => {
  for (const worktree of open.splice(0)) await worktree.remove();
  await repository.dispose();
});

async function add(commit: string, path = repository.path, signal = new AbortController().signal): Promise<Worktree> {
  const worktree = await addWorktree({ name: "project", path }, commit, storage, signal);
  open.push(worktree);
  return worktree;
}

/** Everything of the repository that is the person's. */
function state(): unknown {
  const { git } = repository;
  return [
    git("status", "--porcelain=v2", "--branch", "--show-stash", "--ignored"),
    git("for-each-ref"),
    git("reflog", "--all"),
    git("ls-files", "--stage", "--debug"),
    readdirSync(join(repository.path, ".git")),
  ];
}

test("a commit stands beside the working tree, which stays as it is, locked or not", async () => {
  const { git, commit, write } = repository;
  const base = await commit({ "engine.py": "one", "deep/er/part.py": "part" });
  await commit({ "engine.py": "two" });
  await write({ "engine.py": "stashed" });
  git("stash", "--quiet");
  await write({ "engine.py": "staged" });
  git("add", "engine.py");
  await write({ "engine.py": "three", "new.py": "new" });
  const before = state();
  const locks = ["index", "HEAD", "config", "packed-refs", "shallow", "refs/heads/main"].map(
    (name) => `.git/${name}.lock`,
  );
  await write(Object.fromEntries(locks.map((lock) => [lock, ""])));
  const worktree = await add(base);
  expect(folderTexts(worktree.path)).toEqual({ "engine.py": "one", "deep/er/part.py": "part" });
  expect(worktree).toMatchObject({ notes: [] });
  expect(git("-C", worktree.path, "status", "--porcelain")).toBe("");
  expect(git("-C", worktree.path, "rev-parse", "HEAD")).toBe(base);
  const other = await add("HEAD");
  expect(folderTexts(other.path)).toMatchObject({ "engine.py": "two" });
  await worktree.remove();
  expect(folderTexts(other.path)).toMatchObject({ "engine.py": "two" });
  await other.remove();
  await other.remove();
  for (const lock of locks) await rm(join(repository.path, lock));
  expect(state()).toEqual(before);
  expect(readdirSync(storage)).toEqual([]);
});

test("what git ignores is linked; what is built from code, ours, or tracked in the base is not", async () => {
  const { commit, write, path } = repository;
  const ignored = ".venv\nmodels\n*.env\n__pycache__\nbuild\n*.so\ndata\noutside\n.ml-engineer/cache\n";
  const outside = join(repository.folder, "elsewhere");
  await mkdir(outside);
  await symlink(outside, join(path, "way"));
  const base = await commit({ "app/engine.py": "one", "web/main.js": "web", ".gitignore": ignored });
  await rm(join(path, "way"));
  await write({
    ".venv/pyvenv.cfg": "",
    "app/models/small.bin": "",
    "app/service.env": "",
    "data/clips/a.wav": "",
    "way/inside.env": "",
    "way/inside.py": "",
    "added/deep/x.env": "",
    "added/deep/x.py": "",
    "env/pyvenv.cfg": "",
    "web/node_modules/a.js": "",
    "added.py": "",
    "build/x.js": "",
    "app/fast.so": "",
    "app/__pycache__/engine.pyc": "",
    ".ml-engineer/cache/x": "",
    ".ml-engineer/engine.py": "",
  });
  const worktree = await add(base);
  const link = (name: string) => [name, `→ ${join(path, name)}`];
  const linked = [".venv", "added/deep/x.env", "app/models", "app/service.env", "data", "env", "web/node_modules"];
  expect(folderTexts(worktree.path)).toEqual({
    ".gitignore": ignored,
    "app/engine.py": "one",
    "web/main.js": "web",
    way: `→ ${outside}`,
    ...Object.fromEntries(linked.map(link)),
  });
  expect(worktree.linkedFolders).toEqual([path]);
  expect(worktree.notes).toEqual([
    "Linked from the working tree, since git does not keep it: `.venv`, `added/deep/x.env`, `app/models`, `app/service.env`, `data`, `env`, `web/node_modules`.",
    "Not in the base, since it is built from the code of the working tree: `app/fast.so`, `build`.",
  ]);
  expect(readdirSync(outside)).toEqual([]);
  await worktree.remove();
  expect(existsSync(join(path, "data/clips/a.wav"))).toBe(true);
  expect(existsSync(join(path, ".venv/pyvenv.cfg"))).toBe(true);
});

test("our folder is what it is in the working tree, without its runs", async () => {
  const { commit, write } = repository;
  const base = await commit({ ".ml-engineer/engine.py": "old", ".ml-engineer/old.py": "", "engine.py": "" });
  await write({ ".ml-engineer/engine.py": "new", ".ml-engineer/runs/1/run.json": "", ".ml-engineer/lib/x.py": "x" });
  await write({ ".ml-engineer/__pycache__/engine.pyc": "" });
  await rm(join(repository.path, ".ml-engineer/old.py"));
  await symlink("../engine.py", join(repository.path, ".ml-engineer/link.py"));
  const worktree = await add(base);
  await worktree.overlay(".ml-engineer", [".ml-engineer/runs"]);
  expect(folderTexts(join(worktree.path, ".ml-engineer"))).toEqual({
    "engine.py": "new",
    "lib/x.py": "x",
    "link.py": "→ ../engine.py",
  });
  await rm(join(worktree.path, ".ml-engineer"), { recursive: true });
  await symlink(repository.path, join(worktree.path, ".ml-engineer"));
  await expect(worktree.overlay(".ml-engineer/runs", [])).rejects.toThrow("`.ml-engineer/runs` leads out of the base.");
  await worktree.overlay(".ml-engineer", []);
  expect(folderTexts(join(worktree.path, ".ml-engineer"))).toMatchObject({ "engine.py": "new" });
});

test("a root that is a part of its repository has its counterpart", async () => {
  const { commit, write, path, folder } = repository;
  const first = await commit({ "readme.md": "" });
  const base = await commit({ "packages/speech/engine.py": "one", ".gitignore": ".venv\n" });
  await write({ ".venv/x": "", "packages/speech/.venv/x": "" });
  const root = join(path, "packages/speech");
  const worktree = await add(base, root);
  expect(folderTexts(worktree.path)).toEqual({ "engine.py": "one", ".venv": `→ ${root}/.venv` });
  expect(worktree.linkedFolders).toEqual([path]);
  await expect(add(first, root)).rejects.toMatchObject({
    problem: "no-folder",
    message: "The base has no folder `packages/speech`.",
    hint: "Choose a base in which the folder exists.",
  });
  await rm(join(path, "packages"), { recursive: true });
  await symlink(folder, join(path, "packages"));
  const astray = await commit({});
  await rm(join(path, "packages"));
  await mkdir(join(folder, "speech"));
  await mkdir(root, { recursive: true });
  await expect(add(astray, root)).rejects.toMatchObject({ problem: "no-folder" });
  await worktree.remove();
  expect(readdirSync(storage)).toEqual([]);
});

test("programs of a linked environment are started in the worktree", async () => {
  const { commit, path } = repository;
  const base = await commit({ "engine.py": "print('base')", ".gitignore": ".venv\n" });
  await mkdir(join(path, ".venv/bin"), { recursive: true });
  await symlink("/usr/bin/python3", join(path, ".venv/bin/python"));
  const worktree = await add(base);
  const run = async (linkedFolders: readonly string[]) => {
    const options = { folders: [worktree.path], trusted: true, assetsFolder: resolve("dist"), linkedFolders };
    const { signal } = new AbortController();
    const order = { command: [".venv/bin/python", "engine.py"], workingFolder: ".", environment: {}, signal };
    const running = await startProcess(order, await createNodeWorkspace(options));
    const lines: string[] = [];
    for await (const line of running.lines) lines.push(line.text);
    return lines;
  };
  expect(await run(worktree.linkedFolders)).toEqual(["base"]);
  await expect(run([])).rejects.toThrow("The program `.venv/bin/python` leads out of the workspace.");
});

test("cancelling leaves nothing behind", async () => {
  const base = await repository.commit({ "engine.py": "one" });
  const cancel = new AbortController();
  const adding = add(base, repository.path, cancel.signal);
  const before = setInterval(() => {
    if (existsSync(storage) && readdirSync(storage).length > 0) cancel.abort();
  }, 1);
  await expect(adding).rejects.toMatchObject({ name: "AbortError" });
  clearInterval(before);
  expect(readdirSync(storage)).toEqual([]);
  expect(existsSync(join(repository.path, ".git/worktrees"))).toBe(false);
});
