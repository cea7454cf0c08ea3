import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startProcess } from "../../../../src/core/workspace/processes/start-process";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

let fixture: TemporaryWorkspace;
const never = new AbortController().signal;

beforeEach(async () => {
  fixture = await temporaryWorkspace(
    {
      "root/tool": "#!/bin/sh\necho inside",
      "root/sub/note.txt": "",
      "root/plain": "text",
      "outside/tool": "#!/bin/sh\necho outside",
    },
    { roots: ["root"] },
  );
  await chmod(join(fixture.path, "root/tool"), 0o755);
  await chmod(join(fixture.path, "outside/tool"), 0o755);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await fixture.dispose();
});

/** Standard output of a program. */
async function run(
  command: readonly string[],
  { workingFolder = ".", environment = {} }: { workingFolder?: string; environment?: Record<string, string> } = {},
): Promise<string> {
  const running = await startProcess({ command, workingFolder, environment, signal: never }, fixture.workspace);
  const lines: string[] = [];
  running.endInput();
  for await (const line of running.lines) lines.push(line.text);
  await running.stop();
  return lines.join("\n");
}

describe("which program is started", () => {
  test("a bare name is never taken from the working folder, even with it on PATH by accident", async () => {
    vi.stubEnv("PATH", `.::/usr/bin:/bin`);
    await expect(run(["tool"])).rejects.toThrow("There is no program `tool`");
  });

  test("a path in the workspace, from the working folder", async () => {
    expect(await run(["./tool"])).toBe("inside");
    expect(await run(["../tool"], { workingFolder: "sub" })).toBe("inside");
  });

  test("a link to an interpreter elsewhere, as in a virtual environment", async () => {
    await mkdir(join(fixture.path, "root/.venv/bin"), { recursive: true });
    await symlink("/bin/echo", join(fixture.path, "root/.venv/bin/python"));
    expect(await run([".venv/bin/python", "hello"])).toBe("hello");
  });

  test("neither a path that leads out nor one through a linked folder that does", async () => {
    await symlink("../outside", join(fixture.path, "root/linked"));
    await expect(run(["../outside/tool"])).rejects.toThrow("leads out of the workspace");
    await expect(run(["linked/tool"])).rejects.toThrow("leads out of the workspace");
  });

  test.each([
    [["./plain"], "may not be executed"],
    [["./nothing"], "There is no program"],
    [["sub/"], "There is no program"],
    [[], "No program is named"],
    [["a\0b"], "No program is named"],
  ])("%j says what is wrong", async (command, message) => {
    await expect(run(command)).rejects.toThrow(message);
  });

  test("a script whose interpreter is missing", async () => {
    await writeFile(join(fixture.path, "root/broken"), "#!/nothing/here\n", { mode: 0o755 });
    await expect(run(["./broken"])).rejects.toThrow(/could not be started: .*ENOENT/);
  });

  test("a working folder outside, missing, or a file", async () => {
    await expect(run(["/bin/pwd"], { workingFolder: "../outside" })).rejects.toThrow();
    await expect(run(["/bin/pwd"], { workingFolder: "nothing" })).rejects.toThrow();
    await expect(run(["/bin/pwd"], { workingFolder: "plain" })).rejects.toThrow("is not a folder");
    expect(await run(["/bin/pwd"], { workingFolder: "sub" })).toBe(join(fixture.path, "root/sub"));
  });

  test("nothing in an untrusted workspace", async () => {
    const untrusted = { ...fixture.workspace, trusted: false };
    const order = { command: ["/bin/echo"], workingFolder: ".", environment: {}, signal: never };
    await expect(startProcess(order, untrusted)).rejects.toThrow("before it is trusted");
  });
});

test("arguments arrive as they are: there is no shell", async () => {
  const odd = ["$HOME", "a b", "; rm -rf x", "`id`", "*", "", "ё\n"];
  expect(await run(["/usr/bin/printf", "[%s]", ...odd])).toBe(odd.map((argument) => `[${argument}]`).join(""));
});

test("keys of ours do not reach it; what is given does", async () => {
  vi.stubEnv("ANTHROPIC_API_KEY", "secret");
  vi.stubEnv("NODE_OPTIONS", "");
  const variables = await run(["/usr/bin/env"], { environment: { GIVEN: "yes ё" } });
  const names = variables.split("\n").map((line) => line.split("=")[0]);
  expect(variables).toContain("GIVEN=yes ё");
  expect(names).not.toContain("ANTHROPIC_API_KEY");
  expect(names).not.toContain("ELECTRON_RUN_AS_NODE");
  expect(names).toContain("PATH");
  expect(names.filter((name) => /^(VITEST|npm_|NODE)/.test(name ?? ""))).toEqual([]);
});

test("it gets no socket but those it should (ls writes to a pipe here), and its input ends when it is closed", async () => {
  expect(await run(["/bin/sh", "-c", "ls -l /proc/self/fd | grep -c socket; cat"])).toBe("2");
});

test("how it ended, and what it used", async () => {
  const command = ["/usr/bin/python3", "-c", "import time\nwhile time.process_time() < 0.3: pass\nraise SystemExit(7)"];
  const running = await startProcess(
    { command, workingFolder: ".", environment: {}, signal: never },
    fixture.workspace,
  );
  const exit = await running.exited;
  expect(exit).toMatchObject({ code: 7 });
  expect(exit.cpu).toBeGreaterThan(0.28);
  expect(exit.cpu).toBeLessThan(0.6);
  expect(exit.wall).toBeGreaterThan(0.29);
});

test("a signal that aborts stops it", async () => {
  const cancel = new AbortController();
  const order = { command: ["/bin/sleep", "60"], workingFolder: ".", environment: {}, signal: cancel.signal };
  const running = await startProcess(order, fixture.workspace);
  setTimeout(() => cancel.abort(), 100);
  expect(await running.exited).toMatchObject({ signal: "SIGTERM" });
});
