import { mkdir, readdir, readFile, rename, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import {
  TeamFileError,
  type TeamFileFailure,
  type TeamFiles,
  type TeamFolder,
} from "../../../../src/core/workspace/team-files";
import {
  type TemporaryTeamFiles,
  type TemporaryTeamFilesOptions,
  temporaryTeamFiles,
} from "../../../support/temporary-team-files";

const opened: TemporaryTeamFiles[] = [];

async function open(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  options: TemporaryTeamFilesOptions = {},
): Promise<TemporaryTeamFiles> {
  const team = await temporaryTeamFiles(files, options);
  opened.push(team);
  return team;
}

afterEach(async () => {
  for (const team of opened.splice(0)) await team.dispose();
});

function memoryOf(files: TeamFiles, agent = "speech-engineer"): TeamFolder {
  const [root] = files.roots;
  if (root === undefined) throw new Error("no root");
  return files.folderFor("memory", agent, root);
}

async function failureOf(work: Promise<unknown>): Promise<TeamFileFailure | "none"> {
  try {
    await work;
    return "none";
  } catch (error) {
    if (error instanceof TeamFileError) return error.problem;
    throw error;
  }
}

test("files are made, read, replaced, renamed and removed", async () => {
  const { teamFiles, path } = await open();
  const folder = memoryOf(teamFiles);
  expect(folder.path).toBe(".claude/agents-memory/speech-engineer");
  expect(await teamFiles.read(folder)).toEqual({ files: [], problems: [] });
  await teamFiles.change(folder, async (files) => {
    await files.create("one.md", "# One\n");
    await files.create("two.md", "# Two\n");
    expect(await files.names()).toEqual(["one.md", "two.md"]);
    await files.write("one.md", "# One, again\n");
    await files.rename("two.md", "three.md");
    expect(await files.text("one.md")).toBe("# One, again\n");
    expect(await files.text("two.md")).toBeUndefined();
  });
  const { files, problems } = await teamFiles.read(folder);
  expect(problems).toEqual([]);
  expect(files.map(({ path, text }) => [path, text])).toEqual([
    [".claude/agents-memory/speech-engineer/one.md", "# One, again\n"],
    [".claude/agents-memory/speech-engineer/three.md", "# Two\n"],
  ]);
  expect(files[0]?.realPath).toBe(join(path, folder.path, "one.md"));
  expect(Math.abs((files[0]?.modified ?? 0) - Date.now())).toBeLessThan(60_000);
  await teamFiles.change(folder, async (files) => {
    await files.remove("one.md");
    await files.remove("one.md");
  });
  expect(await readdir(join(path, folder.path))).toEqual(["three.md"]);
});

test("a file in the way is never replaced, also under another case or form of its name", async () => {
  const { teamFiles } = await open({ ".claude/agents-memory/speech-engineer/Café.md": "by hand" });
  const folder = memoryOf(teamFiles);
  await teamFiles.change(folder, async (files) => {
    await files.create("other.md", "other");
    for (const name of ["Café.md", "CAFÉ.md", "Cafe\u0301.md"]) {
      expect(await failureOf(files.create(name, "new")), name).toBe("exists");
      expect(await failureOf(files.rename("other.md", name)), name).toBe("exists");
    }
    expect(await failureOf(files.write("café.md", "new"))).toBe("exists");
    expect(await failureOf(files.rename("none.md", "some.md"))).toBe("missing");
    await files.rename("Café.md", "café.md");
    expect(await files.names()).toEqual(["café.md", "other.md"]);
    expect(await files.text("café.md")).toBe("by hand");
  });
});

test("names made by hand are read, renamed and removed", async () => {
  const names = ["what we know.md", "Заметка о Whisper.md", "数据.md"];
  const { teamFiles } = await open(
    Object.fromEntries(names.map((name) => [`.claude/agents-memory/Old Agent_1/${name}`, name])),
  );
  const { folders, problems } = await teamFiles.folders("memory");
  expect(problems).toEqual([]);
  expect(folders.map(({ agent, path }) => [agent, path])).toEqual([
    ["Old Agent_1", ".claude/agents-memory/Old Agent_1"],
  ]);
  const [folder] = folders;
  if (folder === undefined) throw new Error("no folder");
  expect((await teamFiles.read(folder)).files.map(({ text }) => text).sort()).toEqual([...names].sort());
  await teamFiles.change(folder, async (files) => {
    await files.rename("what we know.md", "known.md");
    await files.remove("数据.md");
    expect(await files.names()).toEqual(["known.md", "Заметка о Whisper.md"]);
  });
});

test.each([
  "",
  ".md",
  ".hidden.md",
  "note.txt",
  "../up.md",
  "a/b.md",
  "a\\b.md",
  "line\nbreak.md",
  "nul\0.md",
  "bidi\u202e.md",
  "zero\u200bwidth.md",
  "con.md",
  "LPT1.md",
  "a:b.md",
  "what?.md",
  `${"ы".repeat(99)}.md`,
])("the name %j is refused", async (name) => {
  const { teamFiles, path } = await open();
  const folder = memoryOf(teamFiles);
  await teamFiles.change(folder, async (files) => {
    await files.create("there.md", "text");
    expect(await failureOf(files.create(name, "text"))).toBe("invalid-name");
    expect(await failureOf(files.write(name, "text"))).toBe("invalid-name");
    expect(await failureOf(files.rename("there.md", name))).toBe("invalid-name");
  });
  expect(await readdir(join(path, folder.path))).toEqual(["there.md"]);
});

test.each(["", "..", ".", "a/b", "Agent", "агент", "con", "x".repeat(65), "bidi\u202e"])(
  "no folder is made for an agent named %j",
  async (agent) => {
    const { teamFiles, path } = await open();
    const folder = memoryOf(teamFiles, agent);
    expect(await failureOf(teamFiles.change(folder, (files) => files.create("a.md", "text")))).toBe("invalid-name");
    expect(await readdir(path)).toEqual([]);
  },
);

test("several roots: the name of each stands in front, and each decides for itself where files go", async () => {
  const team = await open({ "one/.claude/agents-handoffs/a/x.md": "x" }, { roots: ["one", "two"], shared: false });
  const { teamFiles } = team;
  expect(teamFiles.isShared).toBe(false);
  const folders = teamFiles.roots.map((root) => teamFiles.folderFor("memory", "asr", root));
  expect(folders.map(({ path, shared }) => [path, shared])).toEqual([
    ["one/.claude/agents-memory/asr", true],
    ["two/.claude/agents-memory/asr", false],
  ]);
  for (const folder of folders) await teamFiles.change(folder, (files) => files.create("m.md", folder.root.name));
  const listed = (await teamFiles.folders("memory")).folders;
  expect(listed).toEqual(folders);
  expect(await readdir(join(team.path, "two"))).toEqual([]);
  expect((await teamFiles.read(folders[1] as TeamFolder)).files[0]).toMatchObject({
    path: "two/.claude/agents-memory/asr/m.md",
    text: "two",
  });
});

test("texts are decoded as everywhere, and what cannot be read loses only itself", async () => {
  const at = (name: string) => `.claude/agents-memory/asr/${name}`;
  const { teamFiles } = await open({
    [at("bom.md")]: "\ufeffmarked",
    [at("utf16.md")]: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("wide", "utf16le")]),
    [at("binary.md")]: new Uint8Array(100),
    [at("large.md")]: "a".repeat(4 * 1024 * 1024 + 1),
    [at("evil\u202e.md")]: "hidden",
    [at("folder.md/")]: "",
    [at(".hidden.md")]: "no",
    [at("note.txt")]: "no",
  });
  const { files, problems } = await teamFiles.read(memoryOf(teamFiles, "asr"));
  expect(files.map(({ name, text }) => [name, text])).toEqual([
    ["bom.md", "marked"],
    ["utf16.md", "wide"],
  ]);
  expect(problems.map(({ path, message }) => `${path.slice(26)}: ${message.replaceAll(at(""), "")}`)).toEqual([
    "binary.md: `binary.md` is not a text file.",
    "evil\\u{202e}.md: The name of `evil\\u{202e}.md` has characters that cannot be seen.",
    "folder.md: `folder.md` is a link or no regular file, so it is not used. Put a regular file in its place.",
    "large.md: `large.md` is larger than 4 MiB.",
  ]);
  await teamFiles.change(memoryOf(teamFiles, "asr"), async (locked) => {
    expect(await failureOf(locked.text("large.md"))).toBe("too-large");
    expect(await failureOf(locked.text("binary.md"))).toBe("unreadable");
    expect(await failureOf(locked.create("new.md", "a".repeat(4 * 1024 * 1024 + 1)))).toBe("too-large");
    await locked.create("new.md", "a".repeat(4 * 1024 * 1024));
  });
});

test("a file that changed is read anew, whatever else stayed the same", async () => {
  const { teamFiles, path } = await open({ ".claude/agents-memory/asr/a.md": "one" });
  const folder = memoryOf(teamFiles, "asr");
  const text = async () => (await teamFiles.read(folder)).files.map((file) => file.text);
  const file = join(path, folder.path, "a.md");
  const long = new Date(Date.now() - 60_000);
  await utimes(file, long, long);
  expect(await text()).toEqual(["one"]);
  await writeFile(file, "two");
  expect(await text()).toEqual(["two"]);
  // Remembered by time, size and number: this is what an unchanged file looks like.
  await utimes(file, long, long);
  await text();
  const { mtimeMs } = await stat(file);
  await writeFile(file, "xxx");
  await utimes(file, long, long);
  expect((await stat(file)).mtimeMs).toBe(mtimeMs);
  expect(await text()).toEqual(["two"]);
  await writeFile(`${file}.new`, "new");
  await rename(`${file}.new`, file);
  await utimes(file, long, long);
  expect(await text()).toEqual(["new"]);
});

test("replacing keeps the permissions of a file", async () => {
  const { teamFiles, path } = await open();
  const folder = memoryOf(teamFiles);
  const file = join(path, folder.path, "a.md");
  await mkdir(join(path, folder.path), { recursive: true });
  await writeFile(file, "by hand", { mode: 0o600 });
  await teamFiles.change(folder, (files) => files.write("a.md", "by us"));
  expect(await readFile(file, "utf8")).toBe("by us");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("what is still under way when a change fails ends before its folder is closed, and nothing can begin after", async () => {
  const { teamFiles, path } = await open();
  const folder = memoryOf(teamFiles);
  let kept: ((name: string) => Promise<void>) | undefined;
  const change = teamFiles.change(folder, async (files) => {
    kept = (name) => files.create(name, "late");
    void files.create("slow.md", "a".repeat(1_000_000));
    throw new Error("enough");
  });
  await expect(change).rejects.toThrow("enough");
  expect(await readdir(join(path, folder.path))).toEqual(["slow.md"]);
  await expect(kept?.("later.md")).rejects.toThrow("not locked any more");
});
