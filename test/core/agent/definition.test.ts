import { describe, expect, it } from "vitest";
import { parseDefinition } from "../../../src/core/agent/definition/definition";

const file = (frontMatter: string, body = "You are an agent.") => `---\n${frontMatter}\n---\n${body}\n`;
const read = (text: string) => parseDefinition(text, "file-name");

describe("parseDefinition reads", () => {
  it.each<[string, string, object]>([
    [
      "plain fields",
      file("name: a\ndescription: Reads.\ntools: Read, Grep\nmodel: opus"),
      { name: "a", description: "Reads.", tools: ["Read", "Grep"], model: "opus" },
    ],
    [
      "disallowed tools",
      file("name: a\ndescription: d\ndisallowedTools: Bash, Read"),
      { disallowedTools: ["Bash", "Read"] },
    ],
    [
      "a repeated key: the first one",
      file("name: a\ndescription: x: y\ntools: Read\ntools: Grep"),
      { tools: ["Read"] },
    ],
    ["a tool list", file("name: a\ndescription: d\ntools:\n  - Read\n  - mcp__x__y"), { tools: ["Read", "mcp__x__y"] }],
    [
      "a rule with commas",
      file("name: a\ndescription: d\ntools: Bash(git log, git diff), Read"),
      { tools: ["Bash(git log, git diff)", "Read"] },
    ],
    [
      "rules with parentheses that nest or stay open",
      file("name: a\ndescription: d\ntools: Bash(a(b, c), d), Grep, Bash(e, Read"),
      { tools: ["Bash(a(b, c), d)", "Grep", "Bash(e", "Read"] },
    ],
    ["a full model identifier", file("name: a\ndescription: d\nmodel: claude-opus-5-5"), { model: "claude-opus-5-5" }],
    ["a list of models", file("name: a\ndescription: d\nmodel: [sonnet, opus]"), { model: "sonnet" }],
    ["no tools and no model", file("name: a\ndescription: d"), { tools: undefined, model: "inherit" }],
    [
      "keys without a value",
      file("name: a\ndescription:\ntools:\nmodel:"),
      { name: "a", description: "", tools: undefined, model: "inherit" },
    ],
    ["a byte order mark", `\uFEFF${file("name: a\ndescription: d")}`, { name: "a" }],
    ["CRLF", file("name: a\ndescription: d").replaceAll("\n", "\r\n"), { name: "a", body: "You are an agent." }],
    ["a missing name", file("description: d"), { name: "file-name" }],
    ["unknown keys", file("name: a\ndescription: d\ncolor: red"), { otherKeys: { color: "red" } }],
    ["a fence in the body", file("name: a\ndescription: d", "One\n\n---\n\nTwo"), { body: "One\n\n---\n\nTwo" }],
    [
      "a folded description with a blank line",
      file("name: a\ndescription: |\n  One.\n\n  Two.\nmodel: opus"),
      { description: "One.\n\nTwo.\n", model: "opus" },
    ],
    [
      "unquoted colons",
      file("name: a\ndescription: Use this: when asked. Note: it reads\ntools: Read"),
      { description: "Use this: when asked. Note: it reads", tools: ["Read"] },
    ],
    [
      "example blocks over lines",
      file(
        'name: a\ndescription: Use when asked.\n\n<example>\nContext: The user: asks\nuser: "How fast?"\nmodel: not this one\n</example>\nmodel: haiku',
      ),
      {
        description:
          'Use when asked.\n\n<example>\nContext: The user: asks\nuser: "How fast?"\nmodel: not this one\n</example>',
        model: "haiku",
      },
    ],
    ["`__proto__` as an unknown key", file("name: a\ndescription: d\n__proto__: x: y"), { name: "a" }],
  ])("%s", (_, text, expected) => expect(read(text).definition).toMatchObject(expected));

  it("says where it recovered", () => {
    expect(read(file("name: a\ndescription: Use this: now: please\ntools: Read")).problems).toEqual([
      { line: 3, message: expect.stringMatching(/^not valid YAML \(.+\); read line by line instead/) },
    ]);
  });

  it("says which keys it does not use", () => {
    expect(read(file("name: a\ndescription: d\nhooks: x")).problems).toEqual([
      { line: 4, message: "the key `hooks` is kept but not used here" },
    ]);
  });
});

it("parseDefinition names at most twenty unused keys and counts the rest", () => {
  const keys = Array.from({ length: 25 }, (_, index) => `key${index}: x`).join("\n");
  const { problems } = read(file(`name: a\ndescription: d\n${keys}`));
  expect(problems).toHaveLength(21);
  expect(problems[19]).toEqual({ line: 23, message: "the key `key19` is kept but not used here" });
  expect(problems[20]?.message).toBe("5 more keys are kept but not used here");
});

it("parseDefinition shows hidden characters and says where they are", () => {
  const { definition, problems } = read(file("name: a\ndescription: d", "Read.\n\u202EFollow\u{E0041} me."));
  expect(definition?.body).toBe("Read.\n\\u{202e}Follow\\u{e0041} me.");
  expect(problems).toEqual([{ line: 6, message: expect.stringMatching(/^2 hidden/) }]);
});

describe("parseDefinition refuses, with line and reason,", () => {
  it.each<[string, string, number, RegExp]>([
    ["no front matter", "You are an agent.", 1, /does not start with front matter/],
    ["an empty file", "", 1, /does not start with front matter/],
    ["an unclosed fence", "---\nname: a\n", 1, /not closed/],
    ["an empty prompt", "---\nname: a\n---\n\n", 4, /no prompt/],
    ["a bad name", file("name: Not A Name\ndescription: d"), 2, /name: use 1 to 64/],
    ["a list as front matter", file("- a\n- b"), 2, /no .key: value. line/],
    ["tools of a wrong type", file("name: a\ndescription: d\ntools: 5"), 4, /tools: write the names as a list/],
    ["a description that is a date", file("name: a\ncolor: red\ndescription: 2026-01-01"), 4, /description: .*string/],
    ["a bad model in a list", file("name: a\ndescription: d\nmodel: ['a b']"), 4, /model.*: use inherit/],
    ["a block of 20 KB", file(`name: a\ndescription: ${"x".repeat(20_000)}`), 1, /at most 16384/],
    ["NUL bytes", "\0".repeat(4096), 1, /NUL bytes/],
    ["a truncated file", "---\nname: a\ndescr", 1, /not closed/],
  ])("%s", (_, text, line, reason) => {
    const { definition, problems } = read(text);
    expect(definition).toBeUndefined();
    expect(problems.map((problem) => `${problem.line}: ${problem.message}`).join("\n")).toMatch(
      new RegExp(`(^|\n)${line}: .*${reason.source}`),
    );
  });

  it.each([
    "---js",
    "---javascript",
    "---JS",
    "--- js",
    "---\tjs",
    "\uFEFF---js",
    "---js\r",
    "---json",
    "---coffee",
    "--- javascript ",
  ])("code in front matter opened by %j", (fence) => {
    const canary = globalThis as { executed?: boolean };
    const { definition, problems } = read(
      `${fence}\nmodule.exports = { name: (globalThis.executed = true, "a"), description: "d" }\n---\nBody\n`,
    );
    expect(definition).toBeUndefined();
    expect(problems[0]?.message).toMatch(/exactly `---`/);
    expect(canary.executed).toBeUndefined();
  });

  it("a body that starts with code fences of front matter stays text", () => {
    const { definition } = read(file("name: a\ndescription: d", "---js\nglobalThis.executed = true\n---"));
    expect(definition?.body).toContain("globalThis.executed");
    expect((globalThis as { executed?: boolean }).executed).toBeUndefined();
  });
});

describe("parseDefinition stays quick on", () => {
  const aliases = Array.from({ length: 9 }, (_, index) =>
    `k${index + 1}: [${Array(9).fill(`*a${index}`).join(", ")}]`.replace(": [", `: &a${index + 1} [`),
  );
  it.each<[string, string]>([
    ["200,000 blank lines in the block", `---\nname: a\ndescription: d\n${"\n".repeat(200_000)}---\nBody`],
    ["16,000 blank lines in the block", `---\nname: a\ndescription: d\n${"\n".repeat(15_900)}---\nBody`],
    ["200,000 blank lines in the body", file("name: a\ndescription: d", "\n".repeat(200_000))],
    ["an alias bomb", file(`name: a\ndescription: d\nk0: &a0 [x, x, x, x, x, x, x, x, x]\n${aliases.join("\n")}`)],
    [
      "a merge bomb",
      file(
        `name: a\ndescription: d\nbase: &b { x: 1 }\n${Array.from({ length: 900 }, (_, index) => `m${index}: { <<: *b }`).join("\n")}`,
      ),
    ],
    ["16,000 commas", file(`name: a\ndescription: d\ntools: "${",".repeat(16_000)}"`)],
    ["8,000 open parentheses", file(`name: a\ndescription: d\ntools: "${"(,".repeat(8000)}"`)],
    [
      "1,900 keys above 48,000 blank lines",
      file(
        `name: a\ndescription: d\n${Array.from({ length: 1900 }, (_, index) => `k${index.toString(36)}: 1`).join("\n")}`,
        `${"\n".repeat(48_000)}Body`,
      ),
    ],
    ["60,000 open examples", file(`name: a\ndescription: x: ${"<example>".repeat(1500)}`)],
  ])("%s", (_, text) => {
    const start = performance.now();
    read(text);
    expect(performance.now() - start).toBeLessThan(200);
  });

  it("refuses what aliases blow up", () => {
    const bomb = read(file(`name: a\ndescription: d\nk0: &a0 [x, x, x, x, x, x, x, x, x]\n${aliases.join("\n")}`));
    expect(bomb.problems[0]?.message).toMatch(/expands to more than/);
  });
});
