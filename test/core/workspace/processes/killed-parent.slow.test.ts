import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostile, processesWith } from "../../../support/engines/open-test-engine";

let folder: string;
let program: string;

// Minified as the product is, because the guard is started from the text of a function.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ml-engineer-parent-"));
  program = join(folder, "parent.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("../../../support/engines/parent.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    logLevel: "error",
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ["well", 1, "SIGKILL"],
  ["ignores-sigterm", 1, "SIGKILL"],
  ["children 1", 4, "SIGKILL"],
  ["children 1", 4, "SIGINT"],
  ["hang-later 1", 1, "SIGTERM"],
] as const)("%s: nothing of it is left two seconds after its parent got a signal", async (mode, fewest, signal) => {
  const word = randomUUID();
  const parent = spawn(process.execPath, [program, "/usr/bin/python3", hostile, ...mode.split(" ")], {
    cwd: folder,
    env: { PATH: process.env.PATH, TEST: word },
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(await firstLine(parent)).toContain("heard a");
  const before = processesWith(`TEST=${word}`).filter((pid) => pid !== parent.pid);
  expect(before.length).toBeGreaterThanOrEqual(fewest);
  parent.kill(signal);
  const deadline = performance.now() + 2000;
  while (performance.now() < deadline && processesWith(`TEST=${word}`).length > 0) await sleep(50);
  expect(processesWith(`TEST=${word}`)).toEqual([]);
});

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout?.once("data", (chunk) => resolve(String(chunk))));
}
