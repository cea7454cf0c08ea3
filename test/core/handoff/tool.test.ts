import { describe, expect, it } from "vitest";
import type { Handoff, HandoffRequest } from "../../../src/core/handoff/handoff";
import { createRequestHandoffTool } from "../../../src/core/handoff/tool";
import type { ToolContext } from "../../../src/core/tools/tool";
import { memoryWorkspace } from "../../support/memory-workspace";
import { sample } from "./sample";

const context: ToolContext = { workspace: memoryWorkspace({}), signal: new AbortController().signal, call: "toolu_7" };

async function call(input: unknown, handoff: Partial<Handoff> = {}, isNew = true) {
  const raised: { request: HandoffRequest; call: string | undefined }[] = [];
  const tool = createRequestHandoffTool({
    raise: async (request, call) => {
      raised.push({ request, call });
      return { handoff: sample({ ...request, ...handoff }), isNew };
    },
    agents: async () => [{ name: "backend-architect", description: "" }],
  });
  return { raised, tool, result: await tool.invoke(input, context) };
}

describe("RequestHandoff", () => {
  it("records a request with the call it came from", async () => {
    const { raised, tool, result } = await call({ agent: "Backend Architect", task: "Add a branch", blocks: "tests" });
    expect(raised).toEqual([
      {
        request: { to: "Backend Architect", task: "Add a branch", context: "", needBack: "", blocks: "tests" },
        call: "toolu_7",
      },
    ]);
    expect(result).toMatchObject({ isError: false, summary: "asked Backend Architect" });
    expect(result.content).toMatch(
      /^Handoff 20261122-0a1b2c3d to Backend Architect is recorded in `\.claude.*what it blocks waits/,
    );
    expect(tool.title({ agent: "A", task: "B" })).toBe("A: B");
    expect(tool.inputSchema).toMatchObject({ required: ["agent", "task"] });
  });

  it.each<[string, Partial<Handoff>, boolean, RegExp]>([
    ["unknown agent", { to: "Bakend Architect" }, true, /Did you mean backend-architect\?.*only a person/],
    ["deferred", { deferred: "Too deep." }, true, /deferred consultation.*Too deep\.$/],
    ["asked before", { state: "running" }, false, /same before, as handoff .*; it is running\. Nothing new/],
    ["answered before", { state: "answered" }, false, /answered already/],
    ["dismissed before", { state: "dismissed" }, false, /dismissed it: do not ask again/],
    ["not blocking", { blocks: "none" }, true, /nothing waits for it/],
  ])("%s", async (_name, handoff, isNew, content) => {
    const { result } = await call({ agent: "Backend Architect", task: "Add a branch" }, handoff, isNew);
    expect(result.isError).toBe(false);
    expect(result.content).toMatch(content);
  });

  it.each([
    {},
    { agent: "", task: "x" },
    { agent: "x" },
    { agent: "x", task: "y".repeat(20_001) },
    { agent: 1, task: 2 },
  ])("refuses wrong input %#", async (input) => {
    const { raised, result } = await call(input);
    expect(raised).toEqual([]);
    expect(result.isError).toBe(true);
  });
});
