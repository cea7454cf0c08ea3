import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { originOf } from "../../../src/core/agent/conversation-origin";
import { thisMachine } from "../../../src/core/workspace/process-identity";
import { calls, type ScriptedTurn, says } from "../../support/scripted-model";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";
import { openWindow } from "./support";

let folder: TemporaryWorkspace;
beforeEach(async () => {
  folder = await temporaryWorkspace({ "code/main.py": "print('speech')\n" }, { roots: ["code"] });
});
afterEach(() => folder.dispose());

const answers = (text: string): ScriptedTurn => ({ content: [says(text)] });
const asks = (agent: string, task: string, blocks = ""): ScriptedTurn => ({
  content: [calls(`call-${task}`, "RequestHandoff", { agent, task, blocks, context: "main.py:1" })],
});
const untilStopped: ScriptedTurn = (_request, signal) =>
  new Promise((done) =>
    signal.addEventListener("abort", () => done({ reason: "cancelled", content: [says("Half of it.")] })),
  );

describe("a run", () => {
  it("answers in a conversation of its own, and the asking one can be continued", async () => {
    const window = await openWindow(folder, {
      turns: [
        asks("Backend Architect", "Size the queue", "the plan"),
        answers("I need the queue's size.\n\n## Continuation Plan\n\nThen measure."),
        answers("Forty jobs."),
        answers("So forty it is."),
      ],
    });
    const { session, model, store } = window;
    await session.ask("How many jobs?", []);
    const asking = session.conversationId ?? "";
    const [raised] = await window.handoffs();
    expect(raised).toMatchObject({ state: "open", origin: { conversation: asking, depth: 0 } });

    await window.act("run", raised?.id);
    const running = session.conversationId ?? "";
    expect(running).not.toBe(asking);
    expect(session.title).toBe("Backend Architect: Size the queue");
    const stored = await store.read(running);
    expect(stored.header?.agent).toBe("backend-architect");
    expect(originOf(stored)).toMatchObject({
      depth: 1,
      root: asking,
      answers: raised?.id,
      lineage: ["ml-ai-engineer"],
    });
    expect((await window.handoffs())[0]).toMatchObject({
      state: "answered",
      result: "Forty jobs.",
      spent: { turns: 1 },
    });
    expect((await store.list()).find(({ id }) => id === running)?.title).toBe("Backend Architect: Size the queue");
    await vi.waitFor(() =>
      expect(session.state().team?.role).toEqual({
        kind: "answers",
        agent: "Backend Architect",
        task: "Size the queue",
        conversation: asking,
      }),
    );

    await window.act("goTo", raised?.id);
    expect(session.conversationId).toBe(asking);
    await vi.waitFor(() =>
      expect(session.state().team?.results).toEqual({ state: "ready", handoff: raised?.id, count: 1 }),
    );
    expect(session.items.find(({ kind }) => kind === "handoff")).toMatchObject({ state: "answered", blocking: true });

    await window.act("continue", raised?.id);
    const continuation = session.conversationId ?? "";
    expect(JSON.stringify(model.requests.at(-1))).toContain("Forty jobs.");
    expect(JSON.stringify(model.requests.at(-1))).toContain("Then measure.");
    expect((await store.read(asking)).records.at(-1)).toMatchObject({ type: "continued", conversation: continuation });
    await vi.waitFor(() =>
      expect(session.state().team?.role).toMatchObject({
        kind: "continues",
        conversation: asking,
        task: "How many jobs?",
      }),
    );

    await window.act("goTo", raised?.id);
    await vi.waitFor(() =>
      expect(session.state().team?.results).toMatchObject({ state: "continued", conversation: continuation }),
    );
    await window.act("continue", raised?.id);
    expect(session.conversationId).toBe(continuation);
    expect(model.requests).toHaveLength(4);
    window.close();
  });

  it("that is stopped goes back to open with what it reached, and asking again there answers it", async () => {
    const window = await openWindow(folder, { turns: [untilStopped, answers("Whole.")] });
    const [id = ""] = await window.raise({ task: "Size" });
    const { session, model } = window;
    const run = window.act("run", id);
    await vi.waitUntil(() => model.requests.length === 1, { timeout: 10_000 });
    expect((await window.handoffs())[0]).toMatchObject({ state: "running", run: { process: process.pid } });

    await window.act("run", id);
    await window.act("continue", id);
    expect(window.messages()).toEqual([
      "A specialist is working on it already.",
      "An answer is being given. Wait for its end or stop it, then try again.",
    ]);
    session.stop();
    await run;
    expect((await window.handoffs())[0]).toMatchObject({ state: "open" });
    await session.askAgain("q1");
    expect((await window.handoffs())[0]).toMatchObject({ state: "answered", result: "Whole." });
    window.close();
  });

  it("is refused by the offline reviewer, for an unknown agent and for a deferred consultation", async () => {
    const offline = await openWindow(folder, { provider: "offline" });
    const [id, unknown, own] = await offline.raise({}, { to: "Nobody" }, { to: "ml-ai-engineer" });
    await offline.act("run", id);
    await offline.act("run", unknown);
    await offline.act("run", own);
    expect(offline.messages()).toEqual([
      "The offline reviewer cannot act as a specialist. Connect a model.",
      expect.stringMatching(/^There is no agent `nobody`\. There are backend-architect, /),
      "ml-ai-engineer would ask itself. A person can answer it.",
    ]);
    expect((await offline.handoffs()).every(({ state }) => state === "open")).toBe(true);
    offline.close();
  });
});

it("a run of a process that is gone is given back with what its conversation holds", async () => {
  const before = await openWindow(folder);
  const [id = ""] = await before.raise({ task: "Size" });
  const team = await before.team.current();
  const ofDead = { conversation: "20260101000000-aaaaaaaaaa" };
  await team.handoffs.start(id, ofDead);
  const header = { agent: "backend-architect", provider: "scripted", model: "scripted", system: "", tools: [] };
  const message = { role: "assistant", content: [says("Half of it.")] } as const;
  const origin = { ...ofDead, root: "c1", depth: 1, lineage: ["ml-ai-engineer"], answers: id };
  const records = [{ type: "origin", origin } as const, { type: "message", message } as const];
  await before.store.create(header, records, ofDead.conversation);
  const record = (await before.handoffs())[0]?.realPath ?? "";
  before.close();
  const { readFile, writeFile } = await import("node:fs/promises");
  const text = await readFile(record, "utf8");
  expect(text).toContain(thisMachine());
  const ended = new RegExp(`(process\\W+)${process.pid}\\b`);
  expect(text).toMatch(ended);
  await writeFile(record, text.replace(ended, "$1999999999"));

  const window = await openWindow(folder);
  expect(await window.tree()).toBe("Open | 1\n  Size | partial result · just now");
  expect((await window.handoffs())[0]).toMatchObject({ state: "open", partial: "Half of it." });
  window.close();
});

it("a claim whose conversation was never made is continued here", async () => {
  const window = await openWindow(folder, { turns: [answers("On we go.")] });
  const [id = ""] = await window.raise({ task: "Size" });
  const { handoffs } = await window.team.current();
  await handoffs.answer(id, "Forty.", "person");
  await handoffs.continueWith("c1", "20260101000000-bbbbbbbbbb");
  await window.act("continue", id);
  expect(window.session.conversationId).toBe("20260101000000-bbbbbbbbbb");
  expect(window.model.requests).toHaveLength(1);
  window.close();
});
