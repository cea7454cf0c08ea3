import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CheckedFolder, openFolder } from "../../../../src/core/workspace/team-files/checked-folder";
import { lockFolder } from "../../../../src/core/workspace/team-files/folder-lock";
import { newOwner } from "../../../../src/core/workspace/team-files/lock-owner";
import { type TemporaryTeamFiles, temporaryTeamFiles } from "../../../support/temporary-team-files";

let path: string;
let folder: CheckedFolder;

beforeEach(async () => {
  path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-lock-")));
  folder = await open();
});
afterEach(async () => {
  await folder.close();
  await rm(path, { recursive: true, force: true });
});

async function open(): Promise<CheckedFolder> {
  const opened = await openFolder({ base: path, segments: [], path: "memory" }, false);
  if (opened === undefined) throw new Error("no folder");
  return opened;
}

/** As a process leaves it that was killed. */
async function leaveLock(): Promise<string> {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const owner = newOwner().replace(`-${process.pid}-`, `-${pid}-`);
  await mkdir(join(path, ".lock"));
  await writeFile(join(path, ".lock", owner), "");
  return owner;
}

test("of many contenders for the lock of a dead process, and for each one after, exactly one has it at a time", async () => {
  let inside = 0;
  let most = 0;
  let times = 0;
  for (let round = 0; round < 8; round++) {
    await leaveLock();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const lock = await lockFolder(folder, "memory");
        inside++;
        times++;
        most = Math.max(most, inside);
        await lock.verify();
        await new Promise((done) => setTimeout(done, 1));
        await lock.verify();
        inside--;
        await lock.release();
      }),
    );
    expect(await readdir(path)).toEqual([]);
  }
  expect([most, times]).toEqual([1, 64]);
}, 60_000);

test("the lock of a dead process costs no waiting", async () => {
  await leaveLock();
  const before = performance.now();
  const lock = await lockFolder(folder, "memory");
  expect(performance.now() - before).toBeLessThan(1_000);
  await lock.release();
});

test("a process with the number of a dead one is not taken for it", async () => {
  await mkdir(join(path, ".lock"));
  const [machine, namespace, pid, start, random] = newOwner().split("-");
  expect(Number(start)).toBeGreaterThan(0);
  await writeFile(join(path, ".lock", [machine, namespace, pid, Number(start) - 1, random].join("-")), "");
  const lock = await lockFolder(folder, "memory", 1_000);
  await lock.release();
});

test("a lock that stays held is named, with what to do", async () => {
  const lock = await lockFolder(folder, "memory");
  await expect(lockFolder(folder, "memory", 100)).rejects.toMatchObject({
    problem: "locked",
    path: "memory/.lock",
    message: "`memory` is in use by another window or process.",
    hint: "Try again; if nothing else runs, delete `memory/.lock`.",
  });
  expect(await readdir(path)).toEqual([".lock"]);
  await lock.release();
});

test("a file or a link in the place of the lock, or a link or folder in it, is left alone", async () => {
  await writeFile(join(path, ".lock"), "");
  await expect(lockFolder(folder, "memory")).rejects.toMatchObject({ problem: "locked" });
  await rm(join(path, ".lock"));
  await mkdir(join(path, "elsewhere"));
  await writeFile(join(path, "elsewhere/file"), "");
  await symlink("elsewhere", join(path, ".lock"));
  await expect(lockFolder(folder, "memory")).rejects.toMatchObject({ problem: "locked" });
  expect(await readdir(join(path, "elsewhere"))).toEqual(["file"]);
  expect((await readdir(path)).sort()).toEqual([".lock", "elsewhere"]);
  await rm(join(path, ".lock"));
  await mkdir(join(path, ".lock"));
  await symlink("../elsewhere/file", join(path, ".lock/link"));
  await expect(lockFolder(folder, "memory")).rejects.toMatchObject({ problem: "locked" });
  await rm(join(path, ".lock/link"));
  await mkdir(join(path, ".lock/folder"));
  await expect(lockFolder(folder, "memory")).rejects.toMatchObject({ problem: "locked" });
});

test("a holder whose lock was taken over changes nothing any more", async () => {
  const team: TemporaryTeamFiles = await temporaryTeamFiles();
  const [root] = team.teamFiles.roots;
  if (root === undefined) throw new Error("no root");
  const memory = team.teamFiles.folderFor("memory", "asr", root);
  const real = join(team.path, memory.path);
  await team.teamFiles.change(memory, async (files) => {
    await files.create("a.md", "text");
    const [owner = ""] = await readdir(join(real, ".lock"));
    await rename(join(real, ".lock", owner), join(real, ".lock", newOwner()));
    for (const change of [
      () => files.create("b.md", "text"),
      () => files.write("a.md", "other"),
      () => files.rename("a.md", "c.md"),
      () => files.remove("a.md"),
    ]) {
      await expect(change()).rejects.toMatchObject({ problem: "locked" });
    }
  });
  // The other one's lock is not released with ours.
  expect((await readdir(real)).sort()).toEqual([".lock", "a.md"]);
  await team.dispose();
});

test("what killed processes left behind is swept by the next change; what people keep there is not", async () => {
  const team = await temporaryTeamFiles();
  const [root] = team.teamFiles.roots;
  if (root === undefined) throw new Error("no root");
  const memory = team.teamFiles.folderFor("memory", "asr", root);
  const real = join(team.path, memory.path);
  await team.teamFiles.change(memory, (files) => files.create("a.md", "text"));
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const dead = newOwner().replace(`-${process.pid}-`, `-${pid}-`);
  const alive = newOwner();
  for (const owner of [dead, alive]) {
    await mkdir(join(real, `.lock-${owner}`));
    await writeFile(join(real, `.lock-${owner}`, owner), "");
  }
  await writeFile(join(real, `.tmp-${dead}-1`), "half");
  await writeFile(join(real, ".gitkeep"), "");
  await writeFile(join(real, "notes.txt"), "");
  await team.teamFiles.change(memory, async () => {});
  expect((await readdir(real)).sort()).toEqual([".gitkeep", `.lock-${alive}`, "a.md", "notes.txt"]);
  await team.dispose();
});
