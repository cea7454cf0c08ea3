import { expect, test } from "vitest";
import { answer, type Reply } from "../../support/messages-server";
import { converse, type Exchange } from "../../support/messages-server/conversation";
import { scriptedModel } from "../../support/messages-server/scripted-model";

/** Asks once, then a second time on the same history: whatever happened, the conversation must go on. */
async function check(reply: Reply, mode: "full" | "compatible" = "full"): Promise<Exchange> {
  const { model, server } = await scriptedModel({ mode, script: [reply, answer([{ type: "text", text: "Next." }])] });
  const conversation = converse(model);
  const first = await conversation.ask("First?");
  if (first.stop.reason === "pause") expect((await conversation.resume()).text).toBe("Next.");
  else expect((await conversation.ask("And next?")).transcript).toBe("text: Next.\nstop: end");
  expect(server.violations).toEqual([]);
  return first;
}

test("text, in the pieces in which it came", async () => {
  const { events, stop } = await check(answer([{ type: "text", text: "Hello there", piece: 6 }]));
  expect(events).toEqual([
    { type: "text", text: "Hello " },
    { type: "text", text: "there" },
    { type: "usage", usage: expect.objectContaining({ cacheReadTokens: 0, inputTokens: 0 }) },
    { type: "stop", reason: "end", content: [{ type: "text", text: "Hello there" }] },
  ]);
  expect(stop.message).toBeUndefined();
});

test("three parallel tools, after thinking and text", async () => {
  const { transcript, stop } = await check(
    answer([
      { type: "thinking", thinking: "Three files." },
      { type: "text", text: "I look at three." },
      { type: "tool_use", id: "toolu_1", name: "Read", input: { file_path: "ä.py" } },
      { type: "tool_use", id: "toolu_2", name: "Grep", input: { pattern: "\\d+", "-i": true } },
      { type: "tool_use", id: "toolu_3", name: "Glob", input: {} },
    ]),
  );
  expect(transcript).toBe(
    `thinking: Three files.
text: I look at three.
tool-call: toolu_1 Read {"file_path":"ä.py"}
tool-call: toolu_2 Grep {"pattern":"\\\\d+","-i":true}
tool-call: toolu_3 Glob {}
stop: tool-calls`,
  );
  expect(stop.content.map(({ type }) => type)).toEqual(["thinking", "text", "tool_use", "tool_use", "tool_use"]);
});

test("an answer of 30 KB", async () => {
  const text = "Wörter und Zeichen 🎙️. ".repeat(1300).slice(0, 30_000);
  const exchange = await check(answer([{ type: "text", text, piece: 4 }]));
  expect(exchange.text).toBe(text);
  expect(exchange.stop.content).toEqual([{ type: "text", text }]);
});

test.each([
  [{ stopReason: "stop_sequence" }, "end"],
  [
    { stopReason: "refusal", stopDetails: { category: "bio", explanation: "Not this." } },
    "refusal: The model declined to answer: Not this. Ask in another way, or start a new conversation.",
  ],
  [
    { stopReason: "refusal" },
    "refusal: The model declined to answer. Ask in another way, or start a new conversation.",
  ],
  [
    { stopReason: "max_tokens" },
    "max-tokens: The answer reached its limit of 32000 tokens and breaks off here. Ask to continue, or ask for less.",
  ],
  [
    { stopReason: "model_context_window_exceeded" },
    "context-full: The conversation no longer fits into the model's context window. Start a new conversation, or hand the work over.",
  ],
  [
    { stopReason: "solar_flare" },
    'unknown: The model stopped for a reason that this version does not know: "solar_flare". Ask to continue, or ask again.',
  ],
  [{ stopReason: null }, "unknown: The model stopped without saying why. Ask to continue, or ask again."],
])("stop %j", async (options, expected) => {
  const { transcript, stop } = await check(answer([{ type: "text", text: "Partly." }], options));
  expect(transcript).toBe(`text: Partly.\nstop: ${expected}`);
  expect(stop.content).toEqual([{ type: "text", text: "Partly." }]);
});

test("max_tokens inside a tool call: no tool runs, and nothing of the call is kept", async () => {
  const { transcript, stop } = await check(
    answer(
      [
        { type: "thinking", thinking: "Hm." },
        { type: "tool_use", id: "toolu_1", name: "Read", input: '{"file_path":"src/tran' },
      ],
      { stopReason: "max_tokens" },
    ),
  );
  expect(transcript).toMatch(/^thinking: Hm\.\nstop: max-tokens: /);
  expect(stop.content).toEqual([]);
});

test("a tool call with another stop reason is not kept", async () => {
  const { stop } = await check(
    answer([{ type: "tool_use", id: "toolu_1", name: "Read", input: { file_path: "a" } }], { stopReason: "end_turn" }),
  );
  expect(stop).toEqual({ type: "stop", reason: "end", content: [] });
});

test("pause_turn: the same messages go out again, pending server tool included", async () => {
  const block = { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "wer" } };
  const { stop } = await check(answer([{ type: "whole", block }], { stopReason: "pause_turn" }));
  expect(stop).toEqual({ type: "stop", reason: "pause", content: [block] });
});

test("blocks of server tools are kept unchanged, unless they never got a result", async () => {
  const use = { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "wer" } };
  const result = { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [{ encrypted_content: "x" }] };
  const { stop } = await check(
    answer([
      { type: "whole", block: use },
      { type: "whole", block: result },
      { type: "whole", block: { ...use, id: "srvtoolu_2" } },
      { type: "text", text: "Found." },
    ]),
  );
  expect(stop.content).toEqual([use, result, { type: "text", text: "Found." }]);
});

test("tool input that is not a JSON object is handed on for the tool to refuse", async () => {
  const { transcript, stop } = await check(
    answer([
      { type: "tool_use", id: "toolu_1", name: "Read", input: '{"file_path": "a' },
      { type: "tool_use", id: "toolu_2", name: "Read", input: '["a"]' },
    ]),
    "compatible",
  );
  expect(transcript).toBe(
    `tool-call: toolu_2 Read ["a"]\ntool-call: toolu_1 Read "{\\"file_path\\": \\"a"\nstop: tool-calls`,
  );
  expect(stop.content).toEqual([
    { type: "tool_use", id: "toolu_1", name: "Read", input: { unparsed_input: '{"file_path": "a' } },
    { type: "tool_use", id: "toolu_2", name: "Read", input: { unparsed_input: '["a"]' } },
  ]);
});

test("ids that a small server gives twice are made unique", async () => {
  const reply = answer([
    { type: "tool_use", id: "call_0", name: "Read", input: { file_path: "a" } },
    { type: "tool_use", id: "call_0", name: "Read", input: { file_path: "b" } },
  ]);
  const { model, server } = await scriptedModel({ mode: "compatible", script: [reply, reply, answer([])] });
  const conversation = converse(model);
  await conversation.ask("First?");
  await conversation.ask("Second?");
  await conversation.ask("Third?");
  const ids = [...(server.requests[2]?.text.matchAll(/"tool_use_id":"(\w+)"/g) ?? [])].map(([, id]) => id);
  expect(ids).toEqual(["call_0", "call_0_2", "call_0_3", "call_0_4"]);
  expect(server.violations).toEqual([]);
});

test("unknown events, blocks and deltas, blank text, missing usage and signatures are tolerated", async () => {
  const { transcript, stop } = await check(
    answer(
      [
        { type: "thinking", thinking: "Unsigned.", signed: false },
        { type: "events", events: [{ type: "content_block_sparkle", index: 7 }, { type: "future_event" }] },
        { type: "whole", block: { type: "hologram", data: "x" } },
        { type: "text", text: "" },
        { type: "text", text: "  \n" },
        {
          type: "events",
          events: [{ type: "content_block_delta", index: 9, delta: { type: "text_delta", text: "?" } }],
        },
        { type: "events", events: [{ type: "content_block_delta", index: 0, delta: { type: "aura_delta" } }] },
        { type: "text", text: "Fine." },
      ],
      { withoutUsage: true },
    ),
    "compatible",
  );
  expect(transcript).toBe("thinking: Unsigned.\ntext:   \nFine.\nstop: end");
  expect(stop.content).toEqual([
    { type: "thinking", thinking: "Unsigned." },
    { type: "text", text: "Fine." },
  ]);
});

test("thinking without anything after it is not kept", async () => {
  const { stop } = await check(answer([{ type: "thinking", thinking: "Only this." }]));
  expect(stop).toEqual({ type: "stop", reason: "end", content: [] });
});
