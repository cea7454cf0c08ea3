import { expect, test } from "vitest";
import { Conversation } from "../../../src/core/agent/conversation";
import { answer } from "../../support/messages-server";
import { scriptedModel } from "../../support/messages-server/scripted-model";
import { ask, echo, expectReady, transcript } from "../../support/run-agent";

/** The part of a request body that later requests must repeat: everything but the list's end and cache marks. */
function prefixOf(body: string): string {
  const { system, tools, messages } = JSON.parse(body) as { system: unknown; tools: unknown; messages: unknown };
  return JSON.stringify([system, tools, messages]).slice(0, -2);
}

test("50 turns over five questions: each request starts with the bytes of the one before, and 95 % come from the cache", async () => {
  const script = Array.from({ length: 50 }, (_, turn) =>
    turn % 10 === 9
      ? answer([{ type: "text", text: `Answer ${turn}: ${"évidence ".repeat(40)}` }])
      : answer([
          { type: "thinking", thinking: `Step ${turn}.` },
          { type: "text", text: `Looking ${turn}.` },
          { type: "tool_use", id: `toolu_${turn}_a`, name: "Echo", input: { text: `${turn} `.repeat(200) } },
          { type: "tool_use", id: `toolu_${turn}_b`, name: "Echo", input: { text: 5 } },
        ]),
  );
  const { model, server } = await scriptedModel({ script });
  const talk = new Conversation({ system: "You answer. ".repeat(300), tools: [echo] });
  const usages: { read: number; all: number }[] = [];
  for (let question = 0; question < 5; question++) {
    const events = await ask(talk, model);
    expect(transcript(events)).toMatch(/end done$/);
    for (const event of events) {
      if (event.type !== "usage") continue;
      const { inputTokens, cacheReadTokens, cacheWriteTokens } = event.usage;
      usages.push({ read: cacheReadTokens, all: inputTokens + cacheReadTokens + cacheWriteTokens });
    }
  }
  expect(server.violations).toEqual([]);
  expect(server.requests).toHaveLength(50);
  const bodies = server.requests.map(({ text }) => prefixOf(text));
  for (const [index, body] of bodies.entries()) {
    if (index > 0) expect(body.startsWith(bodies[index - 1] ?? "?"), `request ${index + 1}`).toBe(true);
  }
  const later = usages.slice(2);
  const read = later.reduce((sum, usage) => sum + usage.read, 0) / later.reduce((sum, usage) => sum + usage.all, 0);
  expect(read).toBeGreaterThan(0.95);
  expectReady(talk);
});

test("a fork repeats the bytes before it", async () => {
  const say = (text: string) => answer([{ type: "text", text }]);
  const { model, server } = await scriptedModel({ script: [say("One."), say("Two."), say("Other.")] });
  const talk = new Conversation({ system: "You answer.", tools: [echo] });
  await ask(talk, model);
  await ask(talk, model);
  await ask(talk.fork(2), model);
  const [, second, fork] = server.requests.map(({ text }) => text);
  expect(fork).toBe(second);
  expect(server.violations).toEqual([]);
});
