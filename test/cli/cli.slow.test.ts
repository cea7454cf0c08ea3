import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { root } from "../../scripts/prepare.mjs";
import { cli, example } from "../support/run-cli";

const tool = (name: string, input: unknown, ...rest: string[]) =>
  cli(["tool", name, typeof input === "string" ? input : JSON.stringify(input), "--workspace", example, ...rest]);

describe("exit codes and messages", () => {
  it.each<[string, readonly string[], number, RegExp]>([
    ["help", ["--help"], 0, /^$/],
    ["version", ["--version"], 0, /^$/],
    ["help of a command", ["ask", "--help"], 0, /^$/],
    ["no command", [], 2, /Usage: ml-engineer/],
    ["an unknown command", ["fly"], 2, /unknown command 'fly'/],
    ["an unknown option", ["ask", "--fast", "Why?"], 2, /unknown option '--fast'/],
    ["no question", ["ask"], 2, /missing required argument 'question'/],
    ["an empty question", ["ask", " "], 2, /^The question is empty\.\n$/],
    ["an unknown provider", ["ask", "--provider", "oracle", "Why?"], 2, /'oracle' is invalid/],
    [
      "a missing key",
      ["ask", "--provider", "anthropic", "Why?"],
      2,
      /^The provider anthropic needs a key: set ANTHROPIC_API_KEY for this command\.\n$/,
    ],
    [
      "a missing model",
      ["ask", "--provider", "local", "Why?"],
      2,
      /^The provider local needs the name of a model: add --model ID\.\n$/,
    ],
    [
      "an unknown agent",
      ["ask", "--agent", "nobody", "Why?"],
      2,
      /^There is no agent "nobody"\. There are: backend-architect, .*ml-ai-engineer/,
    ],
    ["a missing folder", ["review", "/nowhere/at/all"], 2, /^There is no folder \/nowhere\/at\/all\.\n$/],
    ["an empty folder name", ["review", ""], 2, /^There is no folder ""\.\n$/],
    ["a file as a folder", ["review", join(root, "package.json")], 2, /^There is no folder /],
    [
      "an unknown tool",
      ["tool", "Write", "{}"],
      2,
      /^There is no tool Write\. There are: Read, Grep, Glob, PipelineMap, ReviewPipeline, ReadChange, ReadRun, CompareRuns\.\n$/,
    ],
    ["input that is not JSON", ["tool", "Read", "{"], 2, /^The input is not JSON: /],
  ])("%s", async (_, args, code, stderr) => {
    const result = await cli(args);
    expect(result.stderr).toMatch(stderr);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.code).toBe(code);
  });
});

describe("tool prints a result as JSON and exits with 0, also for an error result", () => {
  it.each<[string, string, unknown, boolean, RegExp]>([
    ["Read", "a file", { file_path: "pyproject.toml", limit: 2 }, false, /^\s*1\t\[project\]/],
    ["Read", "a missing file", { file_path: "pyprojct.toml" }, true, /pyproject\.toml/],
    ["Read", "a file outside", { file_path: "../../package.json" }, true, /outside/],
    ["Read", "wrong input", { file: 1 }, true, /^Invalid input for Read: file_path/],
    ["Grep", "a match", { pattern: "load_model", output_mode: "content", "-n": true }, false, /service\.py/],
    ["Grep", "no match", { pattern: "no_such_thing_anywhere" }, false, /[Nn]o match/],
    ["Grep", "a bad pattern", { pattern: "(" }, true, /pattern/],
    ["Glob", "files", { pattern: "**/*.py" }, false, /service\.py/],
    ["PipelineMap", "the map", {}, false, /whisper\.load_model/],
    ["ReviewPipeline", "some rules", { rules: [10] }, false, /### 1\. /],
  ])("%s: %s", async (name, _, input, isError, content) => {
    const { code, stdout, stderr } = await tool(name, input);
    expect(JSON.parse(stdout)).toEqual({ content: expect.stringMatching(content), isError });
    expect([code, stderr]).toEqual([0, ""]);
  });
});

test("agents lists all as JSON, with what is wrong", async () => {
  const { code, stdout } = await cli(["agents", example, "--json"]);
  const agents = JSON.parse(stdout) as Record<string, unknown>[];
  expect(agents).toHaveLength(10);
  for (const agent of agents) {
    expect(agent).toEqual({
      name: expect.any(String),
      description: expect.any(String),
      tools: expect.any(Array),
      model: expect.any(String),
      source: expect.stringMatching(/^bundled:/),
      active: true,
      problems: [],
    });
  }
  expect(code).toBe(0);
});

test("review and pipeline print text and JSON of the same", async () => {
  const [text, json, map] = await Promise.all([
    cli(["review", example]),
    cli(["review", example, "--json"]),
    cli(["pipeline", example, "--json"]),
  ]);
  const { findings } = JSON.parse(json.stdout) as { findings: { title: string }[] };
  expect(findings.length).toBeGreaterThanOrEqual(5);
  for (const { title } of findings) expect(text.stdout).toContain(title);
  expect((JSON.parse(map.stdout) as { engines: unknown[] }).engines.length).toBeGreaterThan(3);
});
