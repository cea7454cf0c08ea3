import { describe, expect, it, test } from "vitest";
import { withMore, withStale, withTitle } from "../../../src/core/memory/edit";
import { parseMemory, renderMemory } from "../../../src/core/memory/format";

const inFormat = `# Beam size of faster-whisper

**Applies when:** choosing beam_size on CPU

- \`beam_size=5\` doubles the time of small
- 1 is enough for calls

**Benchmark:** WER 7.1 % against 7.0 %, .ml-engineer/runs/20260301-abcd

**Engine/Model:** faster-whisper 1.0.3, small
`;

describe("parseMemory", () => {
  it("reads its own format, and rendering it again gives the same text", () => {
    const memory = parseMemory("folder/2026-01-01-x.md", inFormat);
    expect(memory).toMatchObject({
      title: "Beam size of faster-whisper",
      appliesWhen: "choosing beam_size on CPU",
      insight: ["`beam_size=5` doubles the time of small", "1 is enough for calls"],
      benchmarks: ["WER 7.1 % against 7.0 %, .ml-engineer/runs/20260301-abcd"],
      engineOrModel: "faster-whisper 1.0.3, small",
      problems: [],
    });
    expect(renderMemory(memory)).toBe(inFormat);
  });

  it.each<[string, string, string, string]>([
    ["a condition in a list", "# T\n- **Applies when**: always\n", "T", "always"],
    ["Windows line ends", "# T\r\n**Applies when:** always\r\n", "T", "always"],
    ["a condition without bold", "# T\nApplies when: always\n", "T", "always"],
    ["a condition as a heading", "# T\n\n## Applies when\n\nlong files\nare read\n\nMore", "T", "long files are read"],
    ["a condition on the next line", "# T\n**Applies when:**\nlong files\n\nMore", "T", "long files"],
    ["Russian labels", "# Пауза\n**Применимо, когда:** тишина\n", "Пауза", "тишина"],
    ["no field at all", "Only text.", "2026-01-01-x.md", ""],
    ["an empty heading and an empty condition", "#\n\n**Applies when:**\n\nText\n", "2026-01-01-x.md", ""],
    ["only lower headings", "## Beam\n\ntext", "Beam", ""],
    ["front matter of another tool", '---\nname: beam\ndescription: "tuning"\n---\ntext', "beam", "tuning"],
    ["front matter that is not closed", "---\nname: beam\n# T\n**Applies when:** x", "T", "x"],
    ["fields in a code block, which are an example", "# T\n```\n**Applies when:** no\n```\n", "T", ""],
    ["an index", "- [Beam](beam.md) — sizes\n", "2026-01-01-x.md", ""],
  ])("reads %s", (_, text, title, appliesWhen) => {
    expect(parseMemory("folder/2026-01-01-x.md", text)).toMatchObject({ title, appliesWhen });
  });

  it.each<[string, string, { line: number; message: string }]>([
    ["", "a.md", { line: 1, message: "the file is empty" }],
    ["text", "a.md", { line: 1, message: "there is no heading that names the topic" }],
    ["\n\n# T", "a.md", { line: 3, message: "it does not say when it applies (`**Applies when:** …`)" }],
    ["# T\n~~~\nx", "a.md", { line: 2, message: "a code block is opened and never closed" }],
    ["# T\n<<<<<<< HEAD\nx", "a.md", { line: 2, message: "a merge conflict was left in the file" }],
    ["---\nname: x\ntext", "a.md", { line: 1, message: "the front matter is not closed" }],
    ["# T\n**Stale:** soon", "a.md", { line: 2, message: "the `**Stale:**` line has no date" }],
  ])("says where %j is broken", (text, name, problem) => {
    expect(parseMemory(name, text).problems).toContainEqual(problem);
  });

  it("finds nothing wrong with the index of another tool", () => {
    expect(parseMemory("a/MEMORY.md", "- [Beam](beam.md)").problems).toEqual([]);
  });
});

test.each([
  ["blank lines", "\n".repeat(200_000)],
  ["lines of blanks", " \n".repeat(100_000)],
  ["hashes", "# \n".repeat(66_000)],
  ["headings", "# heading\n".repeat(5_000)],
  ["labels", "**Applies when:**\n".repeat(11_000)],
  ["one line of blanks after a label", `**Applies when${" ".repeat(200_000)}x`],
  ["one line of separators", `**Applies when${"\u2028".repeat(100_000)}x`],
  ["one line of stars", "*".repeat(200_000)],
  ["backticks", "`".repeat(200_000)],
  ["front matter", `---\n${"a: b\n".repeat(40_000)}`],
])("thousands of %s are read and edited in bounded time", (_, text) => {
  const start = performance.now();
  const memory = parseMemory("x.md", text);
  withStale(withMore(withTitle(text, memory.title), ["new line"], ["new benchmark"]), {
    date: "2026-01-01",
    reason: "r",
  });
  expect(performance.now() - start).toBeLessThan(5_000);
});

describe("editing", () => {
  it("adds lines and benchmarks where they belong", () => {
    expect(withMore(inFormat, ["greedy is as good"], ["WER 9 %, a.py:3"])).toBe(
      inFormat
        .replace("enough for calls\n", "enough for calls\n- greedy is as good\n")
        .replace("20260301-abcd\n", "20260301-abcd\n\n**Benchmark:** WER 9 %, a.py:3\n"),
    );
  });

  it.each([
    ["plain text", "Only text."],
    ["Windows line ends", "# T\r\n\r\ntext\r\n"],
    ["front matter", "---\nname: x\n---\n"],
    ["nothing", ""],
    ["only fields", "# T\n**Applies when:** x\n**Engine/Model:** vosk\n"],
    ["an open code block", "# T\n```\nx"],
  ])("changes %s without touching what stands there", (_, text) => {
    const stale = { date: "2026-05-06", reason: "new version" };
    const marked = withStale(text, stale);
    expect(parseMemory("a.md", marked).stale).toEqual(stale);
    expect(parseMemory("a.md", withStale(marked, undefined)).stale).toBeUndefined();
    expect(withStale(withStale(marked, stale), stale)).toBe(marked);
    expect(parseMemory("a.md", withTitle(text, "New $& title")).title).toBe("New $& title");
    const more = withMore(text, ["an added line"], ["7 %, a.py:1"]);
    expect(parseMemory("a.md", more).benchmarks.length + (text.includes("```") ? 1 : 0)).toBe(1);
    for (const line of text.split(/\r?\n/)) expect(more).toContain(line);
    expect(more.includes("\r\n")).toBe(text.includes("\r\n"));
  });
});
