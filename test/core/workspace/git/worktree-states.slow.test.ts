import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addWorktree } from "../../../../src/core/workspace/git/worktree";
import { folderTexts, type TemporaryRepository, temporaryRepository } from "../../../support/temporary-repository";

let repository: TemporaryRepository;
let storage: string;

beforeEach(async () => {
  repository = await temporaryRepository();
  storage = join(repository.folder, "storage");
});
afterEach(() => repository.dispose());

/** What is in a worktree, and its notes; or why there is none. It is removed again. */
async function look(commit: string, path = repository.path, to = storage): Promise<unknown> {
  try {
    const worktree = await addWorktree({ name: "project", path }, commit, to, new AbortController().signal);
    const found = { files: folderTexts(worktree.path), notes: worktree.notes };
    await worktree.remove();
    return found;
  } catch (error) {
    if (!(error instanceof Error && "hint" in error && "problem" in error)) throw error;
    return `${error.problem}: ${error.message} ${error.hint}`;
  }
}

/** Another repository beside this one, made by git itself. */
function cloned(name: string, ...options: readonly string[]): string {
  const path = join(repository.folder, name);
  repository.git("clone", "--quiet", ...options, pathToFileURL(repository.path).href, path);
  return path;
}

test("nothing that the repository names is run", async () => {
  const { git, commit, write, path, folder } = repository;
  const ran = join(folder, "ran");
  const evil = join(folder, "evil.sh");
  execFileSync("sh", ["-c", `printf '#!/bin/sh\\necho "$0 $@" >> "${ran}"\\ncat\\n' > "${evil}"`]);
  await chmod(evil, 0o755);
  const attributes = "*.py filter=shown\n*.txt filter=hidden\n*.bin filter=with.dots\n*.cfg filter=none\n";
  const base = await commit({ "a.py": "a", "b.txt": "b", "c.bin": "c", "d.cfg": "d", ".gitattributes": attributes });
  for (const driver of ["shown", "with.dots"]) {
    for (const kind of ["smudge", "clean", "process"]) git("config", `filter.${driver}.${kind}`, evil);
    git("config", `filter.${driver}.required`, "true");
  }
  await write({ ".git/evil-config": `[filter "hidden"]\n\tsmudge = ${evil}\n\trequired = true\n` });
  git("config", "includeIf.gitdir:**/worktrees/**.path", join(path, ".git/evil-config"));
  git("config", "core.fsmonitor", evil);
  git("config", "core.hooksPath", join(folder, "hooks"));
  for (const hook of ["post-checkout", "post-index-change", "reference-transaction"]) {
    for (const place of [join(folder, "hooks"), join(path, ".git/hooks")]) {
      await mkdir(place, { recursive: true });
      execFileSync("ln", ["-sf", evil, join(place, hook)]);
    }
  }
  expect(await look(base)).toEqual({
    files: { "a.py": "a", "b.txt": "b", "c.bin": "c", "d.cfg": "d", ".gitattributes": attributes },
    notes: [
      "Content filters are not run, so these files of the base are as git stores them: `a.py`, `b.txt`, `c.bin`, `d.cfg`.",
    ],
  });
  expect(existsSync(ran)).toBe(false);
  git("config", "filter.a=b.smudge", evil);
  expect(await look(base)).toBe(
    "failed: The content filter `a=b` cannot be switched off by its name. Rename it in the configuration of git.",
  );
  expect(existsSync(ran)).toBe(false);
  // They do run where nobody keeps them from it.
  expect(() => git("worktree", "add", "--quiet", "--detach", join(folder, "plain"), base)).toThrow();
  expect(existsSync(ran)).toBe(true);
});

test("files of Git LFS come from its store, or stay pointers and are named", async () => {
  const { commit, write } = repository;
  const model = "a model";
  const id = createHash("sha256").update(model).digest("hex");
  const pointer = (oid: string) =>
    `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${model.length}\n`;
  const missing = "0".repeat(64);
  await write({ [`.git/lfs/objects/${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`]: model });
  const texts = { "a.bin": pointer(id), "b.bin": pointer(missing), "c.bin": "no pointer" };
  const attributes = "*.bin filter=lfs diff=lfs merge=lfs -text\n";
  const base = await commit({ ...texts, ".gitattributes": attributes });
  expect(await look(base)).toEqual({
    files: { ...texts, "a.bin": model, ".gitattributes": attributes },
    notes: ["Git LFS has not fetched these files of the base, which are pointers in it: `b.bin`."],
  });
});

test("submodules are empty, and a submodule has worktrees of its own", async () => {
  const { git, commit, path } = repository;
  const part = await temporaryRepository("part");
  await part.commit({ "decoder.py": "decoder" });
  await commit({ "engine.py": "one" });
  git("submodule", "--quiet", "add", pathToFileURL(part.path).href, "parts/decoder");
  git("config", "submodule.recurse", "true");
  const base = await commit({});
  const modules = expect.stringContaining("parts/decoder");
  expect(await look(base)).toEqual({
    files: { ".gitmodules": modules, "engine.py": "one" },
    notes: ["Submodules are empty in the base: `parts/decoder`."],
  });
  expect(await look("HEAD", join(path, "parts/decoder"))).toEqual({ files: { "decoder.py": "decoder" }, notes: [] });
  expect(existsSync(join(path, ".git/modules/parts/decoder/worktrees"))).toBe(false);
  await part.dispose();
});

test("shallow and partial clones have what they have, and say how to get the rest", async () => {
  const { commit } = repository;
  const first = await commit({ "engine.py": "one" });
  const last = await commit({ "engine.py": "two" });
  const shallow = cloned("shallow", "--depth=1");
  expect(await look(last, shallow)).toEqual({ files: { "engine.py": "two" }, notes: [] });
  expect(await look(first, shallow)).toBe(
    `no-commit: There is no commit \`${first}\` in this repository. This clone is shallow: \`git fetch --unshallow\` gets what is missing.`,
  );
  repository.git("config", "uploadpack.allowFilter", "true");
  const partial = cloned("partial", "--filter=blob:none");
  expect(await look(last, partial)).toEqual({ files: { "engine.py": "two" }, notes: [] });
  const missing = await look(first, partial);
  expect(missing).toMatch(/^objects-missing: Not all files of the base are on this machine: /);
  expect(missing).toMatch(`In a terminal, \`git archive --output=base.tar ${first.slice(0, 12)}\` fetches them.`);
  for (const clone of [shallow, partial]) expect(existsSync(join(clone, ".git/worktrees"))).toBe(false);
});

test("worktrees, detached heads, conflicts and sparse checkouts are repositories like others", async () => {
  const { git, commit, folder } = repository;
  const base = await commit({ "engine.py": "one", "docs/x.md": "" });
  const other = join(folder, "other");
  git("worktree", "add", "--quiet", "-b", "side", other);
  expect(await look(base, other)).toMatchObject({ files: { "engine.py": "one" } });
  expect(readdirSync(join(repository.path, ".git/worktrees"))).toEqual(["other"]);
  git("checkout", "--quiet", "--detach");
  await commit({ "engine.py": "two" });
  expect(await look(base)).toMatchObject({ files: { "engine.py": "one" } });
  git("checkout", "--quiet", "-b", "conflict", base);
  const theirs = await commit({ "engine.py": "three" });
  git("checkout", "--quiet", "-b", "ours", base);
  await commit({ "engine.py": "four" });
  expect(() => git("merge", "--quiet", theirs)).toThrow();
  expect(await look(base)).toMatchObject({ files: { "engine.py": "one" } });
  git("merge", "--abort");
  git("sparse-checkout", "set", "--cone", "docs");
  expect(await look(base)).toEqual({ files: { "docs/x.md": "", "engine.py": "one" }, notes: [] });
});

test("where there can be no worktree, the reason is said with what to do", async () => {
  const { git, commit, path, folder } = repository;
  expect(await look("HEAD")).toBe("no-commit: The repository has no commit yet. Commit something first.");
  await commit({ "engine.py": "one" });
  expect(await look("f".repeat(40))).toBe(
    `no-commit: There is no commit \`${"f".repeat(40)}\` in this repository. Fetch it, or choose another base.`,
  );
  expect(await look("--detach")).toMatch(/^no-commit: There is no commit `--detach`/);
  expect(await look("HEAD", path, join(path, "inside"))).toBe(
    "failed: The base cannot be checked out inside of its own repository. Choose a folder elsewhere.",
  );
  expect(await look("HEAD", folder)).toBe(
    "no-repository: The folder is in no git repository. Open a folder of a git repository.",
  );
  expect(await look("HEAD", join(path, ".git"))).toMatch(/^no-repository: The folder lies in git's own data/);
  git("clone", "--quiet", "--bare", ".", join(folder, "bare.git"));
  expect(await look("HEAD", join(folder, "bare.git"))).toMatch(/^no-repository: /);
  const kept = process.env.PATH;
  process.env.PATH = join(folder, "nothing");
  expect(await look("HEAD")).toBe("no-git: There is no git program on this machine. Install git.");
  process.env.PATH = kept;
});
