import { afterEach, describe, expect, it, vi } from "vitest";
import type { AgentEvent } from "../../../src/core/agent/events";
import { MemoryError } from "../../../src/core/memory/memory";
import { addAskingRoot, type ChooseRoot } from "../../../src/core/team/ask-root";
import { calls, says, scriptedModel } from "../../support/scripted-model";
import { person, teamSession } from "../../support/team-session";

const memory = {
  topic: "Loading the model costs most of a short clip",
  appliesWhen: "clips of less than ten seconds are slow",
  insight: ["one", "two", "three", "four", "five"].map((word) => `Step ${word} of the worker was timed at 40 ms here`),
};

/** What the model is told about its memory, in a window of two folders. */
async function remember(chooseRoot?: ChooseRoot, given: { readonly root?: string } = {}) {
  const { team, ask } = await teamSession({}, { roots: ["backend", "worker"] });
  const model = scriptedModel([
    { content: [calls("t1", "WriteMemory", { ...memory, ...given })] },
    { content: [says("Kept.")] },
  ]);
  const events = await ask(person("p1", "Remember it"), model, { ...(chooseRoot && { chooseRoot }) });
  const { memories } = await team.memories.list();
  const told = events.find(
    (event): event is Extract<AgentEvent, { type: "tool-result" }> => event.type === "tool-result",
  );
  return { told: told?.content, kept: memories.map(({ path }) => path.replace(/\d{4}-\d\d-\d\d/, "DAY")) };
}

describe("a memory that could lie in two folders", () => {
  it("goes where the person says", async () => {
    const asked: unknown[] = [];
    const { told, kept } = await remember(async (roots, topic) => {
      asked.push([roots, topic]);
      return "worker";
    });
    expect(asked).toEqual([[["backend", "worker"], memory.topic]]);
    expect(kept).toEqual([
      "worker/.claude/agents-memory/ml-ai-engineer/DAY-loading-the-model-costs-most-of-a-short-clip.md",
    ]);
    expect(told).toContain("Kept as `worker/");
  });

  it.each<[string, ChooseRoot | undefined]>([
    ["chooses none", async () => undefined],
    ["names another one", async () => "elsewhere"],
    ["cannot be asked", undefined],
  ])("is not written when the person %s, and the model is told the folders", async (_what, chooseRoot) => {
    const { told, kept } = await remember(chooseRoot);
    expect(kept).toEqual([]);
    expect(told).toContain("which folder this memory belongs to: backend, worker");
  });

  it("is the model's to mend when it named a folder that is not there", async () => {
    const chooseRoot = vi.fn(async () => "worker");
    const { told, kept } = await remember(chooseRoot, { root: "frontend" });
    expect(chooseRoot).not.toHaveBeenCalled();
    expect(kept).toEqual([]);
    expect(told).toContain("There is no folder `frontend`");
  });
});

describe("a question to the person", () => {
  afterEach(() => void vi.useRealTimers());
  const unclear = new MemoryError("root", "Unclear.", { roots: ["backend", "worker"] });
  const add = async () => Promise.reject(unclear);

  it("ends after 20 seconds, before the call that waits for it, and is taken back", async () => {
    vi.useFakeTimers();
    let until: AbortSignal | undefined;
    const chooseRoot: ChooseRoot = (_roots, _topic, signal) => {
      until = signal;
      return new Promise(() => {});
    };
    const refused = expect(
      addAskingRoot({ topic: "a", signal: new AbortController().signal, chooseRoot, add }),
    ).rejects.toBe(unclear);
    await vi.advanceTimersByTimeAsync(19_900);
    expect(until?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    await refused;
    expect(until?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is taken back when the call is stopped", async () => {
    const controller = new AbortController();
    let until: AbortSignal | undefined;
    const chooseRoot: ChooseRoot = (_roots, _topic, signal) => {
      until = signal;
      controller.abort();
      return new Promise(() => {});
    };
    await expect(addAskingRoot({ topic: "a", signal: controller.signal, chooseRoot, add })).rejects.toBe(unclear);
    expect(until?.aborted).toBe(true);
  });

  it("is put once, even when the folder is still unclear, and not for other failures", async () => {
    const chooseRoot = vi.fn(async () => "worker");
    const signal = new AbortController().signal;
    await expect(addAskingRoot({ topic: "a", signal, chooseRoot, add })).rejects.toBe(unclear);
    expect(chooseRoot).toHaveBeenCalledTimes(1);
    const invalid = new MemoryError("invalid", "Too short.");
    const addInvalid = async () => Promise.reject(invalid);
    await expect(addAskingRoot({ topic: "a", signal, chooseRoot, add: addInvalid })).rejects.toBe(invalid);
    expect(chooseRoot).toHaveBeenCalledTimes(1);
  });
});
