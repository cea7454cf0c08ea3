import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { converse } from "../../support/messages-server/conversation";
import { modelAt } from "../../support/messages-server/scripted-model";

/** A server that other people wrote: what we believe about the protocol must not only hold in our own. */
const mock = new LLMock({ port: 0, host: "127.0.0.1", strict: true, chunkSize: 6 });

beforeAll(async () => {
  mock.on(
    { userMessage: "read it", hasToolResult: false },
    {
      content: "I look.",
      reasoning: "Two files.",
      toolCalls: [
        { id: "toolu_1", name: "Read", arguments: '{"file_path":"a.py"}' },
        { id: "toolu_2", name: "Glob", arguments: "{}" },
      ],
    },
  );
  mock.on({ userMessage: "thanks", hasToolResult: true }, { content: "Done." });
  mock.on({ userMessage: "refuse" }, { content: "No.", finishReason: "refusal" });
  await mock.start();
});
afterAll(() => mock.stop());

test("a tool round trip", async () => {
  const conversation = converse(modelAt(mock.url, { profile: "compatible" }), [
    { name: "Read", description: "Reads.", inputSchema: { type: "object" } },
    { name: "Glob", description: "Lists.", inputSchema: { type: "object" } },
  ]);
  expect((await conversation.ask("read it")).transcript).toBe(`thinking: Two files.
text: I look.
tool-call: toolu_1 Read {"file_path":"a.py"}
tool-call: toolu_2 Glob {}
stop: tool-calls`);
  expect((await conversation.ask("thanks")).transcript).toBe("text: Done.\nstop: end");
});

test("a full profile finds out that it does not know its models", async () => {
  const { events, text } = await converse(modelAt(mock.url), [], "S").ask("refuse");
  expect(text).toBe("No.");
  expect(events.at(-1)).toMatchObject({ type: "stop", reason: "refusal" });
});

test("no answer for a question is an error of the server", async () => {
  const { transcript } = await converse(modelAt(mock.url, { profile: "compatible", maxRetries: 1 })).ask("unheard of");
  expect(transcript.replaceAll(mock.url, "SERVER")).toMatch(
    /^waiting: The provider has a fault, attempt 2 of 2, 1 s\nstop: failed: SERVER failed with an error of its own \(503\)/,
  );
});
