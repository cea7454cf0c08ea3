import { ProcessError } from "../../workspace/processes/process-error";
import { type RunningProcess, startProcess } from "../../workspace/processes/start-process";
import type { Workspace } from "../../workspace/workspace";
import type { EngineConfiguration } from "../engine";
import { describeExit, withErrors } from "./describe";
import { outputPath, readOutputFile } from "./folder-engine";
import { Meter } from "./meter";
import { clipValues, fillCommand, placeholdersOf } from "./placeholders";
import type { Answer, ClipRequest, EngineFailure, EngineSession, EngineUse } from "./session";

/**
 * A program that is started for each clip. What it says is its standard output, or the file that `outputs` names. Times are
 * those of the whole process, loading included, and measured beside it, so that our own part of starting it is not in them.
 */
export class ClipEngine implements EngineSession {
  readonly #configuration: EngineConfiguration;
  readonly #workspace: Workspace;
  readonly #signal: AbortSignal;
  readonly #meter = new Meter();
  #failedStarts = 0;
  #lastFailure: EngineFailure | undefined;

  constructor(configuration: EngineConfiguration, workspace: Workspace, signal: AbortSignal) {
    this.#configuration = configuration;
    this.#workspace = workspace;
    this.#signal = signal;
  }

  hello(): undefined {
    return undefined;
  }

  start(): Promise<EngineFailure | undefined> {
    const placeholders = placeholdersOf(this.#configuration.command);
    if (placeholders.includes("audio") || placeholders.includes("id")) return Promise.resolve(undefined);
    const message = "The command has no `{audio}` where the path of the clip goes.";
    return Promise.resolve({ kind: "not-started", message });
  }

  async warmUp(clip: ClipRequest): Promise<EngineFailure | undefined> {
    return (await this.transcribe(clip)).failure;
  }

  async transcribe(clip: ClipRequest): Promise<Answer> {
    const command = this.#command(clip);
    const failure = (await this.start()) ?? (typeof command === "string" ? notStarted(command) : undefined);
    if (failure !== undefined || typeof command === "string") return { failure: failure ?? notStarted("") };
    if (this.#failedStarts >= 3 && this.#lastFailure !== undefined) return { failure: this.#lastFailure };
    const { outputs } = this.#configuration;
    const path = outputs === undefined ? undefined : outputPath(outputs, clip);
    const old = path === undefined ? undefined : await this.#stamp(path);
    let running: RunningProcess;
    try {
      const { environment, workingDirectory: workingFolder } = this.#configuration;
      const order = { command, workingFolder, environment, signal: this.#signal, longestLine: largestOutput };
      running = await startProcess(order, this.#workspace);
      this.#failedStarts = 0;
    } catch (error) {
      if (this.#signal.aborted) return { failure: cancelled };
      if (!(error instanceof ProcessError)) throw error;
      this.#failedStarts += 1;
      this.#lastFailure = notStarted(`${error.message} ${error.hint}`);
      return { failure: this.#lastFailure };
    }
    running.endInput();
    const answer = await this.#read(running, command[0] ?? "");
    if (answer.failure !== undefined || path === undefined) return answer;
    const isOld = old !== undefined && old === (await this.#stamp(path));
    const written = isOld ? leftAsItWas(clip) : await readOutputFile(this.#workspace, path);
    return { ...(answer.times && { times: answer.times }), ...written };
  }

  use(): EngineUse {
    return this.#meter.use();
  }

  close(): Promise<void> {
    this.#meter.close();
    return Promise.resolve();
  }

  /** A string says why there is none for this clip. */
  #command(clip: ClipRequest): readonly string[] | string {
    const { command, parameters } = this.#configuration;
    if (clip.window && !placeholdersOf(command).includes("start")) {
      return "The clip is a part of a recording, and the command has no `{start}` and `{end}` to say which.";
    }
    const filled = fillCommand(command, { ...parameters, ...clipValues(clip) });
    return typeof filled === "string" ? `The command has \`{${filled}}\`, and there is no value of that name.` : filled;
  }

  async #read(running: RunningProcess, program: string): Promise<Answer> {
    const { memoryLimit, clipTimeout } = this.#configuration;
    let stopped: EngineFailure | undefined;
    const stop = (failure: EngineFailure) => {
      stopped ??= failure;
      void running.stop();
    };
    const watch = this.#meter.watch(running.pid, program, memoryLimit, () =>
      stop({ kind: "memory-limit", message: `The engine used more than ${memoryLimit} MiB and was stopped.` }),
    );
    const late: EngineFailure = { kind: "timeout", message: `The engine did not end within ${clipTimeout} s.` };
    const timer = setTimeout(() => stop(late), clipTimeout * 1000);
    const output = await readAll(running);
    if (typeof output !== "string") stop(output);
    const exit = await running.exited;
    clearTimeout(timer);
    this.#meter.settle(watch, exit.cpu ?? watch.cpu());
    await running.stop();
    const times =
      exit.wall === undefined ? {} : { times: { wall: exit.wall, ...(exit.cpu !== undefined && { cpu: exit.cpu }) } };
    if (this.#signal.aborted) return { failure: cancelled, ...times };
    if (stopped !== undefined)
      return { failure: { ...stopped, message: withErrors(stopped.message, running) }, ...times };
    if (exit.code === 0 && typeof output === "string") return { said: { output }, ...times };
    return { failure: { kind: "crash", message: withErrors(describeExit(exit), running) }, ...times };
  }

  /** What changes when a file is written anew; undefined when there is none. */
  async #stamp(path: string): Promise<string | undefined> {
    try {
      const { modified, size } = await this.#workspace.locate(path);
      return `${modified} ${size}`;
    } catch {
      return undefined;
    }
  }
}

async function readAll(running: RunningProcess): Promise<string | EngineFailure> {
  const lines: string[] = [];
  let length = 0;
  try {
    for await (const line of running.lines) {
      if (!line.isUtf8) return { kind: "bad-output", message: "The engine's output is not UTF-8." };
      length += line.text.length + 1;
      if (length > largestOutput) return { kind: "bad-output", message: "The engine's output is larger than 64 MiB." };
      lines.push(line.text);
    }
  } catch {
    return { kind: "bad-output", message: "The engine's output is larger than 64 MiB." };
  }
  return lines.join("\n");
}

/** Bytes. */
const largestOutput = 64 * 1024 * 1024;
const cancelled: EngineFailure = { kind: "cancelled", message: "The run was cancelled." };

function notStarted(message: string): EngineFailure {
  return { kind: "not-started", message };
}

function leftAsItWas(clip: ClipRequest): Answer {
  return {
    failure: {
      kind: "missing-output",
      message: `The engine ended and left the output of \`${clip.id}\` as it was before.`,
    },
  };
}
