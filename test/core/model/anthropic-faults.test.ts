import { expect, test } from "vitest";
import { answer, delivered, failure, plain, type Turn } from "../../support/messages-server";
import { converse, type Exchange } from "../../support/messages-server/conversation";
import { modelAt, scriptedModel } from "../../support/messages-server/scripted-model";

const good = answer([{ type: "text", text: "Good." }]);
const partial = answer([{ type: "text", text: "Partly" }]);
const busy = failure(529, "overloaded_error", "Overloaded");

/** Asks once, then a second time on the same history: whatever happened, the conversation must go on. */
async function check(...script: Turn[]): Promise<Exchange> {
  const { model, server } = await scriptedModel({ script: [...script, good] });
  const conversation = converse(model);
  const first = await conversation.ask("First?");
  expect((await conversation.ask("And next?")).transcript).toBe("text: Good.\nstop: end");
  expect(server.violations).toEqual([]);
  expect(server.requests.length).toBe(script.length + 1);
  return { ...first, transcript: first.transcript.replaceAll(server.url, "SERVER") };
}

test.each([
  [401, "refused the API key (401). Enter a valid key"],
  [402, 'no credit left (402). It said: "Why."'],
  [403, "This key may not use scripted-model at SERVER (403)"],
  [404, "SERVER knows no model scripted-model, or has no Messages API there (404)"],
  [400, 'refused the request (400). It said: "Why."'],
  [413, "too large for the endpoint (413). Start a new conversation"],
  [418, "refused the request (418)"],
])("%i is told at once and not tried again", async (status, expected) => {
  const { transcript } = await check(failure(status, "some_error", "Why."));
  expect(transcript).toMatch(/^stop: failed: .*\.$/);
  expect(transcript).toContain(expected);
});

test("429 with retry-after: a countdown, then the answer", async () => {
  const { transcript } = await check(failure(429, "rate_limit_error", "Slow down", { "retry-after": "3" }), good);
  expect(transcript).toBe(`waiting: Rate limit reached, attempt 2 of 5, 3 s
waiting: Rate limit reached, attempt 2 of 5, 2 s
waiting: Rate limit reached, attempt 2 of 5, 1 s
text: Good.
stop: end`);
});

test("529 until the attempts are used up", async () => {
  const { transcript } = await check(busy, busy, busy, busy, busy);
  expect(transcript).toBe(`waiting: The provider is overloaded, attempt 2 of 5, 1 s
waiting: The provider is overloaded, attempt 3 of 5, 1 s
waiting: The provider is overloaded, attempt 4 of 5, 2 s
waiting: The provider is overloaded, attempt 4 of 5, 1 s
waiting: The provider is overloaded, attempt 5 of 5, 4 s
waiting: The provider is overloaded, attempt 5 of 5, 3 s
waiting: The provider is overloaded, attempt 5 of 5, 2 s
waiting: The provider is overloaded, attempt 5 of 5, 1 s
stop: failed: The provider is overloaded (529). Wait a few minutes and ask again, or choose another model. That was attempt 5.`);
});

test("a wait that nobody would sit through is told instead", async () => {
  const { transcript } = await check(failure(429, "rate_limit_error", "Daily limit", { "retry-after": "3600" }));
  expect(transcript).toBe(
    'stop: failed: The rate limit is reached (429). It said: "Daily limit". The endpoint asks to wait 60 minutes before the next request.',
  );
});

test("x-should-retry decides", async () => {
  expect((await check(failure(500, "api_error", "", { "x-should-retry": "false" }))).transcript).toMatch(
    /^stop: failed/,
  );
});

test("a prompt that is too long is a full context, not a fault", async () => {
  const { stop } = await check(failure(400, "invalid_request_error", "prompt is too long: 1000001 tokens > 1000000"));
  expect(stop.reason).toBe("context-full");
});

test("an error event before anything visible is tried again", async () => {
  const broken = answer([{ type: "thinking", thinking: "Hm." }], {
    error: { type: "overloaded_error", message: "Busy" },
  });
  const { transcript } = await check(broken, good);
  expect(transcript).toBe(`thinking: Hm.
waiting: The provider became overloaded, attempt 2 of 5, 1 s
text: Good.
stop: end`);
});

test("an error event after visible text keeps the text and is not tried again", async () => {
  const { transcript, stop } = await check(
    answer(
      [
        { type: "thinking", thinking: "Hm." },
        { type: "text", text: "So far" },
        { type: "tool_use", id: "toolu_1", name: "Read", input: { file_path: "a" } },
      ],
      { error: { type: "overloaded_error", message: "Busy" } },
    ),
  );
  expect(transcript).toBe(`thinking: Hm.
text: So far
tool-call: toolu_1 Read {"file_path":"a"}
stop: failed: The provider became overloaded in the middle of the answer ("Busy"). Ask again to continue. What had arrived is kept.`);
  expect(stop.content).toMatchObject([{ type: "thinking" }, { type: "text", text: "So far" }]);
});

test.each(["reset", "end"] as const)("a cut (%s) inside a tool input", async (fault) => {
  const whole = answer([{ type: "tool_use", id: "toolu_1", name: "Read", input: { file_path: "src/long/name.py" } }]);
  const { transcript } = await check(delivered(whole, { faultAt: "src/lo", fault }), good);
  expect(transcript).toBe(`waiting: The connection broke off, attempt 2 of 5, 1 s\ntext: Good.\nstop: end`);
});

test.each(["reset", "end"] as const)("a cut (%s) after visible text", async (fault) => {
  const { transcript, stop } = await check(delivered(partial, { faultAt: 'Partly"}}\n\n', fault }));
  expect(transcript).toBe(
    "text: Partly\nstop: failed: The connection broke off in the middle of the answer. Ask again to continue. What had arrived is kept.",
  );
  expect(stop.content).toEqual([{ type: "text", text: "Partly" }]);
});

test.each([
  [plain(200, "text/html", "<html>Sign in</html>"), "a web page"],
  [plain(200, "application/json", '{"type":"message"}'), "a JSON text instead of a stream"],
  [plain(200, "text/event-stream", 'data: {"choices":[]}\n\ndata: [DONE]\n\n'), "a stream of another kind"],
])("an answer that is none (%#)", async (reply, expected) => {
  expect((await check(reply)).transcript).toBe(
    `stop: failed: SERVER answered with ${expected} and not in the Messages API format. Check the base URL and whether this server speaks that API.`,
  );
});

test("a stream that ends before it begins is tried again", async () => {
  const { transcript } = await check(
    plain(200, "text/event-stream", ""),
    plain(200, "text/event-stream", "event: pi"),
    good,
  );
  expect(transcript).toMatch(/^(waiting: The connection broke off, attempt \d of 5, 1 s\n){2}text: Good/);
});

test("a redirect is not followed", async () => {
  const { transcript } = await check(plain(307, "text/plain", "", { location: "http://127.0.0.1:9/v1/messages" }));
  expect(transcript).toContain("SERVER redirects elsewhere (307). Set the base URL to the final address.");
});

test.each([
  [
    "https://nothing.invalid",
    "waiting: Name not found, attempt 2 of 2, 1 s\nstop: failed: The name in https://nothing.invalid could not be found (DNS). Check the base URL and the network connection. That was attempt 2.",
  ],
  ["http://example.com", "stop: failed: The base URL would send the API key unencrypted. Use an https address."],
  [
    "ftp://example.com",
    "stop: failed: The base URL is not an http or https address. Check it in the settings or on the command line.",
  ],
  [
    "https://me:secret@example.com",
    "stop: failed: The base URL contains a user name or password. Take it out; the key has a setting of its own.",
  ],
])("no connection: %s", async (baseUrl, expected) => {
  expect((await converse(modelAt(baseUrl)).ask("Hello?")).transcript).toBe(expected);
});

test("no connection: nothing listens", async () => {
  const { model, server } = await scriptedModel();
  await server.close();
  expect((await converse(model).ask("Hello?")).transcript.replaceAll(server.url, "SERVER")).toBe(
    `waiting: Connection refused, attempt 2 of 2, 1 s
stop: failed: Nothing answers at SERVER: the connection was refused. Start the server, or check the base URL. That was attempt 2.`,
  );
});

test("without a key nothing is sent", async () => {
  const { model, server } = await scriptedModel({}, { apiKey: async () => "" });
  expect((await converse(model).ask("Hello?")).transcript).toMatch(/^stop: failed: There is no API key for Anthropic/);
  expect(server.requests.length + server.otherRequests.length).toBe(0);
});
