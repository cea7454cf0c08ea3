import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createNodeWorkspace } from "../../../src/core/workspace/node-workspace";
import { openRegularFile, withFolder } from "../../../src/core/workspace/open-file";
import { PathError } from "../../../src/core/workspace/path-error";
import { makeFifo, type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";

let fixture: TemporaryWorkspace;

beforeEach(async () => {
  fixture = await temporaryWorkspace(
    {
      "root/folder/file.txt": "inside",
      "root/.env": "KEY=inside",
      "outside/file.txt": "leaked",
      "outside/outside-name.txt": "",
    },
    { roots: ["root"] },
  );
});

afterEach(() => fixture.dispose());

function at(path: string): string {
  return join(fixture.path, path);
}

async function problemOf(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.then(
    () => "opened",
    (reason) => reason,
  );
  return error instanceof PathError ? error.problem : String(error);
}

describe("what is not a regular file is refused at once", () => {
  test("a FIFO, also through a link", async () => {
    makeFifo(at("root/fifo"));
    await symlink("fifo", at("root/to-fifo"));
    const before = performance.now();
    expect(await problemOf(fixture.workspace.open("fifo"))).toBe("not-a-file");
    expect(await problemOf(fixture.workspace.readText("to-fifo"))).toBe("not-a-file");
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test("a FIFO that takes the place of a file after it was located", async () => {
    const location = await fixture.workspace.locate("folder/file.txt");
    await rm(at("root/folder/file.txt"));
    makeFifo(at("root/folder/file.txt"));
    expect(await openRegularFile(location)).toBe("not-a-file");
  });

  test("a socket", async () => {
    const server = createServer().listen(at("root/socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    expect(await problemOf(fixture.workspace.open("socket"))).toBe("not-a-file");
    server.close();
  });

  test.each(["/dev/zero", "/dev/stdin", "/proc/self/environ"])("%s, as a path and as a link", async (device) => {
    await symlink(device, at("root/device"));
    expect(await problemOf(fixture.workspace.open(device))).toBe("outside");
    expect(await problemOf(fixture.workspace.open("device"))).toBe("outside");
  });

  test("a folder", async () => {
    expect(await problemOf(fixture.workspace.open("folder"))).toBe("not-a-file");
    expect(await problemOf(fixture.workspace.readDirectory("folder/file.txt"))).toBe("not-a-directory");
  });
});

describe("a swap between the check and the use", () => {
  test("of the file for a link out", async () => {
    const location = await fixture.workspace.locate("folder/file.txt");
    await rm(at("root/folder/file.txt"));
    await symlink(at("outside/file.txt"), at("root/folder/file.txt"));
    expect(await openRegularFile(location)).toBe("changed");
  });

  test("of the file for a link out to something that opening would tell apart", async () => {
    const server = createServer().listen(at("outside/socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    const location = await fixture.workspace.locate("folder/file.txt");
    await rm(at("root/folder/file.txt"));
    await symlink(at("outside/socket"), at("root/folder/file.txt"));
    expect(await openRegularFile(location)).toBe("changed");
    server.close();
  });

  test("of a parent for a link out", async () => {
    const file = await fixture.workspace.locate("folder/file.txt");
    const folder = await fixture.workspace.locate("folder");
    await rename(at("root/folder"), at("root/moved"));
    await symlink(at("outside"), at("root/folder"));
    expect(await openRegularFile(file)).toBe("changed");
    expect(await withFolder(folder, async () => "listed")).toBe("changed");
  });

  test("of a parent while it is listed shows the folder that was checked", async () => {
    const folder = await fixture.workspace.locate("folder");
    const { readdir } = await import("node:fs/promises");
    const names = await withFolder(folder, async (path) => {
      await rename(at("root/folder"), at("root/moved"));
      await symlink(at("outside"), at("root/folder"));
      return await readdir(path);
    });
    expect(names).toEqual(["file.txt"]);
  });

  test("over and over never lets anything from outside through", async () => {
    const swapping = swapForEver(at("root"), at("outside"));
    const seen = new Map<string, number>();
    try {
      const end = performance.now() + 1500;
      while (performance.now() < end) {
        const result = await fixture.workspace.readText("folder/file.txt").catch((error: unknown) => {
          if (error instanceof PathError) return error.problem;
          throw error;
        });
        seen.set(result, (seen.get(result) ?? 0) + 1);
        const names = await fixture.workspace.readDirectory("folder").catch(() => []);
        expect(names.map(({ name }) => name)).not.toContain("outside-name.txt");
      }
    } finally {
      await stop(swapping);
    }
    const expected = ["inside", "outside", "missing", "unreadable"];
    expect([...seen.keys()].filter((result) => !expected.includes(result))).toEqual([]);
    // Both sides of the race were seen, else this test would prove nothing.
    expect(seen.get("inside")).toBeGreaterThan(0);
    expect(seen.get("outside")).toBeGreaterThan(0);
  });
});

/** In another process: the folder, then a link out in its place, then the folder again. */
function swapForEver(root: string, outside: string): ChildProcess {
  const script = `
    const fs = require("node:fs");
    const [root, outside] = process.argv.slice(1);
    fs.symlinkSync(outside, root + "/link");
    for (;;) {
      fs.renameSync(root + "/folder", root + "/real");
      fs.renameSync(root + "/link", root + "/folder");
      fs.renameSync(root + "/folder", root + "/link");
      fs.renameSync(root + "/real", root + "/folder");
    }`;
  return spawn(process.execPath, ["-e", script, root, outside], { stdio: "ignore" });
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

describe("whole text files", () => {
  test("end at the limit", async () => {
    await writeFile(at("root/large.txt"), "x".repeat(101));
    expect(await problemOf(fixture.workspace.readText("large.txt", { maxBytes: 100 }))).toBe("too-large");
    expect(await fixture.workspace.readText("large.txt", { maxBytes: 101 })).toHaveLength(101);
    await truncate(at("root/large.txt"), 5 * 1024 ** 3);
    expect(await problemOf(fixture.workspace.readText("large.txt"))).toBe("too-large");
  });

  test.runIf(process.platform === "linux")("are read beyond the size that the system states", async () => {
    const processes = await createNodeWorkspace({ folders: ["/proc/self"], trusted: true, assetsFolder: "dist" });
    expect(await processes.readText("status")).toMatch(/^Threads:/m);
    expect(await problemOf(processes.readText("status", { maxBytes: 10 }))).toBe("too-large");
  });

  const contents: readonly (readonly [what: string, bytes: Uint8Array, expected: string])[] = [
    ["UTF-8", Buffer.from("né\n"), "né\n"],
    ["UTF-8 with a BOM", Buffer.from("\ufeffné"), "né"],
    ["UTF-16 LE with a BOM", Buffer.from("\ufeffné", "utf16le"), "né"],
    ["UTF-16 BE with a BOM", Buffer.from("\ufeffné", "utf16le").swap16(), "né"],
    ["empty", new Uint8Array(0), ""],
    ["a damaged sequence", Buffer.from([0x61, 0xe9, 0x62]), "a\ufffdb"],
    ["NULs", Buffer.alloc(5000), "! not-text"],
    ["binary", Buffer.from([1, 2, 0, 3, 0, 0, 9]), "! not-text"],
  ];
  test.each(contents)("%s", async (_what, bytes, expected) => {
    await writeFile(at("root/text"), bytes);
    const text = await fixture.workspace.readText("text").catch((error: PathError) => `! ${error.problem}`);
    expect(text).toBe(expected);
  });
});

test("a folder is listed in order, and links are not followed", async () => {
  await mkdir(at("root/folder/b"));
  await symlink("b", at("root/folder/a"));
  expect(await fixture.workspace.readDirectory("folder")).toEqual([
    { name: "a", kind: "other" },
    { name: "b", kind: "directory" },
    { name: "file.txt", kind: "file" },
  ]);
});
