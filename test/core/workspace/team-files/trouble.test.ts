import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTeamFiles } from "../../../../src/core/workspace/team-files/node-team-files";
import { memoryFolder } from "../../../support/team-file-children";

let path: string;

beforeEach(async () => {
  path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-trouble-")));
});
afterEach(async () => {
  execFileSync("sh", ["-c", 'umount "$1" 2>/dev/null; chmod -R u+rwX "$2"', "sh", join(path, "root"), path]);
  await rm(path, { recursive: true, force: true });
});

function mount(...options: readonly string[]): void {
  execFileSync("sh", ["-c", 'mount "$@"', "sh", ...options], { stdio: "pipe" });
}

async function open() {
  await mkdir(join(path, "root"), { recursive: true });
  const root = { name: "root", path: join(path, "root") };
  const teamFiles = await createTeamFiles({ roots: [root], staging: join(path, "staging"), shared: true });
  return { teamFiles, folder: memoryFolder(teamFiles) };
}

test("a full disk changes nothing, says so, and the folder goes on once there is space", async ({ skip }) => {
  await mkdir(join(path, "root"));
  try {
    mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", join(path, "root"));
  } catch {
    skip("only the system's administrator may mount a small disk");
  }
  const { teamFiles, folder } = await open();
  const real = join(path, "root", folder.path);
  await teamFiles.change(folder, async (files) => {
    await files.create("old.md", "before ".repeat(3_000));
    await files.create("other.md", "x".repeat(20_000));
    const full = { problem: "full", hint: "Free some space and try again." };
    await expect(files.write("old.md", "after ".repeat(9_000))).rejects.toMatchObject(full);
    await expect(files.create("new.md", "after ".repeat(9_000))).rejects.toMatchObject(full);
  });
  expect(await readdir(real)).toEqual(["old.md", "other.md"]);
  expect(await readFile(join(real, "old.md"), "utf8")).toBe("before ".repeat(3_000));
  // Filled to the last byte, a change that frees space is still possible.
  execFileSync("sh", ["-c", 'cat /dev/zero > "$1" 2>/dev/null || true', "sh", join(path, "root/filler")]);
  await teamFiles.change(folder, async (files) => {
    await expect(files.create("new.md", "text")).rejects.toMatchObject({ problem: "full" });
    await files.remove("other.md");
    await files.create("new.md", "text");
  });
  expect(await readdir(real)).toEqual(["new.md", "old.md"]);
});

test("a disk that is read-only, or a folder without permission, is said to be so", async ({ skip }) => {
  const { teamFiles, folder } = await open();
  await teamFiles.change(folder, (files) => files.create("old.md", "before"));
  const root = join(path, "root");
  const isAdministrator = process.getuid?.() === 0;
  try {
    if (isAdministrator) {
      mount("--bind", root, root);
      mount("-o", "remount,bind,ro", root);
    } else {
      await chmod(join(root, folder.path), 0o555);
    }
  } catch {
    skip("this container may not mount");
  }
  await expect(teamFiles.change(folder, (files) => files.create("new.md", "text"))).rejects.toMatchObject({
    problem: "unwritable",
    message: expect.stringContaining(`\`${folder.path}\` cannot be written: the system does not permit it`),
  });
  const other = { ...folder, agent: "other", path: ".claude/agents-memory/other" };
  if (isAdministrator) {
    await expect(teamFiles.change(other, async () => {})).rejects.toMatchObject({ problem: "unwritable" });
  }
  expect((await teamFiles.read(folder)).files.map(({ text }) => text)).toEqual(["before"]);
});

test("a thousand files are read quickly, and again without reading what did not change", async () => {
  const { teamFiles, folder } = await open();
  const real = join(path, "root", folder.path);
  const long = new Date(Date.now() - 60_000);
  await mkdir(real, { recursive: true });
  for (let number = 0; number < 1_000; number++) {
    const file = join(real, `m${number}.md`);
    await writeFile(file, `# Memory ${number}\n`.repeat(50));
    await utimes(file, long, long);
  }
  const timed = async () => {
    const before = performance.now();
    const { files } = await teamFiles.read(folder);
    expect(files.length).toBe(1_000);
    return performance.now() - before;
  };
  const [first, again] = [await timed(), await timed()];
  process.stdout.write(`1,000 files: ${first.toFixed(0)} ms, again ${again.toFixed(0)} ms\n`);
  expect(first).toBeLessThan(2_000);
  expect(again).toBeLessThan(2_000);
});
