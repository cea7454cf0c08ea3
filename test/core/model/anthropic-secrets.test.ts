import { afterEach, expect, test, vi } from "vitest";
import { isUnencrypted, normaliseBaseUrl } from "../../../src/core/model/anthropic/base-url";
import { presentable } from "../../../src/core/model/anthropic/redact";
import { answer, failure, plain } from "../../support/messages-server";
import { converse } from "../../support/messages-server/conversation";
import { modelAt, scriptedModel, testKey } from "../../support/messages-server/scripted-model";
import { startMessagesServer } from "../../support/messages-server/server";

const good = answer([{ type: "text", text: "Good." }]);

afterEach(() => vi.unstubAllEnvs());

test("nothing of the environment reaches a request", async () => {
  const thief = await startMessagesServer({ otherwise: good });
  vi.stubEnv("ANTHROPIC_BASE_URL", thief.url);
  vi.stubEnv("ANTHROPIC_API_KEY", "sk-environment-key");
  vi.stubEnv("ANTHROPIC_AUTH_TOKEN", "environment-token");
  vi.stubEnv("ANTHROPIC_PROFILE", "environment-profile");
  vi.stubEnv("ANTHROPIC_LOG", "debug");
  vi.stubEnv(
    "ANTHROPIC_CUSTOM_HEADERS",
    "Authorization: Bearer stolen\nX-Api-Key: stolen\nX-Spy: yes\nno header name: \u2026\nanthropic-version: 1999-01-01\nanthropic-beta: evil",
  );
  const printed = (["log", "info", "warn", "error", "debug"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  );
  const { model, server } = await scriptedModel({ script: [good] });
  expect((await converse(model).ask("Q")).text).toBe("Good.");
  expect(process.env.ANTHROPIC_CUSTOM_HEADERS).toContain("X-Spy");
  await thief.close();
  expect([...thief.requests, ...thief.otherRequests]).toEqual([]);
  expect(printed.flatMap((spy) => spy.mock.calls)).toEqual([]);
  const { rawHeaders = [] } = server.requests[0] ?? {};
  const sent = Object.fromEntries(
    rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1]]] : [])),
  );
  const {
    host,
    connection,
    "content-length": _length,
    "accept-language": _language,
    "sec-fetch-mode": _mode,
    "accept-encoding": _encoding,
    ...ours
  } = sent;
  expect(ours).toEqual({
    accept: "application/json",
    "anthropic-version": "2026-10-21",
    authorization: `Bearer ${testKey}`,
    "content-type": "application/json",
    "user-agent": "ml-engineer",
  });
});

test("the version header is the one that the SDK itself sends", async () => {
  const server = await startMessagesServer({ otherwise: good });
  const { default: Anthropic } = await import("@anthropic-ai/sdk");
  await new Anthropic({ apiKey: "k", baseURL: server.url }).models.retrieve("m");
  await converse(modelAt(server.url)).ask("Q");
  await server.close();
  expect(server.otherRequests[1]?.headers["anthropic-version"]).toBe(
    server.otherRequests[0]?.headers["anthropic-version"],
  );
});

test.each([
  failure(400, "invalid_request_error", `your key ${testKey} is odd`),
  failure(403, "permission_error", `Bearer ${testKey}`),
  plain(
    500,
    "text/plain",
    `<pre>${testKey} ${encodeURIComponent(testKey)} ${Buffer.from(testKey).toString("base64")}</pre>`,
  ),
  answer([], { error: { type: "api_error", message: `key=${testKey}` } }),
  answer([{ type: "text", text: "So." }], { stopReason: testKey }),
  answer([], { stopReason: "refusal", stopDetails: { explanation: testKey } }),
  plain(200, "text/event-stream", `event: message_start\ndata: {"broken ${testKey}\n\n`),
])("a key that the server echoes is in no event and no log (%#)", async (reply) => {
  const logged: string[] = [];
  const { model } = await scriptedModel(
    { script: [reply], otherwise: reply },
    { logger: { warn: (message) => logged.push(message) } },
  );
  const { events } = await converse(model).ask("Q");
  const shown = JSON.stringify([events, logged]);
  expect(shown).not.toContain(testKey);
  expect(shown).not.toContain(Buffer.from(testKey).toString("base64"));
});

test("a key that cannot be a header is refused without being shown", async () => {
  const { model, server } = await scriptedModel({}, { apiKey: "sk-abc\ndef-secret" });
  const { transcript } = await converse(model).ask("Q");
  expect(transcript).toContain("The API key contains a character that no key has");
  expect(transcript).not.toContain("secret");
  expect(server.requests.length).toBe(0);
});

test("a changed key is used with the next request", async () => {
  const keys = ["sk-wrong-0123456789", testKey];
  const { model } = await scriptedModel(
    { mode: "compatible", script: [good] },
    { apiKey: async () => keys.shift() ?? "" },
  );
  expect((await converse(model).ask("Q")).stop.message).toContain("refused the API key (401)");
  expect((await converse(model).ask("Q")).text).toBe("Good.");
});

test("a local server without a key gets no key", async () => {
  const server = await startMessagesServer({ mode: "compatible", script: [good] });
  await converse(modelAt(server.url, { provider: "local", profile: "compatible", apiKey: "" })).ask("Q");
  await server.close();
  expect(server.requests[0]?.headers.authorization).toBeUndefined();
});

test.each([
  ["https://api.anthropic.com", "https://api.anthropic.com"],
  [" https://api.anthropic.com/v1/ ", "https://api.anthropic.com"],
  ["https://api.z.ai/api/anthropic//v1/messages", "https://api.z.ai/api/anthropic"],
  ["localhost:11434/v1", "http://localhost:11434"],
  ["127.0.0.1:8080/", "http://127.0.0.1:8080"],
  ["openrouter.ai/api?x=1#y", "https://openrouter.ai/api"],
])("base URL %s", (typed, expected) => {
  expect(normaliseBaseUrl(typed)).toBe(expected);
  expect(isUnencrypted(expected)).toBe(false);
});

test.each(["", "   ", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://u:p@host"])(
  "no base URL: %j",
  (typed) => expect(() => normaliseBaseUrl(typed)).toThrow(/base URL/),
);

test("what a server says is shown on one short line", () => {
  expect(presentable("a\n\u001b[31mb\u202ec  d", [])).toBe("a [31mb c d");
  expect(presentable("🎙".repeat(400), [])).toBe(`${"🎙".repeat(299)}…`);
});
