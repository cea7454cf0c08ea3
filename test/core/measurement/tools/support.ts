import { resolve } from "node:path";
import { onTestFinished } from "vitest";
import type { ApprovalQuestion } from "../../../../src/core/agent/ask-first";
import { defaultLimits } from "../../../../src/core/agent/limits";
import { runToolCalls } from "../../../../src/core/agent/tool-calls";
import { createCompareRunsTool } from "../../../../src/core/measurement/tools/compare-runs";
import { createEvaluateTool } from "../../../../src/core/measurement/tools/evaluate";
import { readRun } from "../../../../src/core/measurement/tools/read-run";
import { temporaryWorkspace } from "../../../support/temporary-workspace";
import { type TinyOptions, tinyEvaluation } from "../../../support/tiny-evaluation";

export interface SessionOptions extends TinyOptions {
  readonly trusted?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  /** What happens while the person is asked. */
  readonly whileAsked?: (path: string) => Promise<void>;
}

/** A folder with an evaluation, and an agent's calls in it. What the person was asked is kept. */
export async function measuringSession({ trusted = true, files, whileAsked, ...options }: SessionOptions = {}) {
  const fixture = await temporaryWorkspace(files ?? tinyEvaluation(options), { trusted });
  onTestFinished(fixture.dispose);
  const { workspace, path } = fixture;
  const asked: ApprovalQuestion[] = [];
  const clips: number[] = [];
  const ports = {
    open: async () => workspace,
    now: () => new Date(),
    environment: {},
    assetsFolder: resolve("dist"),
    product: "ml-engineer test",
    progress: (progress?: { readonly done: number }) => void (progress && clips.push(progress.done)),
  };
  const tools = [readRun, createCompareRunsTool(ports.now), createEvaluateTool(ports)];
  return {
    path,
    asked,
    clips,
    /** One call, with the person's answer; null where nobody can be asked. */
    async call(name: string, input: Record<string, unknown> = {}, answer: boolean | null = true, signal?: AbortSignal) {
      const approve = async (question: ApprovalQuestion) => {
        asked.push(question);
        await whileAsked?.(path);
        return answer === true;
      };
      const events = runToolCalls([{ type: "tool_use", id: "t1", name, input }], {
        tools,
        workspace,
        signal: signal ?? new AbortController().signal,
        // The limit of other tools must not cut a run.
        limits: { ...defaultLimits, toolTime: name === "Evaluate" ? 1 : 30_000 },
        now: () => performance.now(),
        ...(answer !== null && { approve }),
      });
      for (;;) {
        const { value, done } = await events.next();
        if (done) {
          const [result] = value;
          return { content: result?.content as string, isError: result?.is_error ?? false };
        }
      }
    },
  };
}
