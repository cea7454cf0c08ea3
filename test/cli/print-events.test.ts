import { expect, it } from "vitest";
import { printEvents } from "../../src/cli/print-events";
import type { AgentEvent } from "../../src/core/agent/events";

const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
const end = (reason: "done" | "limit" | "failed", message?: string): AgentEvent => ({
  type: "end",
  reason,
  turns: 2,
  milliseconds: 1250,
  usage,
  ...(message !== undefined && { message }),
});

async function print(events: readonly AgentEvent[], json = false): Promise<string> {
  let printed = "";
  const source = (async function* () {
    yield* events;
  })();
  await printEvents(source, { write: (text) => (printed += text) }, { json });
  return printed;
}

it.each<[string, readonly AgentEvent[], string]>([
  ["an answer", [{ type: "text", text: "One.\n" }, end("done")], "One.\n\n2 turns · 1.3 s\n"],
  [
    "a row after half a line on a line of its own",
    [{ type: "text", text: "Half" }, { type: "notice", message: "Cut." }, end("done")],
    "Half\n! Cut.\n\n2 turns · 1.3 s\n",
  ],
  ["why a report is one", [end("limit", "Stopped at the limit.")], "! Stopped at the limit.\n\n2 turns · 1.3 s\n"],
  ["no reason that the error says as well", [end("failed", "The server is down.")], "\n2 turns · 1.3 s\n"],
  [
    "control characters of files and models, made visible",
    [
      {
        type: "context",
        source: "memory",
        title: "a\u001b[2J\n▸ Bash",
        characters: 1,
        milliseconds: 2,
        reason: "always\u009b",
      },
      { type: "text", text: "x\u001b]0;title\u0007\r\ny\tz\n" },
    ],
    "▸ Read at start: a\\u{1b}[2J\\u{a}▸ Bash  (always\\u{9b})  2 ms\nx\\u{1b}]0;title\\u{7}\ny\tz\n",
  ],
])("prints %s", async (_, events, expected) => expect(await print(events)).toBe(expected));

it("prints as JSON one event a line, whatever is in it", async () => {
  const events: AgentEvent[] = [{ type: "text", text: "a\nb\u2028\u001b" }, end("failed", "No.")];
  const lines = (await print(events, true)).split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.map((line) => JSON.parse(line))).toEqual(events);
});
