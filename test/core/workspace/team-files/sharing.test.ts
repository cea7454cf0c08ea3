import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { TeamFiles, TeamFolder, TeamFolderKind } from "../../../../src/core/workspace/team-files";
import { createTeamFiles } from "../../../../src/core/workspace/team-files/node-team-files";
import {
  type TemporaryTeamFiles,
  type TemporaryTeamFilesOptions,
  temporaryTeamFiles,
} from "../../../support/temporary-team-files";

let team: TemporaryTeamFiles | undefined;

afterEach(async () => {
  await team?.dispose();
  team = undefined;
});

async function open(
  files: Readonly<Record<string, string>> = {},
  options: TemporaryTeamFilesOptions = {},
): Promise<TemporaryTeamFiles> {
  team = await temporaryTeamFiles(files, { shared: false, ...options });
  return team;
}

function folderOf(files: TeamFiles, kind: TeamFolderKind = "memory", agent = "asr", index = 0): TeamFolder {
  const root = files.roots[index];
  if (root === undefined) throw new Error("no root");
  return files.folderFor(kind, agent, root);
}

async function texts(files: TeamFiles, kind: TeamFolderKind = "memory"): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of (await files.folders(kind)).folders) {
    for (const file of (await files.read(folder)).files) found.push(`${file.path} ${folder.shared} ${file.text}`);
  }
  return found;
}

/** Puts a file where it waits, as an earlier run did. */
async function stage(files: TeamFiles, name: string, text: string): Promise<void> {
  const folder = folderOf(files);
  expect(folder.shared).toBe(false);
  await files.change(folder, (locked) => locked.write(name, text));
}

test("until the person agrees, files wait outside of the repository and are used as if they were there", async () => {
  const { teamFiles, path, staging } = await open({ "main.py": "" });
  expect(teamFiles.isShared).toBe(false);
  await stage(teamFiles, "a.md", "A");
  await teamFiles.change(folderOf(teamFiles, "handoffs"), (locked) => locked.create("h.md", "H"));
  expect(await readdir(path)).toEqual(["main.py"]);
  expect(await texts(teamFiles)).toEqual([".claude/agents-memory/asr/a.md false A"]);
  const [file] = (await teamFiles.read(folderOf(teamFiles))).files;
  expect(await readFile(file?.realPath ?? "", "utf8")).toBe("A");
  expect(file?.realPath.startsWith(staging)).toBe(true);

  const early = folderOf(teamFiles);
  expect(await teamFiles.share()).toEqual([".claude/agents-handoffs/asr/h.md", ".claude/agents-memory/asr/a.md"]);
  expect(teamFiles.isShared).toBe(true);
  expect(folderOf(teamFiles).shared).toBe(true);
  expect(await texts(teamFiles)).toEqual([".claude/agents-memory/asr/a.md true A"]);
  expect(await readFile(join(path, ".claude/agents-handoffs/asr/h.md"), "utf8")).toBe("H");
  expect((await readdir(staging, { recursive: true })).filter((name) => name.endsWith(".md"))).toEqual([]);
  // Whoever still holds the folder of before.
  await teamFiles.change(early, (locked) => locked.create("b.md", "B"));
  expect((await teamFiles.read(early)).files.map(({ name }) => name)).toEqual(["a.md", "b.md"]);
  expect(await readFile(join(path, ".claude/agents-memory/asr/b.md"), "utf8")).toBe("B");
  expect(await teamFiles.share()).toEqual([]);
});

test("a repository that has such folders needs no agreement, also when it gets them later", async () => {
  const { teamFiles, path, again } = await open();
  await stage(teamFiles, "a.md", "A");
  await mkdir(join(path, ".claude/agents-handoffs"), { recursive: true });
  await teamFiles.folders("handoffs");
  expect(teamFiles.isShared).toBe(true);
  const next = await again();
  expect(next.isShared).toBe(true);
  // What waits goes on waiting and can be used, until it is shared.
  expect(await texts(next)).toEqual([".claude/agents-memory/asr/a.md false A"]);
  expect(await next.share()).toEqual([".claude/agents-memory/asr/a.md"]);
});

test("names that are taken get a number; what is there already with the same content is not there twice", async () => {
  const at = ".claude/agents-memory/asr";
  const { teamFiles, path, again } = await open();
  for (const [name, text] of Object.entries({ "a.md": "mine", "b.md": "same", "c.md": "mine" })) {
    await stage(teamFiles, name, text);
  }
  await mkdir(join(path, at), { recursive: true });
  for (const [name, text] of Object.entries({
    "A.md": "theirs",
    "a-2.md": "theirs too",
    "b.md": "same",
    "c.md": "x",
  })) {
    await writeFile(join(path, at, name), text);
  }
  // As after a crash between writing there and removing here.
  await writeFile(join(path, at, "c-2.md"), "mine");
  const paths = await (await again()).share();
  expect(paths).toEqual([`${at}/a-3.md`, `${at}/b.md`, `${at}/c-2.md`]);
  expect(await texts(teamFiles)).toEqual([
    `${at}/A.md true theirs`,
    `${at}/a-2.md true theirs too`,
    `${at}/a-3.md true mine`,
    `${at}/b.md true same`,
    `${at}/c-2.md true mine`,
    `${at}/c.md true x`,
  ]);
});

test("what cannot be shared stays where it is and can be used; sharing again moves the rest", async () => {
  const { teamFiles, path } = await open({}, { roots: ["one", "two"] });
  for (const index of [0, 1]) {
    await teamFiles.change(folderOf(teamFiles, "memory", "asr", index), (locked) => locked.create("m.md", `${index}`));
  }
  await symlink("/tmp", join(path, "two/.claude"));
  await expect(teamFiles.share()).rejects.toMatchObject({ problem: "link", path: "two/.claude" });
  expect(teamFiles.isShared).toBe(false);
  expect(await texts(teamFiles)).toEqual([
    "one/.claude/agents-memory/asr/m.md true 0",
    "two/.claude/agents-memory/asr/m.md false 1",
  ]);
});

test("two windows that share at once, while a third still adds: every file arrives once", async () => {
  const { teamFiles, again } = await open();
  const names = Array.from({ length: 20 }, (_, index) => `${String(index).padStart(2, "0")}.md`);
  for (const name of names.slice(0, 15)) await stage(teamFiles, name, name);
  const [second, third] = [await again(), await again()];
  const late = folderOf(third);
  const adding = (async () => {
    for (const name of names.slice(15)) await third.change(late, (locked) => locked.create(name, name));
  })();
  const moved = (await Promise.all([teamFiles.share(), second.share(), adding])).flatMap((paths) => paths ?? []);
  moved.push(...(await third.share()));
  expect(new Set(moved).size).toBe(moved.length);
  expect((await texts(third)).map((line) => line.split(" ").slice(1).join(" "))).toEqual(
    names.map((name) => `true ${name}`),
  );
});

test("the private folder must not lie in the workspace, not even by a link", async () => {
  const { teamFiles, path, staging } = await open({ "main.py": "" });
  await symlink(path, join(staging, "back"));
  for (const inside of [path, join(path, "new"), join(staging, "back")]) {
    const made = createTeamFiles({ roots: teamFiles.roots, staging: inside, shared: false });
    await expect(made).rejects.toMatchObject({ name: "TeamFileError" });
  }
  expect(await readdir(path)).toEqual(["main.py"]);
  await createTeamFiles({ roots: teamFiles.roots, staging: join(staging, "new"), shared: false });
  expect((await stat(join(staging, "new"))).mode & 0o777).toBe(0o700);
});

test("folders that came with a repository nobody trusts are no agreement", async () => {
  const { teamFiles, staging } = await open({ ".claude/agents-memory/asr/a.md": "# A" });
  const { roots } = teamFiles;
  for (const [followsRepository, shared] of [
    [true, true],
    [false, false],
  ] as const) {
    const files = await createTeamFiles({ roots, staging, shared: false, followsRepository });
    expect(folderOf(files).shared).toBe(shared);
    expect(await texts(files)).toEqual([".claude/agents-memory/asr/a.md true # A"]);
  }
});
