import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { exportMarkdown } from "../../../src/host/chat/export-markdown";
import type { Item } from "../../../src/protocol/chat";

const head = {
  title: "Slow *models*",
  agent: "ml-ai-engineer",
  model: "claude-opus-5-5",
  created: "2026-11-22T09:00:00Z",
};
const usage = { inputTokens: 200, outputTokens: 50, cacheReadTokens: 800, cacheWriteTokens: 0 };
const question = (text: string): Item => ({ kind: "question", id: "q1", text, attachments: [] });
const answer = (text: string): Item => ({ kind: "answer", id: "m0a0", text, done: true });
const end: Item = { kind: "end", id: "e1", reason: "done", model: "claude-opus-5-5", usage, milliseconds: 11_000 };

test("a whole conversation", () => {
  const tool = { kind: "tool", content: "secret.py:1: x", milliseconds: 12 } as const;
  const items: Item[] = [
    {
      ...question("Why is `large-v3` slow?\n# really"),
      attachments: [{ path: "service.py", line: 40, endLine: 88 }],
    } as Item,
    { kind: "reading", id: "r1", rows: [{ title: "team protocol", reason: "bundled", milliseconds: 1 }] },
    { kind: "thinking", id: "m0t0", text: "Hm.", done: true },
    { ...tool, id: "t1", name: "Grep", title: "load`model", state: "done", summary: "3 matches in 2 files" },
    { ...tool, id: "t2", name: "Read", title: "a.py", state: "failed", summary: "`a.py` is missing" },
    answer("The model is loaded **for each job**:\n\n```python\nload()\n```"),
    { ...end, cost: { usd: 0.0412, asOf: "2026-11-01" } },
    question("And now?"),
    { kind: "notice", id: "e2n", tone: "error", text: "Nothing answers. Ask again.", actions: ["retry"] },
    { ...end, id: "e2", reason: "failed", message: "Nothing answers. Ask again." },
  ];
  expect(exportMarkdown(head, items)).toBe(`# Slow \\*models\\*

- Date: 2026-11-22
- Agent: ml-ai-engineer
- Model: claude-opus-5-5

## Question

> Why is \`large-v3\` slow?
> # really

\`@service.py:40-88\`

- Read at start: team protocol (bundled)
- Grep \`\`load\`model\`\`: 3 matches in 2 files
- Read \`a.py\`: failed, \\\`a.py\\\` is missing

The model is loaded **for each job**:

\`\`\`python
load()
\`\`\`

*claude-opus-5-5 · 1000 in (800 from the cache), 50 out · ≈ $0.04 · 11.0 s*

## Question

> And now?

> Nothing answers. Ask again.

*claude-opus-5-5 · 1000 in (800 from the cache), 50 out · 11.0 s*

## Usage

- Answers: 2
- Tokens: 2000 in (1600 from the cache), 100 out
- Estimated cost: ≈ $0.04 at the prices of 2026-11-01; 1 of 2 answers have no price and are not in it
`);
});

test("without a model nothing is said to cost", () => {
  const free = {
    ...end,
    model: "offline reviewer",
    usage: { ...usage, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0 },
  };
  expect(exportMarkdown({ ...head, agent: "", model: "", created: "" }, [free])).toBe(
    "# Slow \\*models\\*\n\n*offline reviewer · 11.0 s*\n\n## Usage\n\n- Answers: 1\n- Tokens: none\n- Estimated cost: none\n",
  );
});

/** The headings of level 2 that a reader sees. */
function headings(markdown: string): string[] {
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  return tokens.flatMap((token, index) =>
    token.type === "heading_open" && token.level === 0 && token.tag === "h2" ? [tokens[index + 1]?.content ?? ""] : [],
  );
}

describe("what an answer leaves open ends with it", () => {
  const open = [
    "```",
    "````md\n```",
    "~~~\ncode",
    "- item\n\n  ```",
    "> ```",
    "<!-- x",
    "<pre>\nx",
    "<script>",
    "<?x",
    "<![CDATA[ x",
    "<!DOCTYPE",
    "text\n```py\nx\n``",
    "   ```\nx",
  ];
  test.each(open)("%j", (text) => {
    expect(headings(exportMarkdown(head, [question("?"), answer(text), question("?"), end]))).toEqual([
      "Question",
      "Question",
      "Usage",
    ]);
  });

  test("whatever it is made of, and it is verbatim", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...open,
        "\n",
        "\n\n",
        "    ",
        "- ",
        "> ",
        "1. ",
        "---",
        "|a|\n|-|",
        "`",
        "text",
        "</pre>",
        "-->",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.array(piece, { maxLength: 4 }), (parts, asked) => {
        const text = parts.join("");
        const exported = exportMarkdown(head, [question(asked.join("")), answer(`.${text}`), question("?"), end]);
        expect(exported).toContain(`\n\n.${text.replace(/\s+$/, "")}`);
        const [first, ...rest] = headings(exported);
        expect([first, ...rest.slice(-2)]).toEqual(["Question", "Question", "Usage"]);
      }),
      { numRuns: 2000 },
    );
  });
});
