import { beforeAll, expect, test } from "vitest";
import { answer, delivered, failure } from "../../support/messages-server";
import { converse } from "../../support/messages-server/conversation";
import { scriptedModel } from "../../support/messages-server/scripted-model";

const good = answer([{ type: "text", text: "Good." }]);
const long = answer([{ type: "text", text: "Some words that go on and on.", piece: 1 }]);

// Loading the SDK takes longer than the short times of these tests.
beforeAll(async () => void (await import("@anthropic-ai/sdk")));

test("a stall: the silence is shown, then the request ends with what had arrived", async () => {
  const { model, server } = await scriptedModel(
    { script: [delivered(long, { faultAt: 'm"}}\n\n', fault: "stall" }), good] },
    { silenceNotice: 250, idleTimeout: 600 },
  );
  const conversation = converse(model);
  const { transcript } = await conversation.ask("First?");
  expect(transcript).toMatch(
    /^text: Som\n(waiting: The model has been silent for [01] s\n){2}stop: failed: The model sent nothing for 1 s, so the request was ended\. .* What had arrived is kept\.$/,
  );
  await server.requests[0]?.closed;
  expect((await conversation.ask("Next?")).text).toBe("Good.");
  expect(server.violations).toEqual([]);
});

test("a stall before any answer is tried once more", async () => {
  const stalled = delivered(long, { faultAt: 0, fault: "stall" });
  const { model } = await scriptedModel({ script: [stalled, good] }, { silenceNotice: 1000, idleTimeout: 400 });
  expect((await converse(model).ask("First?")).transcript).toBe(
    "waiting: The model fell silent, attempt 2 of 2, 1 s\ntext: Good.\nstop: end",
  );
});

test("a slow drip is alive, even when no event is complete for long", async () => {
  const { model } = await scriptedModel(
    { script: [delivered(good, { chunk: 40, pause: 40 })] },
    { silenceNotice: 300, idleTimeout: 600 },
  );
  expect((await converse(model).ask("First?")).transcript).toBe("text: Good.\nstop: end");
});

test("pings keep a silent model alive", async () => {
  const pings = Array.from({ length: 12 }, () => ({ type: "ping" }));
  const reply = answer([
    { type: "events", events: pings },
    { type: "text", text: "At last." },
  ]);
  const { model } = await scriptedModel(
    { script: [delivered(reply, { chunk: 60, pause: 40 })] },
    { silenceNotice: 300, idleTimeout: 600 },
  );
  expect((await converse(model).ask("First?")).transcript).toBe("text: At last.\nstop: end");
});

test.each([
  ["while it answers", delivered(long, { faultAt: 'm"}}\n\n', fault: "stall" }), /^text: Som\nstop: cancelled/],
  ["before it answers", delivered(long, { faultAt: 0, fault: "stall" }), /^stop: cancelled/],
] as const)("cancelling %s stops within 50 ms and closes the connection", async (_when, reply, expected) => {
  const { model, server } = await scriptedModel({ script: [reply, good] });
  const conversation = converse(model);
  const controller = new AbortController();
  const asked = conversation.ask("First?", controller.signal);
  await new Promise((resolve) => setTimeout(resolve, 250));
  const before = performance.now();
  controller.abort();
  const { transcript } = await asked;
  expect(performance.now() - before).toBeLessThan(50);
  expect(transcript).toMatch(expected);
  await server.requests[0]?.closed;
  expect(performance.now() - before).toBeLessThan(200);
  expect((await conversation.ask("Next?")).text).toBe("Good.");
  expect(server.violations).toEqual([]);
});

test("cancelling a wait for the next attempt stops at once", async () => {
  const limited = failure(429, "rate_limit_error", "Slow down", { "retry-after": "30" });
  const { model, server } = await scriptedModel({ script: [limited] }, { timing: {} });
  const controller = new AbortController();
  const asked = converse(model).ask("First?", controller.signal);
  await server.requests[0]?.closed;
  setTimeout(() => controller.abort(), 100);
  expect((await asked).transcript).toMatch(/^waiting: Rate limit reached, attempt 2 of 5, 30 s\nstop: cancelled/);
  expect(server.requests.length).toBe(1);
});

test("a request that was cancelled before it began is not sent", async () => {
  const { model, server } = await scriptedModel();
  const { transcript } = await converse(model).ask("First?", AbortSignal.abort());
  expect(transcript).toMatch(/^stop: cancelled/);
  expect(server.requests.length + server.otherRequests.length).toBe(0);
});

test("a consumer that walks away closes the connection", async () => {
  const { model, server } = await scriptedModel({ script: [delivered(long, { faultAt: 'm"}}\n\n', fault: "stall" })] });
  const request = {
    system: "",
    tools: [],
    messages: [{ role: "user" as const, content: [{ type: "text" as const, text: "?" }] }],
  };
  for await (const event of model.stream(request, new AbortController().signal)) {
    if (event.type === "text") break;
  }
  await server.requests[0]?.closed;
});
