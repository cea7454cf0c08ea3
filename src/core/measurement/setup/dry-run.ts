import * as z from "zod/mini";
import { ProcessError } from "../../workspace/processes/process-error";
import { startProcess } from "../../workspace/processes/start-process";
import type { Workspace } from "../../workspace/workspace";
import type { EngineConfiguration } from "../engine";
import { probeProgram } from "./probe-program";

/** What a runner did with one clip. */
export type DryRun = DryRunFacts | { readonly stage: "not-started" | "timeout" | "ended"; readonly message: string };
export type DryRunFacts = z.infer<typeof facts>;

export interface DryRunOrder {
  readonly engine: Pick<EngineConfiguration, "command" | "workingDirectory" | "environment" | "loadTimeout">;
  /** Absolute path; a second of silence without one. */
  readonly clip: string | undefined;
  readonly language: string;
}

/** Loads the runner of a command `[interpreter…, engine.py]` and gives it one clip. */
export async function dryRun(
  { engine, clip = "", language }: DryRunOrder,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<DryRun> {
  const runner = engine.command.at(-1) ?? "";
  const command = [...engine.command.slice(0, -1), "-c", probeProgram, runner, clip, language];
  try {
    const limit = AbortSignal.timeout(engine.loadTimeout * 1000);
    const running = await startProcess(
      {
        command,
        workingFolder: engine.workingDirectory,
        environment: engine.environment,
        signal: AbortSignal.any([signal, limit]),
      },
      workspace,
    );
    running.endInput();
    for await (const line of running.lines) {
      const read = facts.safeParse(parse(line.text));
      if (!read.success) continue;
      await running.stop();
      return read.data;
    }
    signal.throwIfAborted();
    if (limit.aborted) return { stage: "timeout", message: `No answer came in ${engine.loadTimeout} s.` };
    return { stage: "ended", message: running.errorTail().trim().split("\n").slice(-3).join(" ").slice(-600) };
  } catch (error) {
    if (error instanceof ProcessError) return { stage: "not-started", message: `${error.message} ${error.hint}` };
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const interpreter = { python: z.string(), version: z.string() };
const facts = z.discriminatedUnion("stage", [
  z.object({ stage: z.literal("done"), ...interpreter, text: z.string(), expression: z.string(), load: z.number() }),
  z.object({
    stage: z.literal("shape"),
    ...interpreter,
    shape: z.string(),
    isCoroutine: z.optional(z.boolean()),
    isEmpty: z.optional(z.boolean()),
  }),
  z.object({
    stage: z.enum(["import", "call"]),
    ...interpreter,
    type: z.string(),
    family: z.array(z.string()),
    message: z.string(),
    place: z.optional(z.string()),
    name: z.optional(z.string()),
    setting: z.optional(z.string()),
    settings: z.optional(z.array(z.string())),
    file: z.optional(z.string()),
    isProgram: z.optional(z.boolean()),
  }),
]);
