import { expect, test } from "vitest";
import type { Message } from "../../../src/core/model/message";
import { answer, failure } from "../../support/messages-server";
import { collect, converse, exchangeOf } from "../../support/messages-server/conversation";
import { scriptedModel } from "../../support/messages-server/scripted-model";

const good = answer([{ type: "text", text: "Good." }]);
const read = { name: "Read", description: "Reads.", inputSchema: { type: "object", properties: {} } };
const minimal =
  '{"model":"scripted-model","max_tokens":8192,"system":"S","messages":[{"role":"user","content":[{"type":"text","text":"Q"}]}],"tools":[{"name":"Read","description":"Reads.","input_schema":{"type":"object","properties":{}}}],"stream":true}';

test("a compatible request is minimal", async () => {
  const { model, server } = await scriptedModel({ mode: "compatible", script: [good] });
  await converse(model, [read], "S").ask("Q");
  expect(server.requests[0]?.text).toBe(minimal);
  expect(server.otherRequests).toEqual([]);
});

test("a full request caches, thinks visibly, and is bounded by what the model can do", async () => {
  const { model, server } = await scriptedModel({ script: [good, good] });
  const conversation = converse(model, [read], "S");
  await conversation.ask("Q");
  await conversation.ask("R");
  expect(server.requests[0]?.json).toEqual({
    ...JSON.parse(minimal),
    max_tokens: 32_000,
    cache_control: { type: "ephemeral" },
    thinking: { type: "adaptive", display: "summarized" },
  });
  expect(server.otherRequests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /v1/models/scripted-model",
  ]);
});

test.each([
  [{ max_tokens: 4096, capabilities: null }, {}, 4096],
  [{ max_tokens: 128_000, capabilities: null }, { maxTokens: 64_000 }, 64_000],
  [{ max_tokens: 16_000, capabilities: null }, { maxTokens: 64_000 }, 16_000],
  [{ object: "model" }, {}, 8192],
])("an old model or a gateway %j gets no thinking", async (capabilities, options, maxTokens) => {
  const { model, server } = await scriptedModel({ capabilities, script: [good] }, options);
  await converse(model).ask("Q");
  expect(server.requests[0]?.json.thinking).toBeUndefined();
  expect(server.requests[0]?.json.max_tokens).toBe(maxTokens);
});

test("an endpoint that cannot describe models gets minimal requests, and says so once", async () => {
  const { model, server } = await scriptedModel({ capabilities: "unknown", script: [good, good] });
  const conversation = converse(model, [read], "S");
  expect((await conversation.ask("Q")).transcript).toBe(
    "notice: The endpoint does not say what scripted-model can do, so requests are kept minimal: no prompt cache, no thinking.\ntext: Good.\nstop: end",
  );
  expect((await conversation.ask("R")).transcript).toBe("text: Good.\nstop: end");
  expect(server.requests[0]?.text).toBe(minimal);
});

test("an endpoint that does not know a field gets minimal requests from then on", async () => {
  const strict = failure(422, "invalid_request_error", "cache_control: Extra inputs are not permitted");
  const { model, server } = await scriptedModel({ script: [strict, good, good] });
  const conversation = converse(model, [read], "S");
  expect((await conversation.ask("Q")).transcript).toBe(
    "notice: The endpoint does not know a field of the request, so requests are kept minimal: no prompt cache, no thinking.\ntext: Good.\nstop: end",
  );
  expect((await conversation.ask("R")).transcript).toBe("text: Good.\nstop: end");
  expect(server.requests[1]?.text).toBe(minimal);
  expect(server.requests.length).toBe(3);
});

test("thinking that is bound to another conversation is left out, once and with a notice", async () => {
  const thoughtful = answer([
    { type: "thinking", thinking: "Deep." },
    { type: "text", text: "Aha." },
  ]);
  const { model, server } = await scriptedModel({ script: [thoughtful, good, thoughtful, good] });
  const first = converse(model);
  await first.ask("One?");
  const [, assistant] = first.messages as [Message, Message];
  const second = converse(model, [], "You are a test.", [
    { role: "user", content: [{ type: "text", text: "Another start." }] },
    assistant,
  ]);
  expect((await second.ask("Two?")).transcript).toBe(
    "notice: The endpoint did not accept earlier thinking of this conversation; it is left out from here on.\ntext: Good.\nstop: end",
  );
  expect((await second.ask("Three?")).transcript).toBe("thinking: Deep.\ntext: Aha.\nstop: end");
  expect((await second.ask("Four?")).transcript).toBe("text: Good.\nstop: end");
  expect(server.violations).toEqual([expect.stringContaining("bound to a different conversation")]);
  expect(server.requests.at(-1)?.text.match(/"thinking":"Deep\."/g)?.length).toBe(1);
});

test("an endpoint that misses left-out thinking gets requests without thinking, but with the cache", async () => {
  const misses = failure(
    400,
    "invalid_request_error",
    "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `text`. When `thinking` is enabled, a final `assistant` message must start with a thinking block",
  );
  const { model, server } = await scriptedModel({ script: [misses, good] });
  expect((await converse(model).ask("Q")).transcript).toBe(
    "notice: The endpoint misses earlier thinking of this conversation, so thinking is off from here on.\ntext: Good.\nstop: end",
  );
  expect(server.requests[1]?.json).toMatchObject({ cache_control: { type: "ephemeral" } });
  expect(server.requests[1]?.json.thinking).toBeUndefined();
});

test("half characters are made whole on the way out", async () => {
  const { model, server } = await scriptedModel({ script: [good, good] });
  const half = "x\ud83c";
  const conversation = converse(model, [{ ...read, description: half, inputSchema: { title: half } }], half, [
    { role: "user", content: [{ type: "text", text: half }] },
    { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "Read", input: { [half]: [half] } }] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: half }] },
    { role: "assistant", content: [{ type: "text", text: "Yes." }] },
  ]);
  expect((await conversation.ask("Q")).text).toBe("Good.");
  expect(server.requests[0]?.text.match(/x\ufffd/g)?.length).toBe(7);
  expect(server.violations).toEqual([]);
});

test("50 turns share their prefix byte for byte and live by the cache", async () => {
  const turns = Array.from({ length: 50 }, (_, index) =>
    index % 3 === 2
      ? answer([{ type: "text", text: `Answer ${index}` }])
      : answer([
          { type: "thinking", thinking: `Step ${index}` },
          { type: "tool_use", id: `toolu_${index}`, name: "Read", input: { file_path: `f${index}.py`, 7: "ü" } },
        ]),
  );
  const { model, server } = await scriptedModel({ script: turns });
  const conversation = converse(model, [read], "A long system prompt. ".repeat(400));
  for (let turn = 0; turn < 50; turn += 1) {
    const { events } = await conversation.ask(`Question ${turn}`);
    const usage = events.find((event) => event.type === "usage")?.usage;
    const { inputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage ?? {};
    if (turn >= 2) expect(cacheReadTokens / (inputTokens + cacheReadTokens + cacheWriteTokens)).toBeGreaterThan(0.95);
  }
  expect(server.violations).toEqual([]);
  const prefixes = server.requests.map(({ text }) => text.slice(0, text.indexOf('],"tools":')));
  for (const [index, prefix] of prefixes.slice(1).entries())
    expect(prefix.startsWith(prefixes[index] ?? "?")).toBe(true);
});

test("usage is told for each answer that began", async () => {
  const broken = answer([], { error: { type: "overloaded_error", message: "Busy" } });
  const { model } = await scriptedModel({ script: [broken, good] });
  const request = {
    system: "",
    tools: [],
    messages: [{ role: "user" as const, content: [{ type: "text" as const, text: "?" }] }],
  };
  const { events } = exchangeOf(await collect(model.stream(request, new AbortController().signal)));
  expect(events.filter(({ type }) => type === "usage").length).toBe(2);
});

test("connections are used again", async () => {
  const { model, server } = await scriptedModel({ script: [good, good, good, good] });
  const conversation = converse(model);
  for (const question of ["One?", "Two?", "Three?", "Four?"]) {
    await conversation.ask(question);
    await server.requests.at(-1)?.closed;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // Two, because the first question may overtake the closing words of the one about the model.
  expect(new Set([...server.otherRequests, ...server.requests].map(({ port }) => port)).size).toBeLessThanOrEqual(2);
});

test("a second conversation at the same time is a request of its own", async () => {
  const { model } = await scriptedModel({
    otherwise: ({ text }) => answer([{ type: "text", text: text.includes("One?") ? "1" : "2" }]),
  });
  const exchanges = await Promise.all([converse(model).ask("One?"), converse(model).ask("Two?")]);
  expect(exchanges.map(({ text }) => text)).toEqual(["1", "2"]);
});
