import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newOwner } from "../../../../src/core/workspace/team-files/lock-owner";
import { memoryFolder } from "../../../support/team-file-children";
import { type TemporaryTeamFiles, temporaryTeamFiles } from "../../../support/temporary-team-files";

const actual = process.platform;
let team: TemporaryTeamFiles;
let outside: string;

beforeEach(async () => {
  team = await temporaryTeamFiles();
  outside = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-outside-")));
});
afterEach(async () => {
  pretend(actual);
  await team.dispose();
  await rm(outside, { recursive: true, force: true });
});

function pretend(platform: NodeJS.Platform): void {
  Object.defineProperty(process, "platform", { value: platform });
}

// The ways that other systems take, as far as this one can go them.
test.each(["darwin", "win32"] as const)("%s: changes, dead owners and swapped folders", async (platform) => {
  pretend(platform);
  const { teamFiles } = team;
  const folder = memoryFolder(teamFiles);
  const real = join(team.path, folder.path);
  await teamFiles.change(folder, async (files) => {
    await files.create("a.md", "A");
    await files.write("a.md", "A2");
    await files.rename("a.md", "b.md");
    await files.create("c.md", "C");
    await files.remove("c.md");
  });
  await mkdir(join(real, ".lock"));
  await teamFiles.change(folder, (files) => files.create("after-an-empty-lock.md", ""));
  await mkdir(join(real, ".lock"));
  await writeFile(join(real, ".lock", newOwner().replace(`-${process.pid}-`, "-4999999-")), "");
  await teamFiles.change(folder, (files) => files.create("after-a-dead-owner.md", ""));
  await Promise.all([1, 2, 3].map((n) => teamFiles.change(folder, (files) => files.create(`n${n}.md`, `${n}`))));
  expect(await readFile(join(real, "b.md"), "utf8")).toBe("A2");
  const names = ["after-a-dead-owner.md", "after-an-empty-lock.md", "b.md", "n1.md", "n2.md", "n3.md"];
  expect((await readdir(real)).sort()).toEqual(names);
  expect((await teamFiles.read(folder)).files.map(({ name }) => name)).toEqual(names);

  await expect(
    teamFiles.change(folder, async (files) => {
      await rename(real, `${real}-away`);
      await symlink(outside, real);
      await files.create("new.md", "text");
    }),
  ).rejects.toMatchObject({ problem: "unwritable" });
  expect(await readdir(outside)).toEqual([]);
});
