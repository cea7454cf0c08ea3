import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, test } from "vitest";
import type { AgentEvent } from "../../src/core/agent/events";
import { answer, failure, startMessagesServer } from "../support/messages-server";
import type { ServerOptions } from "../support/messages-server/server";
import { cli, example } from "../support/run-cli";
import { temporaryWorkspace } from "../support/temporary-workspace";

const firstQuestion = "What would fail first in this pipeline, and what should we measure?";
const events = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as AgentEvent);
const text = (all: readonly AgentEvent[]) => all.map((event) => (event.type === "text" ? event.text : "")).join("");

describe("offline", () => {
  it("names both engines and at least five findings with places that exist", async () => {
    const { code, stdout } = await cli(["ask", "--workspace", example, firstQuestion]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/offline reviewer/);
    expect(stdout).toMatch(/openai-whisper/);
    expect(stdout).toMatch(/Google Speech/);
    expect(stdout.match(/^### \d+\. /gm)?.length).toBeGreaterThanOrEqual(5);
    const evidence = [...stdout.matchAll(/^- `([^`:]+):(\d+)` `([^`]+)`$/gm)];
    expect(evidence.length).toBeGreaterThan(10);
    for (const [, path = "", line, source = ""] of evidence) {
      const lines = readFileSync(join(example, path), "utf8").split("\n");
      expect(lines[Number(line) - 1]?.trim(), `${path}:${line}`).toContain(source.slice(0, 190));
    }
  });

  it("is the same loop: start, what was read, tool calls, results, messages, end", async () => {
    const all = events((await cli(["ask", "--json", "--workspace", example, firstQuestion])).stdout);
    const types = all
      .map(({ type }) => type)
      // What was handed over stands between the results, in the order in which they came.
      .filter((type) => type !== "handoff")
      .filter((type, index, list) => type !== list[index - 1]);
    expect(types).toEqual([
      "start",
      "context",
      "message",
      "turn",
      "message",
      "tool-call",
      "tool-result",
      "message",
      "turn",
      "message",
      "tool-call",
      "tool-result",
      "message",
      "turn",
      "text",
      "message",
      "end",
    ]);
    expect(all.at(-1)).toMatchObject({ type: "end", reason: "done", turns: 3 });
    expect(all.filter((event) => event.type === "handoff").map(({ to }) => to)).toEqual([
      "Backend Architect",
      "Remotion Engineer",
      "Backend Architect",
    ]);
    expect(all.filter((event) => event.type === "context").map(({ source }) => source)).toEqual([
      "team-protocol",
      "instructions",
      "pipeline-map",
    ]);
  });

  it.each<[string, RegExp]>([
    ["Which engines does this pipeline use, and where?", /whisper\.load_model/],
    ["Would a corrupted file hang the worker?", /No time limit on/],
    ["Где используется `temperature`?", /temperature=/],
    ["Show captions/modules/transcription/constants.py:9", /DEFAULT_WHISPER_MODEL/],
  ])("answers %s", async (question, expected) => {
    const { stdout } = await cli(["ask", "--workspace", example, question]);
    expect(stdout).toMatch(expected);
    expect(stdout).not.toMatch(/cannot answer/);
  });

  it.each([
    "Why is large-v3 slower than real time here?",
    "Should we switch to Deepgram?",
    "Write me a haiku about WER.",
  ])("says that it cannot answer %s, what it checked instead, and what it can answer", async (question) => {
    const { stdout, code } = await cli(["ask", "--workspace", example, question]);
    expect(stdout).toMatch(/I cannot answer this without a language model\. What I checked instead is below/);
    expect(stdout).toMatch(/Without a language model I can answer:\n- What would fail first/);
    expect(code).toBe(0);
  });

  it("says so where there is no speech code", async () => {
    const { path, dispose } = await temporaryWorkspace({ "main.py": "print('hello')\n" });
    onTestFinished(dispose);
    const { stdout, code } = await cli(["ask", "--workspace", path, firstQuestion]);
    expect(stdout).toMatch(/no speech code/i);
    expect(stdout).not.toMatch(/^### /m);
    expect(code).toBe(0);
  });
});

const key = "sk-test-0123456789abcdef";

async function ask(options: ServerOptions, ...args: string[]) {
  const server = await startMessagesServer({ key, ...options });
  onTestFinished(() => server.close());
  const result = await cli(
    ["ask", "--workspace", example, "--provider", "anthropic", "--base-url", server.url, ...args, "Why?"],
    {
      env: {
        ANTHROPIC_API_KEY: key,
        ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
        ANTHROPIC_CUSTOM_HEADERS: "X-Leak: yes",
      },
    },
  );
  expect(result.stdout + result.stderr).not.toContain(key);
  return { server, ...result };
}

describe("with a model", () => {
  it("runs three tools at once and streams the answer", async () => {
    const script = [
      answer([
        { type: "text", text: "Looking." },
        { type: "tool_use", id: "toolu_1", name: "Read", input: { file_path: "pyproject.toml" } },
        { type: "tool_use", id: "toolu_2", name: "Grep", input: { pattern: "load_model" } },
        { type: "tool_use", id: "toolu_3", name: "Glob", input: { pattern: "**/*.py" } },
      ]),
      answer([
        { type: "text", text: "The model is loaded for each job (captions/modules/transcription/service.py:21)." },
      ]),
    ];
    const { server, stdout, code } = await ask({ script }, "--json");
    expect(text(events(stdout))).toMatch(/Looking\.The model is loaded/);
    expect(events(stdout).filter(({ type }) => type === "tool-result")).toHaveLength(3);
    expect(server.violations).toEqual([]);
    expect(server.requests[0]?.rawHeaders.join("\n")).not.toMatch(/X-Leak/i);
    expect(code).toBe(0);
  });

  it("sends the start as data: protocol, notes and map before the question, the prompt with what is unavailable", async () => {
    const { server } = await ask({ script: [answer([{ type: "text", text: "Done." }])] });
    const { system, messages, tools } = (server.requests[0]?.json ?? {}) as {
      system: unknown;
      messages: { content: { text: string }[] }[];
      tools: { name: string }[];
    };
    expect(JSON.stringify(system)).toMatch(/Bash: running commands is off/);
    expect(tools.map(({ name }) => name)).toEqual([
      "Read",
      "Grep",
      "Glob",
      "PipelineMap",
      "ReviewPipeline",
      "ReadChange",
      "ReadRun",
      "CompareRuns",
      "Evaluate",
      "RequestHandoff",
      "WriteMemory",
    ]);
    expect(messages[0]?.content[0]?.text).toMatch(
      /^<context source="team-protocol"[\s\S]+<context source="instructions"[\s\S]+<context source="pipeline-map"/,
    );
    expect(messages[0]?.content.at(-1)?.text).toBe("Why?");
  });

  it("fails with one sentence and exit code 1", async () => {
    const { code, stderr } = await ask({
      script: [failure(400, "invalid_request_error", `bad key ${key}`)],
      capabilities: "unknown",
    });
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(1);
  });

  it("refuses a wrong key with a remedy", async () => {
    const { code, stderr } = await ask({ key: "another-key-entirely" });
    expect(stderr).toMatch(/key/i);
    expect(code).toBe(1);
  });
});

test("a local server gets the minimal request only", async () => {
  const server = await startMessagesServer({
    mode: "compatible",
    script: [answer([{ type: "text", text: "Local." }])],
  });
  onTestFinished(() => server.close());
  const { stdout, code } = await cli([
    "ask",
    "--workspace",
    example,
    "--provider",
    "local",
    "--base-url",
    server.url,
    "--model",
    "small",
    "Why?",
  ]);
  expect(stdout).toMatch(/Local\./);
  expect(server.violations).toEqual([]);
  expect(code).toBe(0);
});
