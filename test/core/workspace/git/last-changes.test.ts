import { execFileSync } from "node:child_process";
import { access, chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findGit } from "../../../../src/core/workspace/git/find-git";
import { type LastChanges, lastChanges } from "../../../../src/core/workspace/git/last-changes";

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-git-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  return gitAt("2026-03-01T12:00:00Z", ...args);
}

function gitAt(date: string, ...args: readonly string[]): string {
  const env = { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: "2020-01-01T00:00:00Z" };
  const person = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "init.defaultBranch=main"];
  return execFileSync("git", [...person, ...args], { cwd: folder, env, encoding: "utf8", stdio: "pipe" }).trim();
}

async function commit(date: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  git("add", "-A");
  gitAt(date, "commit", "-q", "-m", "change");
}

async function changed(paths: readonly string[], since: string, below = ""): Promise<LastChanges> {
  const root = { name: "root", path: join(folder, below) };
  return await lastChanges(root, paths, since, new AbortController().signal);
}

async function shown(paths: readonly string[], since: string, below = ""): Promise<string> {
  const { changes, unknown } = await changed(paths, since, below);
  return [...[...changes].map((pair) => pair.join(" ")).sort(), ...(unknown === undefined ? [] : [unknown])].join(", ");
}

test("the newest commit after the day counts, also of what was renamed, deleted or has an odd name", async () => {
  git("init", "-q");
  const odd = "данные/a b*.py";
  await commit("2026-01-05T12:00:00Z", { "old.py": "1", "moved.py": "2", "gone.py": "3", "kept.py": "4", [odd]: "5" });
  git("mv", "moved.py", "new.py");
  await commit("2026-02-01T12:00:00Z", { "old.py": "1a" });
  git("rm", "-q", "gone.py");
  await commit("2026-02-03T12:00:00Z", { "old.py": "1b", [odd]: "5a" });
  await writeFile(join(folder, "kept.py"), "not committed");
  const all = ["old.py", "moved.py", "new.py", "gone.py", "kept.py", odd, "never.py", "*.py", ":(top)kept.py"];
  expect(await shown(all, "2026-01-05")).toBe(
    `gone.py 2026-02-03, moved.py 2026-02-01, new.py 2026-02-01, old.py 2026-02-03, ${odd} 2026-02-03`,
  );
  expect(await shown(all, "2026-02-01")).toBe(`gone.py 2026-02-03, old.py 2026-02-03, ${odd} 2026-02-03`);
  expect(await shown(all, "2026-02-03")).toBe("");
  expect(await shown(["kept.py"], "2026-01-04")).toBe("kept.py 2026-01-05");
});

test("the day is the committer's, wherever the clock stands", async () => {
  git("init", "-q");
  await commit("2026-01-06T00:30:00+14:00", { "east.py": "1" });
  await commit("2026-01-05T23:30:00-11:00", { "west.py": "1" });
  expect(await shown(["east.py", "west.py"], "2026-01-05")).toBe("east.py 2026-01-06");
});

test("a root below the top of the repository, and a merge that changed something itself", async () => {
  git("init", "-q");
  await commit("2026-01-01T12:00:00Z", { "asr/a.py": "base", "asr/b.py": "base", "a.py": "base" });
  git("checkout", "-q", "-b", "side");
  await commit("2026-02-01T12:00:00Z", { "asr/a.py": "side" });
  git("checkout", "-q", "main");
  await commit("2026-02-02T12:00:00Z", { "asr/a.py": "main", "a.py": "top" });
  expect(() => git("merge", "side")).toThrow();
  await commit("2026-02-10T12:00:00Z", { "asr/a.py": "both" });
  expect(await shown(["a.py", "b.py"], "2026-01-01", "asr")).toBe("a.py 2026-02-10");
});

test("no repository, no commit and no git can be told from no change", async () => {
  expect(await shown(["a.py"], "2026-01-01")).toBe("no-repository");
  git("init", "-q");
  expect(await shown(["a.py"], "2026-01-01")).toBe("");
  const path = process.env.PATH;
  try {
    process.env.PATH = folder;
    expect(await shown(["a.py"], "2026-01-01")).toBe("no-git");
  } finally {
    process.env.PATH = path;
  }
  const stopped = await lastChanges({ name: "r", path: folder }, ["a.py"], "2026-01-01", AbortSignal.abort());
  expect(stopped.unknown).toBe("stopped");
});

test("thousands of paths are one question", async () => {
  git("init", "-q");
  const names = Array.from({ length: 5_000 }, (_, index) => `${"deep/".repeat(20)}file-${index}.py`);
  await commit("2026-02-01T12:00:00Z", { [names[4_999] ?? ""]: "x" });
  expect((await changed(names, "2026-01-01")).changes.size).toBe(1);
});

test("git is never taken from the workspace", async () => {
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin/git"), "#!/bin/sh\n", { mode: 0o755 });
  const outside = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-path-")));
  await symlink(join(folder, "bin/git"), join(outside, "git"));
  expect(await findGit(`${folder}/bin:bin:.:${outside}`, [folder])).toBeUndefined();
  expect(await findGit(`${folder}/bin:${process.env.PATH}`, [folder])).toMatch(/^\/(?!.*ml-engineer-git)/);
  await rm(outside, { recursive: true });
});

test("no program that the repository's configuration names is run", async () => {
  git("init", "-q");
  await commit("2026-02-01T12:00:00Z", { "a.py": "1", ".gitattributes": "* diff=evil\n" });
  // A signed commit: its verification is what starts the program for signatures.
  const signed = git("cat-file", "commit", "HEAD").replace(
    /^(committer .*)$/m,
    "$1\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----",
  );
  const input = { cwd: folder, input: `${signed}\n`, encoding: "utf8" } as const;
  git("reset", "-q", "--soft", execFileSync("git", ["hash-object", "-t", "commit", "-w", "--stdin"], input).trim());
  const marker = join(folder, "ran");
  const program = join(folder, "evil.sh");
  await writeFile(program, `#!/bin/sh\necho "$0 $@" >> '${marker}'\n`);
  await chmod(program, 0o755);
  for (const key of [
    "core.fsmonitor",
    "gpg.program",
    "core.pager",
    "pager.log",
    "diff.external",
    "diff.evil.textconv",
  ]) {
    git("config", key, program);
  }
  for (const [key, value] of [
    ["log.showSignature", "true"],
    ["core.hooksPath", folder],
    ["color.ui", "always"],
    ["log.follow", "true"],
  ] as const) {
    git("config", key, value);
  }
  const wasRun = () =>
    access(marker).then(
      () => true,
      () => false,
    );
  // The trap works: git by itself runs the program.
  execFileSync("git", ["log", "-1"], { cwd: folder, stdio: "pipe" });
  expect(await wasRun()).toBe(true);
  await rm(marker);
  expect(await shown(["a.py"], "2026-01-01")).toBe("a.py 2026-02-01");
  expect(await wasRun()).toBe(false);
});

test("objects that a partial clone lacks are not fetched", async () => {
  git("init", "-q");
  await commit("2026-01-01T12:00:00Z", { "lib/a.py": "1" });
  await commit("2026-02-01T12:00:00Z", { "lib/a.py": "2" });
  const tree = git("rev-parse", "HEAD~1:lib");
  const marker = join(folder, "fetched");
  for (const [key, value] of [
    ["core.repositoryFormatVersion", "1"],
    ["extensions.partialClone", "origin"],
    ["remote.origin.promisor", "true"],
    ["remote.origin.url", `ext::touch ${marker}`],
    ["protocol.ext.allow", "always"],
  ] as const) {
    git("config", key, value);
  }
  await rm(join(folder, ".git/objects", tree.slice(0, 2), tree.slice(2)));
  const wasRun = () =>
    access(marker).then(
      () => true,
      () => false,
    );
  expect(() => git("log", "--name-only")).toThrow();
  expect(await wasRun()).toBe(true);
  await rm(marker);
  expect((await changed(["lib/a.py"], "2026-01-01")).unknown).toBe("failed");
  expect(await wasRun()).toBe(false);
});
