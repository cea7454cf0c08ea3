import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Conversation } from "../../../src/core/agent/conversation";
import { findViolation, noAnswer } from "../../../src/core/agent/history";
import type { Limits } from "../../../src/core/agent/limits";
import { success, type Tool } from "../../../src/core/tools/tool";
import { ask, echo, expectReady, textTool, transcript } from "../../support/run-agent";
import { calls, says, scriptedModel } from "../../support/scripted-model";

const conversation = (tools: readonly Tool[] = [echo]) => new Conversation({ system: "You answer.", tools });

describe("run", () => {
  it("runs the calls of a turn and goes on until the model ends", async () => {
    const talk = conversation();
    const model = scriptedModel([
      { content: [says("Looking."), calls("a", "Echo", { text: "one" }), calls("b", "Echo", { text: "two" })] },
      { content: [says("Done.")] },
    ]);
    expect(transcript(await ask(talk, model))).toBe(
      [
        "turn 1",
        "text Looking.",
        "call a Echo(one)",
        "call b Echo(two)",
        "result a one",
        "result b two",
        "turn 2",
        "text Done.",
        "end done",
      ].join("\n"),
    );
    expect(talk.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user", "assistant"]);
    expectReady(talk);
  });

  it("runs read-only calls at the same time, bounded, and answers them in order", async () => {
    let running = 0;
    let most = 0;
    const slow = textTool(async ({ text }) => {
      most = Math.max(most, ++running);
      await sleep(text === "0" ? 60 : 10);
      running -= 1;
      return success(text, text);
    });
    const talk = conversation([slow]);
    const content = Array.from({ length: 6 }, (_, index) => calls(`c${index}`, "Echo", { text: `${index}` }));
    const events = await ask(talk, scriptedModel([{ content }, { content: [says("Done.")] }]), {
      tools: [slow],
      limits: { concurrentTools: 3 },
    });
    expect(most).toBe(3);
    expect(events.filter(({ type }) => type === "tool-result").map((event) => "id" in event && event.id)).not.toEqual(
      content.map((_, index) => `c${index}`),
    );
    expect(talk.messages[2]?.content.map((block) => "tool_use_id" in block && block.tool_use_id)).toEqual([
      "c0",
      "c1",
      "c2",
      "c3",
      "c4",
      "c5",
    ]);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ["an unknown tool", {}, "Nope", /There is no tool "Nope"\. Available: Echo/],
    ["input of a wrong type", { text: 5 }, "Echo", /Invalid input for Echo: text: .*string/],
    [
      "input that is not JSON",
      { unparsed_input: '{"text": "cut' },
      "Echo",
      /The input is not valid JSON: \{"text": "cut/,
    ],
    ["a tool that throws", { text: "throw" }, "Echo", /The tool failed: broken/],
    ["a tool that hangs and ignores its signal", { text: "hang" }, "Echo", /Stopped after 0\.05 s/],
    ["lone surrogates in output", { text: "a\uD800b" }, "Echo", /a\uFFFDb/],
  ])("answers %s with a result that the model can react to", async (_, input, name, expected) => {
    const wild = textTool(({ text }) => {
      if (text === "throw") throw new Error("broken");
      return text === "hang" ? new Promise(() => undefined) : Promise.resolve(success(text, text.toWellFormed()));
    });
    const talk = conversation([wild]);
    const events = await ask(
      talk,
      scriptedModel([{ content: [calls("a", name, input)] }, { content: [says("Noted.")] }]),
      { tools: [wild], limits: { toolTime: 50 } },
    );
    expect(events.find((event) => event.type === "tool-result")).toMatchObject({
      content: expect.stringMatching(expected),
    });
    expect(transcript(events)).toMatch(/end done$/);
  });

  it("bounds output by code point and says what is missing", async () => {
    const talk = conversation();
    await ask(
      talk,
      scriptedModel([{ content: [calls("a", "Echo", { text: "😀".repeat(100) })] }, { content: [says("Done.")] }]),
      { limits: { toolOutput: 5 } },
    );
    expect(talk.messages[2]?.content[0]).toMatchObject({ content: "😀😀😀😀😀\n[95 characters left out]" });
  });

  it.each(["allows", "refuses", "is not there"])("asks about a tool that asks, when the person %s", async (answer) => {
    const bash = { ...echo, access: "ask" } as const;
    const approve = answer === "is not there" ? {} : { approve: async () => answer === "allows" };
    const events = await ask(
      conversation([bash]),
      scriptedModel([{ content: [calls("a", "Echo", { text: "one" })] }, { content: [says("Done.")] }]),
      { tools: [bash], ...approve },
    );
    expect(events.find((event) => event.type === "tool-result")).toMatchObject(
      answer === "allows"
        ? { content: "one", isError: false }
        : { isError: true, content: expect.stringMatching(/did not allow/) },
    );
  });
});

describe("run ends with a report", () => {
  it.each<[string, Partial<Limits>, number, string]>([
    ["at the limit of turns", { turns: 3 }, 3, "limit: Stopped at the limit of 3 turns."],
    ["at the limit of tokens", { tokens: 200 }, 3, "limit: Stopped at the limit of 200 tokens."],
    ["at the limit of time", { time: 0 }, 2, "limit: Stopped at the limit of 0 s."],
    [
      "when one call is made again and again",
      {},
      6,
      "repetition: Stopped: Echo was called 5 times with the same input.",
    ],
  ])("%s", async (_, limits, turns, ending) => {
    const talk = conversation();
    let turn = 0;
    const again = async () => {
      turn += 1;
      return turn === turns
        ? { content: [says("Report.")] }
        : { content: [calls(`c${turn}`, "Echo", { text: ending.startsWith("rep") ? "same" : `${turn}` })] };
    };
    const model = scriptedModel(Array(12).fill(again));
    expect(transcript(await ask(talk, model, { limits }))).toMatch(
      new RegExp(`turn ${turns}\ntext Report.\nend ${ending.replace(/\./g, "\\.")}$`),
    );
    expect(JSON.stringify(model.requests.at(-1)?.messages.at(-1))).toMatch(/This is your last turn/);
    expectReady(talk);
  });

  it("also when the model calls tools in its last turn", async () => {
    const talk = conversation();
    const model = scriptedModel(Array(5).fill({ content: [calls("x", "Echo", { text: "more" })] }));
    expect(transcript(await ask(talk, model, { limits: { turns: 2 } }))).toMatch(
      /end limit: Stopped at the limit of 2 turns\.$/,
    );
    expect(model.requests).toHaveLength(2);
    expectReady(talk);
  });
});

describe("run leaves a conversation that can go on after", () => {
  it.each(["failed", "refusal", "max-tokens", "context-full", "unknown", "cancelled"] as const)(
    "%s with and without a partial answer",
    async (reason) => {
      for (const content of [[], [says("Half an ans")]]) {
        const talk = conversation();
        const model = scriptedModel([{ reason, content, message: "It happened." }, { content: [says("Fine now.")] }]);
        expect(transcript(await ask(talk, model))).toMatch(/end [a-z-]+: (It happened|Stopped)\.$/);
        expect(talk.messages.at(-1)).toEqual({
          role: "assistant",
          content: content.length > 0 ? content : [says(noAnswer)],
        });
        expect(transcript(await ask(talk, model))).toMatch(/text Fine now\.\nend done$/);
        expect(findViolation(model.requests[1]?.messages ?? [])).toBeUndefined();
      }
    },
  );

  it("a pause, resending what was said unchanged", async () => {
    const talk = conversation();
    const model = scriptedModel([
      { reason: "pause", content: [says("Searching")] },
      { reason: "pause", content: [] },
      { content: [says("Found.")] },
    ]);
    expect(transcript(await ask(talk, model))).toMatch(/text Found\.\nend done$/);
    expect(model.requests[2]?.messages).toEqual(model.requests[1]?.messages);
    expect(model.requests[1]?.messages.at(-1)).toEqual({ role: "assistant", content: [says("Searching")] });
    expectReady(talk);
  });

  it("a tool call that came with another stop reason: it is not run", async () => {
    const talk = conversation();
    const events = await ask(
      talk,
      scriptedModel([{ reason: "end", content: [says("Done."), calls("a", "Echo", { text: "x" })] }]),
    );
    expect(transcript(events)).toBe("turn 1\ntext Done.\nend done");
    expectReady(talk);
  });

  it("a stop in the middle of tools, at once", async () => {
    const controller = new AbortController();
    const hanging = textTool(() => new Promise(() => undefined));
    const talk = conversation([hanging]);
    const model = scriptedModel([
      { content: [calls("a", "Echo", { text: "x" }), calls("b", "Echo", { text: "y" })] },
      { content: [says("Fine now.")] },
    ]);
    setTimeout(() => controller.abort(), 30);
    const start = performance.now();
    expect(transcript(await ask(talk, model, { tools: [hanging], signal: controller.signal }))).toMatch(
      /result a error Stopped by the person.*\nresult b error Stopped.*\nend cancelled: Stopped\.$/,
    );
    expect(performance.now() - start).toBeLessThan(200);
    expectReady(talk);
  });

  it("a process that was killed anywhere: the stored messages are repaired on load", async () => {
    const whole = conversation();
    const content = [calls("a", "Echo", { text: "x" })];
    await ask(
      whole,
      scriptedModel([{ content }, { content: [calls("b", "Echo", { text: "y" })] }, { content: [says("Done.")] }]),
    );
    for (let kept = 0; kept <= whole.messages.length; kept++) {
      const talk = new Conversation({ system: "You answer.", tools: [echo], messages: whole.messages.slice(0, kept) });
      expect(transcript(await ask(talk, scriptedModel([{ content: [says("Fine.")] }])))).toMatch(/end done$/);
      expect(
        findViolation([...talk.messages, { role: "user", content: [{ type: "text", text: "Next" }] }]),
      ).toBeUndefined();
    }
  });
});
