import { describe, expect, it, onTestFinished, test } from "vitest";
import { parseMemory, readMemories } from "../../../src/core/memory/memory";
import { temporaryWorkspace } from "../../support/temporary-workspace";

describe("parseMemory", () => {
  it.each<[string, string, string, string]>([
    ["title and condition", "# Beam size\n\n**Applies when:** Whisper is tuned\n", "Beam size", "Whisper is tuned"],
    ["a condition in a list", "# T\n- **Applies when**: always\n", "T", "always"],
    ["Windows line ends", "# T\r\n**Applies when:** always\r\n", "T", "always"],
    ["neither", "Only text.", "2026-01-01-x.md", ""],
    ["an empty heading and an empty condition", "#\nText\n**Applies when:**\nText\n", "2026-01-01-x.md", ""],
  ])("reads %s", (_, text, title, appliesWhen) => {
    expect(parseMemory("folder/2026-01-01-x.md", text)).toMatchObject({ title, appliesWhen });
  });
});

test.each([
  ["blank lines", "\n".repeat(64_000)],
  ["lines of blanks", " \n".repeat(32_000)],
  ["hashes", "# \n".repeat(21_000)],
])("parseMemory stays quick on thousands of %s", (_, text) => {
  const start = performance.now();
  parseMemory("x.md", text);
  expect(performance.now() - start).toBeLessThan(200);
});

test("readMemories reads every root, newest first, at most 200 files, and says what it left out", async () => {
  const file = (root: string, day: number) => [`${root}/.claude/agents-memory/a/${1000 + day}.md`, `# ${root} ${day}`];
  const days = Array.from({ length: 150 }, (_, day) => day);
  const { workspace, dispose } = await temporaryWorkspace(
    Object.fromEntries(days.flatMap((day) => [file("one", day), file("two", day)])),
    { roots: ["one", "two"] },
  );
  onTestFinished(dispose);
  const { memories, problems } = await readMemories(workspace, "a");
  expect(memories).toHaveLength(200);
  expect(memories.slice(0, 3).map(({ title }) => title)).toEqual(["one 149", "two 149", "one 148"]);
  expect(problems).toEqual([{ path: ".claude/agents-memory/a", message: "only the newest 200 of 300 files are read" }]);
});
