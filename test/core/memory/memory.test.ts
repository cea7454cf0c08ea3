import { describe, expect, it, test } from "vitest";
import { parseMemory } from "../../../src/core/memory/memory";

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
