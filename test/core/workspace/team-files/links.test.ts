import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TeamFileError, type TeamFolder } from "../../../../src/core/workspace/team-files";
import { type TemporaryTeamFiles, temporaryTeamFiles } from "../../../support/temporary-team-files";
import { makeFifo } from "../../../support/temporary-workspace";

let team: TemporaryTeamFiles;
let outside: string;
let folder: TeamFolder;

beforeEach(async () => {
  team = await temporaryTeamFiles({ "main.py": "" });
  outside = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-outside-")));
  const [root] = team.teamFiles.roots;
  if (root === undefined) throw new Error("no root");
  folder = team.teamFiles.folderFor("memory", "asr", root);
});
afterEach(async () => {
  await team.dispose();
  await rm(outside, { recursive: true, force: true });
});

/** The failure and its sentences, or "done". */
async function creating(name = "new.md"): Promise<string> {
  try {
    await team.teamFiles.change(folder, (files) => files.create(name, "text"));
    return "done";
  } catch (error) {
    if (error instanceof TeamFileError) return `${error.problem}: ${error.message} ${error.hint}`;
    throw error;
  }
}

async function problems(): Promise<readonly string[]> {
  const { files, problems } = await team.teamFiles.read(folder);
  expect(files).toEqual([]);
  return problems.map(({ message }) => message);
}

const remedy = "Replace it with a real folder, or with a link to a folder inside the same workspace folder.";
const leaves = "is a link that leads out of its workspace folder or nowhere, so nothing is read or written there.";

test.each([
  [".claude", ".claude"],
  [".claude/agents-memory", ".claude/agents-memory"],
  [".claude/agents-memory/asr", ".claude/agents-memory/asr"],
])("%s as a link out of the root: nothing is read or written there", async (link, shown) => {
  await mkdir(join(outside, "agents-memory/asr/asr"), { recursive: true });
  await writeFile(join(outside, "agents-memory/asr/secret.md"), "secret");
  await mkdir(join(team.path, link, ".."), { recursive: true });
  await symlink(link.endsWith("asr") ? join(outside, "agents-memory/asr") : outside, join(team.path, link));
  const before = await readdir(outside, { recursive: true });
  expect(await creating()).toBe(`link: \`${shown}\` ${leaves} ${remedy}`);
  expect(await problems()).toEqual([`\`${shown}\` ${leaves} ${remedy}`]);
  const listed = await team.teamFiles.folders("memory");
  expect(listed.folders).toEqual([]);
  expect(listed.problems.map(({ path }) => path)).toEqual([shown]);
  expect(await readdir(outside, { recursive: true })).toEqual(before);
});

test("a relative link out, a dangling link and a loop are refused alike", async () => {
  for (const target of ["../", "../../..", "nowhere", ".claude"]) {
    await symlink(target, join(team.path, ".claude"));
    expect(await creating(), target).toBe(`link: \`.claude\` ${leaves} ${remedy}`);
    await rm(join(team.path, ".claude"));
  }
  expect(await readdir(team.path)).toEqual(["main.py"]);
});

test("links inside of the root are followed", async () => {
  await mkdir(join(team.path, "config/claude/memory-of-the-team"), { recursive: true });
  await symlink("config/claude", join(team.path, ".claude"));
  await symlink("memory-of-the-team", join(team.path, "config/claude/agents-memory"));
  expect(await creating()).toBe("done");
  const { files } = await team.teamFiles.read(folder);
  expect(files.map(({ path }) => path)).toEqual([".claude/agents-memory/asr/new.md"]);
  expect(await readFile(join(team.path, "config/claude/memory-of-the-team/asr/new.md"), "utf8")).toBe("text");
});

test("a file in the way of a folder is said so", async () => {
  await writeFile(join(team.path, ".claude"), "");
  expect(await creating()).toBe(
    "link: `.claude` is not a folder, so nothing can be kept there. Move it away; a folder is made in its place.",
  );
});

test("links and FIFOs among the files are never opened, replaced, renamed or removed", async () => {
  await writeFile(join(outside, "secret.md"), "secret");
  expect(await creating("good.md")).toBe("done");
  const real = join(team.path, folder.path);
  await symlink(join(outside, "secret.md"), join(real, "link.md"));
  await symlink("good.md", join(real, "near.md"));
  makeFifo(join(real, "fifo.md"));
  const { files, problems } = await team.teamFiles.read(folder);
  expect(files.map(({ name }) => name)).toEqual(["good.md"]);
  expect(problems.map(({ path }) => path.slice(folder.path.length + 1))).toEqual(["fifo.md", "link.md", "near.md"]);
  await team.teamFiles.change(folder, async (locked) => {
    expect(await locked.names()).toEqual(["good.md"]);
    for (const name of ["fifo.md", "link.md", "near.md"]) {
      for (const use of [
        () => locked.text(name),
        () => locked.write(name, "text"),
        () => locked.rename(name, "other.md"),
        () => locked.remove(name),
      ]) {
        await expect(use()).rejects.toMatchObject({ name: "TeamFileError", problem: "link" });
      }
      await expect(locked.create(name, "text")).rejects.toMatchObject({ problem: "exists" });
    }
  });
  expect(await readFile(join(outside, "secret.md"), "utf8")).toBe("secret");
});

test("a folder that is swapped for a link during a change: the change is refused, nothing arrives there", async () => {
  for (const swapped of [".claude/agents-memory/asr", ".claude/agents-memory", ".claude"]) {
    const real = join(team.path, swapped);
    await expect(
      team.teamFiles.change(folder, async (files) => {
        await rename(real, `${real}-away`);
        await mkdir(join(outside, "agents-memory/asr"), { recursive: true });
        await symlink(swapped.endsWith("asr") ? join(outside, "agents-memory/asr") : outside, real);
        await files.create("new.md", "text");
      }),
    ).rejects.toMatchObject({ problem: "unwritable", message: expect.stringContaining("was replaced") });
    await rm(real);
    await rename(`${real}-away`, real);
    expect(await readdir(join(outside, "agents-memory/asr"))).toEqual([]);
  }
  expect((await team.teamFiles.read(folder)).files).toEqual([]);
});

/** In the moment between, a change may have made the folder anew. */
async function replace(from: string, to: string): Promise<void> {
  for (;;) {
    try {
      return await rename(from, to);
    } catch {
      await rm(to, { recursive: true, force: true });
    }
  }
}

test("while somebody swaps the folder for a link again and again, nothing is ever read from or written to the outside", async () => {
  expect(await creating("first.md")).toBe("done");
  const memory = join(team.path, ".claude/agents-memory");
  await mkdir(join(outside, "asr"));
  await writeFile(join(outside, "asr/secret.md"), "secret");
  await symlink(outside, `${memory}-link`);
  let isOver = false;
  const swapping = (async () => {
    while (!isOver) {
      await rename(memory, `${memory}-away`);
      await replace(`${memory}-link`, memory);
      await new Promise((done) => setTimeout(done, Math.random() * 3));
      await rename(memory, `${memory}-link`);
      await replace(`${memory}-away`, memory);
      await new Promise((done) => setTimeout(done, Math.random() * 6));
    }
  })();
  const outcomes = new Map<string, number>();
  const end = Date.now() + 1_500;
  try {
    for (let number = 0; Date.now() < end; number++) {
      const [outcome = ""] = (await creating(`n${number}.md`)).split(":");
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      const { files } = await team.teamFiles.read(folder);
      expect(files.map(({ text }) => text)).not.toContain("secret");
    }
  } finally {
    isOver = true;
    await swapping;
  }
  expect(await readdir(outside, { recursive: true })).toEqual(["asr", "asr/secret.md"]);
  expect(outcomes.get("done")).toBeGreaterThan(0);
  expect(outcomes.size).toBeGreaterThan(1);
});
