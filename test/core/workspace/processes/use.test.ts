import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { readMachineUse, shareOfOthers } from "../../../../src/core/workspace/processes/machine-use";
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
