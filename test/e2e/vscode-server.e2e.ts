import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { findMissingTools, installExtension, startServer } from "../../scripts/vscode-server.mjs";
import { poll } from "./support/poll";

const scripts = join(import.meta.dirname, "..", "..", "scripts");

describe("the VS Code server", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ml-engineer-server-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const options = () => ({ userDataDir: join(folder, "user"), extensionsDir: inject("extensionsDir") });

  it("answers on loopback and leaves no process after stop", async () => {
    const server = await startServer(options());
    expect(await groupOf(server.pid)).not.toEqual([]);
    expect((await fetch(server.url)).status).toBe(200);
    await server.stop();
    expect(await groupOf(server.pid)).toEqual([]);
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it("leaves no process when its starter is killed", async () => {
    const starter = spawn(process.execPath, ["--input-type=module", "--eval", starterCode(options())], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = Number(await firstLine(starter));
    expect((await groupOf(pid)).length).toBeGreaterThan(1);
    starter.kill("SIGKILL");
    await poll("the group to end", 10, async () => ((await groupOf(pid)).length === 0 ? true : undefined));
  });

  it("says in VS Code's words why it does not take an extension", async () => {
    const broken = join(folder, "broken.vsix");
    await expect(installExtension(broken, options())).rejects.toThrow(/did not install .*broken\.vsix/);
  });

  it("names what the machine lacks, and the remedy", () => {
    expect(findMissingTools(() => true)).toBeUndefined();
    expect(findMissingTools((program) => !["make", "g++"].includes(program))).toMatch(/needs make, g\+\+: run `/);
  });
});

function starterCode(options: object): string {
  return `import { startServer } from ${JSON.stringify(join(scripts, "vscode-server.mjs"))};
    console.log((await startServer(${JSON.stringify(options)})).pid);`;
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [data] = await once(child.stdout ?? child, "data");
  return String(data).trim();
}

/** The process ids of a group, zombies aside, from /proc. */
async function groupOf(leader: number): Promise<string[]> {
  const processes = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const members = await Promise.all(
    processes.map(async (pid) => {
      const stat = await readFile(join("/proc", pid, "stat"), "utf8").catch(() => "");
      const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return Number(group) === leader && state !== "Z" ? [pid] : [];
    }),
  );
  return members.flat();
}
