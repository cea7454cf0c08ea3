import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { differencesFrom } from "../../../../src/core/workspace/git/differences";
import { openRepository } from "../../../../src/core/workspace/git/repository";
import { makeFifo, type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

let fixture: TemporaryWorkspace;
beforeEach(async () => {
  fixture = await temporaryWorkspace({ "engine.py": "one\n", "old.py": "old\n", "a folder/ü.py": "x\n" });
  git("init", "--quiet", "--initial-branch=main");
  commit("first");
});
afterEach(() => fixture.dispose());

function git(...parameters: readonly string[]): string {
  const identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always"];
  return execFileSync("git", [...identity, ...parameters], {
    cwd: fixture.path,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}

function commit(message: string): void {
  git("add", ".");
  git("commit", "--quiet", "--message", message);
}

const write = (name: string, text: string) => writeFile(join(fixture.path, name), text);

async function differences(folder = fixture.path): Promise<readonly string[]> {
  const repository = await openRepository({ name: "root", path: folder }, new AbortController().signal);
  const found = await differencesFrom("HEAD", repository, (path) => path.startsWith("results/"));
  return found.map(({ path, state, kind }) => `${state} ${kind} ${JSON.stringify(path)}`);
}

test("differences are found by content, whatever files are called and whatever lies in their place", async () => {
  expect(await differences()).toEqual([]);
  await utimes(join(fixture.path, "engine.py"), 1, 1);
  await chmod(join(fixture.path, "engine.py"), 0o755);
  expect(await differences()).toEqual([]);
  await write("a folder/ü.py", "y\n");
  await write('new\n"line\\.py', "new\n");
  await rm(join(fixture.path, "old.py"));
  await rm(join(fixture.path, "engine.py"));
  makeFifo(join(fixture.path, "engine.py"));
  await symlink("/etc/passwd", join(fixture.path, "link"));
  await mkdir(join(fixture.path, "results"));
  await write("results/run.json", "{}");
  expect(await differences()).toEqual([
    'modified file "a folder/ü.py"',
    'modified other "engine.py"',
    'added link "link"',
    'added file "new\\n\\"line\\\\.py"',
    'deleted file "old.py"',
  ]);
});

test("a root below the repository sees its own files, under its own names", async () => {
  await write("engine.py", "two\n");
  await write("a folder/ü.py", "y\n");
  expect(await differences(join(fixture.path, "a folder"))).toEqual(['modified file "ü.py"']);
});

test("a file in conflict is one difference", async () => {
  git("checkout", "--quiet", "-b", "other");
  await write("engine.py", "other\n");
  commit("other");
  git("checkout", "--quiet", "main");
  await write("engine.py", "ours\n");
  commit("ours");
  expect(() => git("merge", "other")).toThrow();
  expect(await differences()).toEqual(['modified file "engine.py"']);
});

test("a submodule is listed when its commit differs, and is a repository of its own when it is the root", async () => {
  const library = join(fixture.path, "library");
  git("init", "--quiet", "library");
  await writeFile(join(library, "model.py"), "one\n");
  const inside = (...parameters: readonly string[]) => git("-C", library, ...parameters);
  inside("add", ".");
  inside("commit", "--quiet", "-m", "library");
  git("submodule", "--quiet", "add", "./library");
  commit("submodule");
  await writeFile(join(library, "model.py"), "two\n");
  expect(await differences()).toEqual([]);
  expect(await differences(library)).toEqual(['modified file "model.py"']);
  inside("commit", "--quiet", "--all", "-m", "two");
  expect(await differences()).toEqual(['modified submodule "library"']);
});

test("nothing that the repository names is started", async () => {
  const mark = join(fixture.path, ".git", "started");
  const program = join(fixture.path, ".git", "program.sh");
  await writeFile(program, `#!/bin/sh\ntouch '${mark}'\ncat\n`, { mode: 0o755 });
  await write(".gitattributes", "* filter=planted diff=planted\n*.txt filter=an.other\n");
  await write("notes.txt", "old\n");
  commit("attributes");
  const settings = {
    "filter.planted.clean": program,
    "filter.planted.smudge": program,
    "filter.planted.required": "true",
    "filter.an.other.process": program,
    "diff.planted.textconv": program,
    "diff.planted.command": program,
    "diff.external": program,
    "core.fsmonitor": program,
    "core.pager": program,
    "core.sshCommand": program,
    "gpg.program": program,
    "log.showSignature": "true",
    "extensions.partialClone": "origin",
    "remote.origin.url": `ext::${program}`,
    "remote.origin.promisor": "true",
  };
  for (const [name, value] of Object.entries(settings)) git("config", name, value);
  // As long as before, and written right after the index: git compares such a file by its content.
  await write("engine.py", "two\n");
  await write("notes.txt", "new\n");
  await utimes(join(fixture.path, "old.py"), 1, 1);
  await rename(join(fixture.path, "a folder"), join(fixture.path, "folder"));
  expect(await differences()).toEqual([
    'deleted file "a folder/ü.py"',
    'modified file "engine.py"',
    'added file "folder/ü.py"',
    'modified file "notes.txt"',
  ]);
  expect(existsSync(mark)).toBe(false);
  // The planted programs do start when git is asked as usual.
  git("-c", "extensions.partialClone=", "-c", "core.fsmonitor=false", "diff", "--no-ext-diff", "--stat");
  expect(existsSync(mark)).toBe(true);
});
