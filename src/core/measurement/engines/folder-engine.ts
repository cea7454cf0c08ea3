import { PathError } from "../../workspace/path-error";
import type { Workspace } from "../../workspace/workspace";
import type { EngineConfiguration } from "../engine";
import { clipValues, fill } from "./placeholders";
import type { Answer, ClipRequest, EngineFailure, EngineSession, EngineUse } from "./session";

/** Outputs that some engine has left as files. Nothing is started, so there are no times. */
export class FolderEngine implements EngineSession {
  readonly #configuration: EngineConfiguration;
  readonly #workspace: Workspace;
  readonly #signal: AbortSignal;

  constructor(configuration: EngineConfiguration, workspace: Workspace, signal: AbortSignal) {
    this.#configuration = configuration;
    this.#workspace = workspace;
    this.#signal = signal;
  }

  start(): Promise<EngineFailure | undefined> {
    if (this.#configuration.outputs?.includes("{id}")) return Promise.resolve(undefined);
    const message = "`outputs` has to be a path with `{id}` in it, such as `outputs/{id}.json`.";
    return Promise.resolve({ kind: "not-started", message });
  }

  hello(): undefined {
    return undefined;
  }

  warmUp(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async transcribe(clip: ClipRequest): Promise<Answer> {
    if (this.#signal.aborted) return { failure: { kind: "cancelled", message: "The run was cancelled." } };
    const failure = await this.start();
    if (failure !== undefined) return { failure };
    const { outputs = "", parameters } = this.#configuration;
    return await readOutputFile(this.#workspace, outputPath(fill(outputs, parameters), clip));
  }

  use(): EngineUse {
    return {
      loads: [],
      peakMemory: [],
      memoryNote: "Outputs were read from files; nothing was run.",
      repeatedAnswers: 0,
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export function outputPath(outputs: string, clip: ClipRequest): string {
  return fill(outputs, clipValues(clip));
}

/** The text of a file that an engine has written. */
export async function readOutputFile(workspace: Workspace, path: string): Promise<Answer> {
  try {
    return { said: { output: await workspace.readText(path, { maxBytes: largestOutput }) } };
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    const kind = error.problem === "missing" ? "missing-output" : "bad-output";
    return { failure: { kind, message: [error.message, error.hint].filter(Boolean).join(" ") } };
  }
}

/** Bytes. */
const largestOutput = 64 * 1024 * 1024;
