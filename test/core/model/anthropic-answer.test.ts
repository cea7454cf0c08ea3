import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createAnswer } from "../../../src/core/model/anthropic/answer";
import { retryAfterOf } from "../../../src/core/model/anthropic/retry-after";
import { stopOf } from "../../../src/core/model/anthropic/stop";
import { protocolViolation } from "../../support/messages-server/protocol";

const words = fc.constantFrom("", " ", "word", "🎙\ud800", '{"a":1}', '{"a":', "[]");
const blockStart = fc.oneof(
  fc.record({ type: fc.constant("text"), text: words }),
  fc.record({ type: fc.constant("thinking"), thinking: words, signature: words }, { requiredKeys: ["type"] }),
  fc.record({ type: fc.constant("tool_use"), id: fc.constantFrom("a", "b", ""), name: fc.constantFrom("Read", "") }),
  fc.record({
    type: fc.constant("server_tool_use"),
    id: fc.constantFrom("s", "t"),
    name: words,
    input: fc.constant({}),
  }),
  fc.record({ type: fc.constant("web_search_tool_result"), tool_use_id: fc.constant("s"), content: fc.constant([]) }),
  fc.record({ type: fc.constant("redacted_thinking"), data: words }),
  fc.record({ type: fc.constantFrom("hologram", "tool_result", 7, null) }),
);
const delta = fc.record({
  type: fc.constantFrom("text_delta", "thinking_delta", "signature_delta", "input_json_delta", "citations_delta", "x"),
  text: fc.oneof(words, fc.constant(7)),
  thinking: words,
  signature: words,
  partial_json: words,
});
const index = fc.constantFrom(0, 1, 2, 3, undefined, -1, "1");
const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant("content_block_start"), index, content_block: blockStart }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("content_block_delta"), index, delta }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("content_block_stop"), index }) },
  fc.record({ type: fc.constantFrom("message_start", "message_delta", "ping", "future"), delta: fc.anything() }),
);
const stopReason = fc.constantFrom(
  ...["end_turn", "tool_use", "max_tokens", "stop_sequence", "refusal", "model_context_window_exceeded", "new"],
);

test("whatever an endpoint sends, the next request is valid", async () => {
  await fc.assert(
    fc.property(fc.array(event, { maxLength: 25 }), stopReason, fc.boolean(), (events, stop_reason, ends) => {
      const answer = createAnswer(["a"]);
      const told = [...events, ...(ends ? [{ type: "message_delta", delta: { stop_reason } }] : [])].flatMap((sent) =>
        answer.accept(sent),
      );
      const stop = stopOf(answer, 100, []);
      const calls = stop.content.flatMap((block) => (block.type === "tool_use" ? [block.id] : []));
      const results = calls.map((id) => ({ type: "tool_result", tool_use_id: id, content: "x" }));
      const question = { type: "text", text: "q" };
      const messages = [
        { role: "user", content: [question] },
        { role: "assistant", content: stop.content.length > 0 ? stop.content : [question] },
        { role: "user", content: [...results, question] },
      ];
      const sent = JSON.stringify({ model: "m", max_tokens: 1, stream: true, messages }).replaceAll("\\ud800", "");
      expect(protocolViolation(JSON.parse(sent), "full", false)).toBeUndefined();
      // What is kept as a call was told as a call, and only this stop reason lets calls run.
      expect(calls.length > 0).toBe(stop.reason === "tool-calls");
      const toldCalls = told.flatMap((one) => (one.type === "tool-call" ? [one.id] : []));
      for (const id of calls) expect(toldCalls).toContain(id);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [{ "retry-after": "7" }, 7],
  [{ "retry-after": "1.5" }, 1.5],
  [{ "retry-after-ms": "250", "retry-after": "7" }, 0.25],
  [{ "retry-after": "Sun, 22 Nov 2026 12:00:30 GMT" }, 30],
  [{ "retry-after": "Sun, 22 Nov 2026 11:00:00 GMT" }, 0],
  [{ "retry-after": "soon" }, undefined],
  [{}, undefined],
])("retry-after %j", (headers, seconds) => {
  expect(retryAfterOf(new Headers(headers as Record<string, string>), Date.UTC(2026, 10, 22, 12))).toBe(seconds);
});
