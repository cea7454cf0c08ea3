import { execFileSync } from "node:child_process";
import { chmod, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type SearchEngine, searchEngines } from "../../../support/search-engines";
import { bundleSearchWorker } from "../../../support/search-worker";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

let outside: TemporaryWorkspace;
let temporary: TemporaryWorkspace;
let worker: Awaited<ReturnType<typeof bundleSearchWorker>>;
let engines: readonly [SearchEngine, SearchEngine];

const strangeName = "line\nbreak:12:\u202efdp.txt";

beforeAll(async () => {
  worker = await bundleSearchWorker();
  outside = await temporaryWorkspace({ "outside.txt": "needle\n", "folder/inner.txt": "needle\n" });
  temporary = await temporaryWorkspace({
    "plain.txt": "needle\n--pre=./evil.sh\n-e\n--files\n",
    "evil.sh": "#!/bin/sh\ntouch executed\necho needle\n",
    rgrc: "--pre=./evil.sh\n",
    [strangeName]: "needle in an odd name\n",
    "nul.bin": "needle\n\0\n",
    "late-nul.bin": `needle\n${"filler\n".repeat(20_000)}\0\nneedle\n`,
    "wide.txt": Buffer.from("\ufeffneedle wide\n", "utf16le"),
    "big-endian.txt": Buffer.from("\ufeffneedle wide\n", "utf16le").swap16(),
    "evil.txt": `${"a".repeat(40)}!\n`,
    "blank.txt": `${"a\n".repeat(50)}`,
    ".git/HEAD": "needle\n",
    ".github/workflow.yml": "needle\n",
    ".env": "SECRET=needle\n",
    "ignored/.gitignore": "*\n",
    "ignored/file.txt": "needle\n",
  });
  const { path } = temporary;
  await chmod(join(path, "evil.sh"), 0o755);
  await symlink(join(outside.path, "outside.txt"), join(path, "link.txt"));
  await symlink(join(outside.path, "folder"), join(path, "linked"));
  await symlink("/dev/zero", join(path, "zero"));
  execFileSync("mkfifo", [join(path, "fifo")]);
  await writeFile(join(path, "sparse.bin"), "");
  await truncate(join(path, "sparse.bin"), 5 * 2 ** 30);
  // A byte that is not UTF-8 in a name.
  execFileSync("sh", ["-c", "printf 'needle\\n' > \"$(printf 'caf\\351.txt')\""], { cwd: path });
  engines = searchEngines(temporary.workspace, worker.path);
});

afterAll(async () => {
  await Promise.all([temporary.dispose(), outside.dispose(), worker.dispose()]);
});

describe.each([
  ["ripgrep", 0],
  ["JavaScript", 1],
] as const)("%s", (_name, index) => {
  const search = (query: Parameters<SearchEngine["search"]>[0]) => engines[index].search(query);

  test("finds what is there, and nothing behind links, FIFOs, devices and NUL bytes", async () => {
    const { outcome, files } = await search({ pattern: "needle", output: "files" });
    expect({ outcome, paths: files.map(({ path }) => path) }).toEqual({
      outcome: "done",
      paths: [
        ".github/workflow.yml",
        "big-endian.txt",
        "caf\ufffd.txt",
        "evil.sh",
        "late-nul.bin",
        strangeName,
        "plain.txt",
        "wide.txt",
      ],
    });
  });

  test("shows the lines before a late NUL, and no warning of ripgrep's among them", async () => {
    const { files } = await search({ pattern: "needle" });
    const lines = files.map(
      ({ path, lines }) => `${path}: ${lines.map(({ line, text }) => `${line} ${text}`).join("; ")}`,
    );
    expect(lines).toContain("late-nul.bin: 1 needle");
    expect(lines).toContain(`${strangeName}: 1 needle in an odd name`);
    expect(lines).toContain("plain.txt: 1 needle");
  });

  test.each(["--pre=./evil.sh", "-e", "--files", "-f/etc/passwd", "--hostname-bin=./evil.sh"])(
    "takes the pattern %s for text, and runs nothing",
    async (pattern) => {
      await search({ pattern });
      await search({ pattern, under: "plain.txt" });
      await search({ pattern: "needle", glob: pattern });
      const type = await search({ pattern: "needle", type: pattern });
      expect(type.outcome).toBe("failed");
      await expect(stat(join(temporary.path, "executed"))).rejects.toThrow("ENOENT");
    },
  );

  test("obeys no RIPGREP_CONFIG_PATH", async () => {
    vi.stubEnv("RIPGREP_CONFIG_PATH", join(temporary.path, "rgrc"));
    const { outcome } = await search({ pattern: "needle" });
    vi.unstubAllEnvs();
    expect(outcome).toBe("done");
    await expect(stat(join(temporary.path, "executed"))).rejects.toThrow("ENOENT");
  });

  test.each([
    ["link.txt", "outside"],
    ["linked", "outside"],
    ["linked/inner.txt", "outside"],
    ["fifo", "not-a-file"],
    ["zero", "outside"],
    ["../", "outside"],
    ["nowhere", "missing"],
  ])("refuses to search %s", async (under, problem) => {
    await expect(search({ pattern: "needle", under })).rejects.toMatchObject({ problem });
  });

  test("searches an ignored folder that is named, but not below a rule that matches each of its files", async () => {
    const rows = async (under: string) => (await search({ pattern: "needle", under })).files.map(({ path }) => path);
    expect(await rows("ignored")).toEqual([]);
    expect(await rows("ignored/file.txt")).toEqual(["ignored/file.txt"]);
    expect(await rows(".git")).toEqual([".git/HEAD"]);
    expect(await rows("nul.bin")).toEqual([]);
  });

  test.each(["needle", "nowhere"])("does not tell whether %s is in a secret file", async (pattern) => {
    await expect(search({ pattern, under: ".env" })).rejects.toMatchObject({ problem: "secret" });
    expect(await search({ pattern, glob: ".env", output: "files" })).toEqual({ outcome: "done", files: [] });
  });

  test.each([
    ["{a,b}".repeat(30), "stands for more than 1000 patterns"],
    ["{1..10000}{1..10000}", "stands for more than 1000 patterns"],
    ["*".repeat(1001), "is longer than 1000 characters"],
  ])("refuses the glob bomb %.20s", async (glob, reason) => {
    await expect(search({ pattern: "needle", glob })).rejects.toThrow(reason);
    await expect(engines[index].files({ globs: [glob] })).rejects.toThrow(reason);
  });

  test.each([`${"*a".repeat(60)}b`, `${"**/a/".repeat(150)}b`, "+(+(+(a|aa)|a))b"])(
    "is not held up by the glob %.20s",
    async (glob) => {
      const start = performance.now();
      await search({ pattern: "needle", glob });
      await engines[index].files({ globs: [glob] });
      expect(performance.now() - start).toBeLessThan(5000);
    },
  );

  test.each(["\0", "a\0b", "\ud800", "a".repeat(10_001)])("refuses the pattern %j", async (pattern) => {
    expect((await search({ pattern })).outcome).toBe("bad-pattern");
  });

  test("rejects with the reason of the signal", async () => {
    const controller = new AbortController();
    const searching = engines[index].search({ pattern: "needle" }, controller.signal);
    controller.abort(new Error("stopped by the person"));
    await expect(searching).rejects.toThrow("stopped by the person");
    await expect(engines[index].search({ pattern: "needle" }, controller.signal)).rejects.toThrow(
      "stopped by the person",
    );
  });
});

test("a catastrophic pattern ends at the deadline without holding up the event loop", async () => {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const start = performance.now();
  const { outcome, files } = await engines[1].search({ pattern: "^(a|aa)+$|needle", output: "files", timeout: 1500 });
  const elapsed = performance.now() - start;
  delay.disable();
  expect(outcome).toBe("timed-out");
  // What came before the file that the pattern hangs on is kept.
  expect(files.map(({ path }) => path)).toContain(".github/workflow.yml");
  expect(elapsed).toBeLessThan(4000);
  expect(delay.max / 1e6).toBeLessThan(500);
  const linear = await engines[0].search({ pattern: "^(a|aa)+$|needle", output: "files" });
  expect(linear.outcome).toBe("done");
});

test("a rule file that hangs a backtracking matcher is stopped as well", async () => {
  const { workspace, dispose } = await temporaryWorkspace({
    ".gitignore": `${"*a".repeat(28)}b\n`,
    [`${"a".repeat(200)}`]: "needle\n",
  });
  const [ripgrep, javaScript] = searchEngines(workspace, worker.path);
  expect((await ripgrep.search({ pattern: "needle" })).files).toHaveLength(1);
  expect((await javaScript.search({ pattern: "needle", timeout: 1000 })).outcome).toBe("timed-out");
  await dispose();
});

test("a rule file that never ends holds nobody up beyond the deadline", async () => {
  const { path, workspace, dispose } = await temporaryWorkspace({ "a.txt": "needle\n", "folder/b.txt": "needle\n" });
  await symlink("/dev/zero", join(path, "folder/.gitignore"));
  const [ripgrep, javaScript] = searchEngines(workspace, worker.path);
  expect((await ripgrep.search({ pattern: "needle", timeout: 1000 })).outcome).toBe("timed-out");
  const { outcome, files } = await javaScript.search({ pattern: "needle" });
  expect([outcome, files.length]).toEqual(["done", 2]);
  await dispose();
});

test("a broken rule is passed over, above the searched folder too", async () => {
  const { workspace, dispose } = await temporaryWorkspace({
    ".gitignore": "x{\n*.log\n",
    "src/a.py": "needle\n",
    "src/b.log": "needle\n",
  });
  for (const engine of searchEngines(workspace, worker.path)) {
    for (const under of [".", "src"]) {
      const { outcome, files, message } = await engine.search({ pattern: "needle", under });
      expect([outcome, files.map(({ path }) => path), message]).toEqual(["done", ["src/a.py"], undefined]);
    }
  }
  await dispose();
});

test("a line of 50 MB is shown by its first 500 characters", async () => {
  const { workspace, dispose } = await temporaryWorkspace({ "bundle.js": `${"x".repeat(50 << 20)}needle\nneedle\n` });
  for (const engine of searchEngines(workspace, worker.path)) {
    const { files } = await engine.search({ pattern: "needle" });
    expect(files[0]?.lines.map(({ line, text }) => [line, text.length])).toEqual([
      [1, 500],
      [2, 6],
    ]);
  }
  await dispose();
});
