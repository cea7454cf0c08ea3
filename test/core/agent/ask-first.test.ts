import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type ApprovalQuestion, askFirst } from "../../../src/core/agent/ask-first";
import { Budget } from "../../../src/core/agent/budget";
import { defaultLimits } from "../../../src/core/agent/limits";
import { defineProposingTool, success, ToolError } from "../../../src/core/tools/tool";
import type { Workspace } from "../../../src/core/workspace/workspace";

const context = { workspace: { roots: [], trusted: true } as unknown as Workspace, call: "t1" };

/** A tool that would start the program it names, and a list of what happened. */
function starting() {
  const happened: string[] = [];
  const tool = defineProposingTool({
    name: "Start",
    description: "Starts a program.",
    input: z.object({ program: z.string() }),
    title: ({ program }) => program,
    async propose({ program }) {
      if (program === "") throw new ToolError("No program is named.", "Name one.");
      happened.push("looked");
      return {
        text: `starts ${program}`,
        async run() {
          happened.push(`ran ${program}`);
          return success("Done.", "done");
        },
        withdraw: async () => void happened.push("withdrawn"),
      };
    },
  });
  return { tool, happened };
}

async function call(
  approve: ((question: ApprovalQuestion) => Promise<boolean>) | undefined,
  { program = "engine", controller = new AbortController() } = {},
) {
  const { tool, happened } = starting();
  const block = { type: "tool_use", id: "t1", name: "Start", input: { program } } as const;
  const ports = { signal: controller.signal, milliseconds: 1000, context, ...(approve && { approve }) };
  return { result: await askFirst(tool, block, ports), happened };
}

describe("a tool that proposes", () => {
  it("runs what the person agreed to, once", async () => {
    const asked: ApprovalQuestion[] = [];
    const { result, happened } = await call(async (question) => asked.push(question) > 0);
    expect(result.content).toBe("Done.");
    expect(happened).toEqual(["looked", "ran engine"]);
    expect(asked).toEqual([
      expect.objectContaining({ call: "t1", name: "Start", title: "engine", text: "starts engine" }),
    ]);
  });

  it("withdraws after a no, and when the question itself fails", async () => {
    const { result, happened } = await call(async () => false);
    expect([result.isError, happened]).toEqual([true, ["looked", "withdrawn"]]);
    const failing = starting();
    const block = { type: "tool_use", id: "t1", name: "Start", input: { program: "x" } } as const;
    const approve = () => Promise.reject(new Error("no window"));
    const ports = { signal: new AbortController().signal, milliseconds: 1000, context, approve };
    expect((await askFirst(failing.tool, block, ports)).content).toBe("The person could not be asked: no window.");
    expect(failing.happened).toEqual(["looked", "withdrawn"]);
  });

  it("does not even look where nobody can be asked", async () => {
    const { result, happened } = await call(undefined);
    expect([result.isError, happened]).toEqual([true, []]);
  });

  it("does not run after a yes that came when the person had stopped", async () => {
    const controller = new AbortController();
    const approve = async () => {
      controller.abort();
      return true;
    };
    const { result, happened } = await call(approve, { controller });
    expect([result.content, happened]).toEqual(["Stopped by the person before it finished.", ["looked", "withdrawn"]]);
  });

  it("asks nobody about what cannot be done", async () => {
    const { result, happened } = await call(async () => true, { program: "" });
    expect([result.content, happened]).toEqual(["No program is named. Name one.", []]);
  });

  it("does nothing when it is called without the question", async () => {
    const { tool, happened } = starting();
    const result = await tool.invoke({ program: "x" }, { ...context, signal: new AbortController().signal });
    expect([result.isError, happened]).toEqual([true, []]);
  });

  it("gives another digest to another call or text", async () => {
    const digests: string[] = [];
    for (const program of ["a", "b", "a"]) await call(async ({ digest }) => digests.push(digest) > 0, { program });
    expect(digests[0]).not.toBe(digests[1]);
    expect(digests[0]).toBe(digests[2]);
  });
});

it("time of long work and of waiting for the person is left out of the question's time", () => {
  let now = 0;
  const budget = new Budget({ ...defaultLimits, time: 100 }, () => now);
  now = 150;
  expect(budget.exceeded()?.reason).toBe("limit");
  budget.leaveOut(60);
  expect(budget.exceeded()).toBeUndefined();
});
