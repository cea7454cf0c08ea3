import { beforeAll, expect, test } from "vitest";
import type { ModelEvent, ModelRequest } from "../../../src/core/model/model";
import { answer, delivered, failure } from "../../support/messages-server";
import { converse, exchangeOf } from "../../support/messages-server/conversation";
import { scriptedModel } from "../../support/messages-server/scripted-model";

const request: ModelRequest = {
  system: "",
  tools: [],
  messages: [{ role: "user", content: [{ type: "text", text: "?" }] }],
};
const good = answer([{ type: "text", text: "Good." }]);
const long = answer([{ type: "text", text: "Some words that go on and on.", piece: 1 }]);

// Loading the SDK takes longer than the short times of these tests.
beforeAll(async () => void (await import("@anthropic-ai/sdk")));

test("a stall: the silence is shown, then the request ends with what had arrived", async () => {
  const { model, server } = await scriptedModel(
    { script: [delivered(long, { faultAt: 'm"}}\n\n', fault: "stall" }), good] },
    { silenceNotice: 400, idleTimeout: 1000 },
  );
  const conversation = converse(model);
  expect((await conversation.ask("First?")).transcript).toMatch(
    /text: Som\n(waiting: The model has been silent for [01] s\n)+stop: failed: The model sent nothing for 1 s, so the request was ended\. .* What had arrived is kept\.$/,
  );
  await server.requests[0]?.closed;
  expect((await conversation.ask("Next?")).text).toBe("Good.");
  expect(server.violations).toEqual([]);
});

test("a stall after the stop reason is the end of a complete answer", async () => {
  const { model } = await scriptedModel(
    {
      script: [
        delivered(good, { faultAt: '"end_turn"', fault: "stall" }),
        delivered(good, { faultAt: "event: message_stop", fault: "stall" }),
      ],
    },
    { silenceNotice: 2000, idleTimeout: 700 },
  );
  expect((await converse(model).ask("First?")).stop.reason).toBe("failed");
  expect((await converse(model).ask("First?")).transcript).toBe("text: Good.\nstop: end");
});

test("a stall before any answer is tried once more", async () => {
  const stalled = delivered(long, { faultAt: 0, fault: "stall" });
  const { model } = await scriptedModel({ script: [stalled, good] }, { silenceNotice: 2000, idleTimeout: 700 });
  expect((await converse(model).ask("First?")).transcript).toBe(
    "waiting: The model fell silent, attempt 2 of 2, 1 s\ntext: Good.\nstop: end",
  );
});

test("a slow drip is alive, even when no event is complete for long", async () => {
  const { model } = await scriptedModel(
    { script: [delivered(good, { chunk: 40, pause: 40 })] },
    { silenceNotice: 5000, idleTimeout: 700 },
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
    { silenceNotice: 5000, idleTimeout: 700 },
  );
  expect((await converse(model).ask("First?")).transcript).toBe("text: At last.\nstop: end");
});

test.each([
  ["while it answers", { faultAt: 'm"}}\n\n', fault: "stall" }, /^text: Som\nstop: cancelled/],
  ["before it answers", { faultAt: 0, fault: "stall" }, /^stop: cancelled/],
] as const)("cancelling %s stops within 50 ms and closes the connection", async (_when, delivery, expected) => {
  const times: number[] = [];
  const { model, server } = await scriptedModel();
  // The best of some, because the machine may be busy with something else at one moment.
  for (let run = 0; run < 4; run += 1) {
    server.script(delivered(long, delivery), good);
    const conversation = converse(model);
    const controller = new AbortController();
    const asked = conversation.ask(`First ${run}?`, controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = performance.now();
    controller.abort();
    expect((await asked).transcript).toMatch(expected);
    times.push(performance.now() - before);
    await server.requests.at(-1)?.closed;
    expect((await conversation.ask("Next?")).text).toBe("Good.");
  }
  expect(Math.min(...times)).toBeLessThan(50);
  expect(server.violations).toEqual([]);
});

test("cancelling a wait for the next attempt stops at once", async () => {
  const limited = failure(429, "rate_limit_error", "Slow down", { "retry-after": "100" });
  const { model, server } = await scriptedModel({ script: [limited] }, { timing: {} });
  const controller = new AbortController();
  const events: ModelEvent[] = [];
  for await (const event of model.stream(request, controller.signal)) {
    if (event.type === "waiting") setTimeout(() => controller.abort(), 20);
    events.push(event);
  }
  expect(exchangeOf(events).transcript).toMatch(/^waiting: Rate limit reached, attempt 2 of 5, 100 s\nstop: cancelled/);
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
  for await (const event of model.stream(request, new AbortController().signal)) {
    if (event.type === "text") break;
  }
  await server.requests[0]?.closed;
});
