import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readMachineUse, shareOfOthers } from "../../../../src/core/workspace/processes/machine-use";
import { watchGraphics } from "../../../../src/core/workspace/processes/watch-graphics";
import { watchUse } from "../../../../src/core/workspace/processes/watch-use";
import { watchUseByListing } from "../../../../src/core/workspace/processes/watch-use-by-listing";

const mebibyte = 1024 * 1024;
const started: ReturnType<typeof spawn>[] = [];

afterEach(() => {
  for (const child of started.splice(0)) if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
});

/** Runs Python until it prints a line. */
async function python(text: string): Promise<number> {
  const child = spawn("/usr/bin/python3", ["-c", text], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  await once(child.stdout, "data");
  return child.pid ?? 0;
}

const hold = (size: number) => `m = bytearray(${size} << 20)\nm[::4096] = b"1" * len(m[::4096])`;
const stay = 'print("ready", flush=True)\nimport time\ntime.sleep(60)';

describe("peak memory", () => {
  test("of one process is its high-water mark, though it was over before anybody looked", async () => {
    const watch = watchUse(await python(`${hold(150)}\ndel m\n${stay}`), "python3", { onExceeded: () => {} });
    watch.close();
    expect((watch.peakMemory() ?? 0) / mebibyte).toBeGreaterThan(150);
    expect((watch.peakMemory() ?? 0) / mebibyte).toBeLessThan(175);
    expect(watch.note()).toBeUndefined();
  });

  test("of workers that share a model counts the model once", async () => {
    const pid = await python(`${hold(100)}\nimport os\nfor _ in range(3):\n  if os.fork() == 0: break\n${stay}`);
    const watch = watchUse(pid, "python3", { onExceeded: () => {} });
    await sleep(600);
    watch.close();
    expect((watch.peakMemory() ?? 0) / mebibyte).toBeGreaterThan(100);
    expect((watch.peakMemory() ?? 0) / mebibyte).toBeLessThan(150);
    expect(watch.note()).toContain("shares");
  });

  test("of workers that have their own is the sum", async () => {
    const pid = await python(`import os\nfor _ in range(2):\n  if os.fork() == 0: break\n${hold(60)}\n${stay}`);
    const watch = watchUse(pid, "python3", { onExceeded: () => {} });
    await sleep(800);
    watch.close();
    expect((watch.peakMemory() ?? 0) / mebibyte).toBeGreaterThan(180);
    expect((watch.peakMemory() ?? 0) / mebibyte).toBeLessThan(230);
  });

  test.each(["docker", "/usr/bin/podman"])("of a container behind %s is not measured", async (program) => {
    const watch = watchUse(process.pid, program, { onExceeded: () => {} });
    expect(watch.peakMemory()).toBeUndefined();
    expect(watch.note()).toContain("container");
  });

  test("by ps, as on other systems, comes near", async () => {
    const watch = watchUseByListing(await python(`${hold(80)}\n${stay}`), { onExceeded: () => {} });
    await sleep(700);
    watch.close();
    expect((watch.peakMemory() ?? 0) / mebibyte).toBeGreaterThan(80);
    expect((watch.peakMemory() ?? 0) / mebibyte).toBeLessThan(105);
  });
});

const group = `/sys/fs/cgroup/memory/ml-engineer-${process.pid}`;
const hasGroups = process.getuid?.() === 0 && existsSync("/sys/fs/cgroup/memory/memory.max_usage_in_bytes");

test.runIf(hasGroups)("a control group of its own says what its daemons had, too", async () => {
  mkdirSync(group);
  const pid = await python(
    `import os, sys\nopen("${group}/cgroup.procs", "w").write(str(os.getpid()))\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    m = bytearray(120 << 20)\n    m[::4096] = b"1" * len(m[::4096])\n    os._exit(0)\n  os.wait()\n  os._exit(0)\nos.wait()\n${stay}`,
  );
  const watch = watchUse(pid, "python3", { onExceeded: () => {} });
  watch.close();
  expect((watch.peakMemory() ?? 0) / mebibyte).toBeGreaterThan(120);
  expect(watch.note()).toContain("control group");
  process.kill(pid, "SIGKILL");
  started.pop();
  await vi.waitFor(() => rmdirSync(group), { timeout: 5000 });
});

describe("graphics memory", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("is not measured without nvidia-smi", async () => {
    vi.stubEnv("PATH", "/nowhere");
    const watch = watchGraphics(() => new Set([process.pid]));
    await vi.waitFor(() => expect(watch.note()).toContain("there is no nvidia-smi"));
    expect(watch.peakMemory()).toBeUndefined();
  });

  test("is the highest sum over the engine's processes, and of no others", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ml-engineer-nvidia-"));
    const listing = "printf '11, 500\\n12, 300\\n99, 9000\\n11, 700\\n12, [N/A]\\n11, 100\\n'; exec sleep 60";
    writeFileSync(join(folder, "nvidia-smi"), `#!/bin/sh\n${listing}\n`, { mode: 0o755 });
    vi.stubEnv("PATH", `${folder}:/bin`);
    const watch = watchGraphics(() => new Set([11, 12]));
    await vi.waitFor(() => expect(watch.peakMemory()).toBe(1000));
    expect(watch.note()).toBeUndefined();
    watch.close();
    rmSync(folder, { recursive: true });
  });
});

test("processor time has that of children, waited for and not", async () => {
  const burn = "import time\nwhile time.process_time() < 0.3: pass";
  const pid = await python(
    `import subprocess, sys\nsubprocess.run([sys.executable, "-c", """${burn}"""])\nsubprocess.Popen([sys.executable, "-c", """${burn}\ntime.sleep(60)"""])\n${burn}\ntime.sleep(1)\n${stay}`,
  );
  const watch = watchUse(pid, "python3", { onExceeded: () => {} });
  watch.close();
  expect(watch.cpu()).toBeGreaterThan(0.85);
  expect(watch.cpu()).toBeLessThan(1.4);
});

test("the share of others is what our own seconds do not explain", () => {
  const before = { load: 0, busy: 100, total: 1000 };
  expect(shareOfOthers(before, { load: 1, busy: 110, total: 1020 }, 6)).toBeCloseTo(0.2);
  expect(shareOfOthers(before, { load: 1, busy: 105, total: 1020 }, 6)).toBe(0);
  expect(shareOfOthers(before, { load: 1 }, 6)).toBeUndefined();
  expect(shareOfOthers(before, before, 0)).toBeUndefined();
});

test("the machine's own figures grow", async () => {
  const before = readMachineUse();
  await sleep(200);
  const after = readMachineUse();
  expect((after.total ?? 0) - (before.total ?? 0)).toBeGreaterThan(0.1);
  expect(after.busy).toBeLessThanOrEqual(after.total ?? 0);
});
