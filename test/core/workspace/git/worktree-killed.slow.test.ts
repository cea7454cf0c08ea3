import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addWorktree } from "../../../../src/core/workspace/git/worktree";
import { allProcesses } from "../../../../src/core/workspace/processes/process-tree";
import { processesWith } from "../../../support/engines/open-test-engine";

let folder: string;
let repository: string;
let storage: string;
let program: string;
let commit: string;

const git = (...parameters: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...parameters], {
    cwd: repository,
    encoding: "utf8",
  }).trim();

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-killed-")));
  [repository, storage, program] = [join(folder, "project"), join(folder, "storage"), join(folder, "child.mjs")];
  for (let part = 0; part < 24; part++) {
    await mkdir(join(repository, `part${part}`), { recursive: true });
    for (let file = 0; file < 50; file++) {
      await writeFile(join(repository, `part${part}`, `module${file}.py`), `value = ${part * file}\n`.repeat(100));
    }
  }
  await mkdir(storage);
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "state");
  commit = git("rev-parse", "HEAD");
  // Minified as the product is, because the guard is started from the text of a function.
  await build({
    entryPoints: [fileURLToPath(new URL("../../../support/worktree-child.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (...command: readonly string[]) =>
  spawn(process.execPath, [program, repository, commit, storage, ...command], {
    // Passed on to everything that is started, and so a mark of this test among others that run now.
    env: { ...process.env, TMPDIR: folder },
    stdio: ["pipe", "pipe", "inherit"],
  });

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on("data", (chunk) => {
      if (String(chunk).split("\n").includes(word)) resolve();
    });
  });
}

/** What is left: files of ours, what git knows of further worktrees, locks, and processes that work for them. */
function leftovers(): readonly string[] {
  return [
    ...readdirSync(storage),
    ...(existsSync(join(repository, ".git", "worktrees")) ? readdirSync(join(repository, ".git", "worktrees")) : []),
    ...readdirSync(join(repository, ".git")).filter((name) => name.endsWith(".lock") || name === "worktrees"),
    ...processesWith(`TMPDIR=${folder}`).map(String),
  ];
}

/** How many files of the revision are checked out; -1 when the worktree has not been begun. */
function filesThere(): number {
  const [tree] = readdirSync(storage).filter((name) => !name.endsWith(".json"));
  if (tree === undefined) return -1;
  return readdirSync(join(storage, tree), { recursive: true }).filter((name) => String(name).endsWith(".py")).length;
}

async function leftAfter(milliseconds: number): Promise<readonly string[]> {
  const deadline = performance.now() + milliseconds;
  while (leftovers().length > 0 && performance.now() < deadline) await sleep(20);
  return leftovers();
}

test("nothing of a worktree is left when its process is killed, 20 times, whatever it was doing", async () => {
  const state = git("status", "--porcelain=v2", "--branch");
  let halfway = 0;
  for (let round = 0; round < 20; round++) {
    const child = start();
    await said(child, "adding");
    if (round % 4 === 0) await sleep(round * 5);
    else if (round % 4 === 3) await said(child, "added");
    else while (filesThere() < (round % 4 === 1 ? 0 : round * 20)) await sleep(1);
    const files = filesThere();
    child.kill("SIGKILL");
    halfway += files >= 0 && files < 1200 ? 1 : 0;
    expect(await leftAfter(5000), `round ${round}`).toEqual([]);
  }
  expect(halfway).toBeGreaterThanOrEqual(5);
  expect(git("status", "--porcelain=v2", "--branch")).toBe(state);
});

test("an engine that writes into the worktree until it is killed leaves nothing of it", async () => {
  const script = [
    "import itertools, os, signal",
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "folder = os.getcwd()",
    "print('ready', flush=True)",
    "for number in itertools.count():",
    "    os.makedirs(f'{folder}/written/{number % 100}', exist_ok=True)",
    "    open(f'{folder}/written/{number % 100}/{number % 1000}', 'w').close()",
  ];
  const child = start("/usr/bin/python3", "-c", script.join("\n"));
  await said(child, "added");
  child.kill("SIGKILL");
  await sleep(3000);
  // The guard of the engine may take longer than that of the worktree; then the next one removes what is there.
  const worktree = await addWorktree({ name: "p", path: repository }, commit, storage, new AbortController().signal);
  await worktree.remove();
  expect(leftovers()).toEqual([]);
});

test("what stays because the guard was killed too goes before the next worktree is added", async () => {
  const child = start();
  await said(child, "added");
  const guards = allProcesses().filter(({ parent }) => parent === child.pid);
  expect(guards).toHaveLength(1);
  for (const { pid } of guards) process.kill(pid, "SIGKILL");
  child.kill("SIGKILL");
  await sleep(300);
  // The checkout, the folder for what is written meanwhile, and the claim on both.
  expect(readdirSync(storage)).toHaveLength(3);
  const living = start();
  await said(living, "added");
  const worktree = await addWorktree(
    { name: "project", path: repository },
    commit,
    storage,
    new AbortController().signal,
  );
  // Of the one that lives, and of ours.
  expect(readdirSync(storage)).toHaveLength(6);
  await worktree.remove();
  living.stdin.end();
  await new Promise((resolve) => living.on("exit", resolve));
  expect(leftovers()).toEqual([]);
});
