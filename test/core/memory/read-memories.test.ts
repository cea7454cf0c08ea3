import { expect, onTestFinished, test } from "vitest";
import { readMemories } from "../../../src/core/memory/memory";
import { MemoryStore } from "../../../src/core/memory/store";
import { temporaryTeamFiles } from "../../support/temporary-team-files";
import { temporaryWorkspace } from "../../support/temporary-workspace";
import { newMemory } from "./new-memory";

test("readMemories reads every file of every root, newest first, and says what it could not read", async () => {
  const file = (root: string, day: number) => [
    `${root}/.claude/agents-memory/a/2026-01-${10 + (day % 20)}-${day}.md`,
    `# ${root} ${day}`,
  ];
  const days = Array.from({ length: 150 }, (_, day) => day);
  const { workspace, dispose } = await temporaryWorkspace(
    {
      ...Object.fromEntries(days.flatMap((day) => [file("one", day), file("two", day)])),
      "one/.claude/agents-memory/a/binary.md": new Uint8Array([0, 1, 2]),
      "one/.claude/agents-memory/a/other.txt": "x",
    },
    { roots: ["one", "two"] },
  );
  onTestFinished(dispose);
  const { memories, problems } = await readMemories(workspace, "a");
  expect(memories).toHaveLength(300);
  expect(memories[0]?.date).toBe("2026-01-29");
  expect(problems.map(({ path }) => path)).toEqual(["one/.claude/agents-memory/a/binary.md"]);
});

test("until the person agreed a memory waits outside of the repository, and everything works on it there", async () => {
  const { teamFiles, workspace, again, dispose } = await temporaryTeamFiles({}, { shared: false });
  onTestFinished(dispose);
  const store = new MemoryStore({ files: teamFiles, now: () => new Date(2026, 2, 4) });
  const { folder, name } = await store.add("a", newMemory());
  expect(folder.shared).toBe(false);
  expect((await readMemories(workspace, "a")).memories).toEqual([]);
  expect(await store.add("a", newMemory())).toMatchObject({ outcome: "unchanged" });
  const [waiting] = (await store.list("a")).memories;
  if (!waiting) throw new Error("nothing waits");
  await store.markStale(waiting, "to be checked");
  await teamFiles.share();
  const [shared] = (await new MemoryStore({ files: await again(), now: () => new Date() }).list("a")).memories;
  expect(shared).toMatchObject({ name, stale: { reason: "to be checked" }, file: { folder: { shared: true } } });
});

test("what other tools keep in the folder is read from the disk as it is", async () => {
  const folder = ".claude/agents-memory/a";
  const { teamFiles, dispose } = await temporaryTeamFiles({
    [`${folder}/MEMORY.md`]: "- [Beam](beam.md) — sizes",
    [`${folder}/bom.md`]: "\ufeff# Beam\r\n\r\n**Applies when:** tuning\r\n",
    [`${folder}/заметка с пробелами.md`]: "просто текст",
    [`${folder}/2026-02-30-no-such-day.md`]: "# T",
  });
  onTestFinished(dispose);
  const { memories } = await new MemoryStore({ files: teamFiles, now: () => new Date() }).list();
  expect(memories.map(({ title, appliesWhen }) => [title, appliesWhen]).sort()).toEqual([
    ["Beam", "tuning"],
    ["MEMORY.md", ""],
    ["T", ""],
    ["заметка с пробелами.md", ""],
  ]);
  const bom = memories.find(({ name }) => name === "bom.md");
  if (!bom) throw new Error("missing");
  const store = new MemoryStore({ files: teamFiles, now: () => new Date() });
  expect(await store.rename(bom, "Width")).toMatch(/^\d{4}-\d\d-\d\d-width\.md$/);
});
