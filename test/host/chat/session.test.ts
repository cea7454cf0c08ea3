import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConversationStore } from "../../../src/core/agent/conversation-store";
import { createPipelineMapper } from "../../../src/core/pipeline/mapper";
import { createNodeWorkspace } from "../../../src/core/workspace/node-workspace";
import { RecordFolder } from "../../../src/core/workspace/record-folder";
import { ChatSession } from "../../../src/host/chat/session";
import { type ScriptedTurn, says, scriptedModel } from "../../support/scripted-model";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";

let folder: TemporaryWorkspace;
beforeEach(async () => {
  folder = await temporaryWorkspace({ "code/main.py": "print('speech')\n" }, { roots: ["code"] });
});
afterEach(() => folder.dispose());

/** A window on the folder: a session with a store and a model of its own. */
async function openWindow(...turns: ScriptedTurn[]) {
  const store = new ConversationStore(await RecordFolder.open(join(folder.path, "conversations")));
  const model = scriptedModel(turns);
  const assets = { trusted: true, assetsFolder: resolve("dist") };
  const bundled = await createNodeWorkspace({ folders: [resolve("agents")], ...assets });
  const session = new ChatSession({
    log: { error: () => {}, warn: () => {} },
    store: async () => store,
    workspaceState: () => "ready",
    provider: () => ({ provider: "scripted", label: "scripted", reason: "" }),
    estimate: () => undefined,
    newTitle: () => "New",
    describe: (error) => (error instanceof Error ? error.message : String(error)),
    engineerPorts: async () => ({
      workspace: folder.workspace,
      bundled,
      createModel: () => model,
      mapPipeline: createPipelineMapper({ grammarsFolder: resolve("dist") }),
      now: () => performance.now(),
      date: "2026-01-01",
    }),
  });
  return { session, store, model };
}

/** A turn that waits until it is stopped. */
const untilStopped: ScriptedTurn = (_request, signal) =>
  new Promise((done) => signal.addEventListener("abort", () => done({ reason: "cancelled" })));
const answers = (text: string): ScriptedTurn => ({ content: [says(text)] });

const shown = (session: ChatSession) =>
  session.items.flatMap((item) =>
    item.kind === "question" || item.kind === "answer" ? [item.text] : item.kind === "end" ? [item.reason] : [],
  );

describe("stopping", () => {
  it("is told before anything has ended", async () => {
    const { session, model } = await openWindow(untilStopped, answers("Good."));
    const asked = session.ask("Long?", []);
    await vi.waitUntil(() => model.requests.length === 1, { timeout: 10_000 });
    expect(session.state().running).toBe(true);
    const told: boolean[] = [];
    session.onChanges((changes) => {
      if (changes !== "all")
        for (const change of changes) if (change.type === "state") told.push(!!change.values.running);
    });
    session.stop();
    expect(told).toEqual([false]);
    expect(session.state().running).toBe(false);
    const next = session.ask("Short?", []);
    expect(session.state()).toMatchObject({ running: true, queue: [{ text: "Short?" }] });
    await Promise.all([asked, next]);
    expect(shown(session)).toEqual(["Long?", "cancelled", "Short?", "Good.", "done"]);
    expect(session.state().running).toBe(false);
  });

  it("lets the same question be asked again while its end is still being written", async () => {
    const { session, model } = await openWindow(untilStopped, answers("Good."));
    const asked = session.ask("Long?", []);
    await vi.waitUntil(() => model.requests.length === 1, { timeout: 10_000 });
    session.stop();
    await session.askAgain("q1");
    await asked;
    expect(shown(session)).toEqual(["Long?", "Good.", "done"]);
  });
});

it("a conversation that is left before its first answer keeps what comes to itself", async () => {
  const { session, store, model } = await openWindow(answers("For the new one."));
  const first = session.ask("First?", []);
  await session.startConversation();
  const second = session.ask("Second?", []);
  await Promise.all([first, second]);
  expect(shown(session)).toEqual(["Second?", "For the new one.", "done"]);
  expect(model.requests).toHaveLength(1);
  const stored = await store.list();
  expect(stored.map(({ title, questions }) => [title, questions]).sort()).toEqual([
    ["First?", 1],
    ["Second?", 1],
  ]);
  expect(stored.find(({ title }) => title === "Second?")?.id).toBe(session.conversationId);
});

it("a conversation that another window continued is read again with the next question", async () => {
  const one = await openWindow(answers("One."), answers("Four."));
  await one.session.ask("First?", []);
  const id = one.session.conversationId ?? "";
  const other = await openWindow(answers("Two."));
  await other.session.openConversation(id, "First?");
  await other.session.ask("Second, elsewhere?", []);

  await one.session.ask("Third?", []);
  expect(one.session.items.slice(-2)).toMatchObject([
    { kind: "notice", actions: ["retry", "show-log"] },
    { kind: "end" },
  ]);
  expect(shown(one.session)).toEqual(["First?", "One.", "done", "Third?", "failed"]);
  await one.session.askAgain(one.session.items.at(-1)?.id ?? "");
  expect(shown(one.session)).toEqual([
    "First?",
    "One.",
    "done",
    "Second, elsewhere?",
    "Two.",
    "done",
    "Third?",
    "Four.",
    "done",
  ]);
  expect(new Set(one.session.items.map((item) => item.id)).size).toBe(one.session.items.length);
});
