import type { Workspace } from "../../workspace/workspace";
import type { EngineConfiguration, EngineHello } from "../engine";
import { type LinesProcess, startLinesProcess } from "./lines-process";
import { Meter } from "./meter";
import { fillCommand } from "./placeholders";
import type { Answer, ClipRequest, EngineFailure, EngineSession, EngineUse } from "./session";

/** A program that stays and answers clip by clip; see `answer-line.ts` for what it writes. */
export class LinesEngine implements EngineSession {
  readonly #configuration: EngineConfiguration;
  readonly #ports: { readonly workspace: Workspace; readonly signal: AbortSignal; readonly meter: Meter };
  readonly #meter = new Meter();
  #process: LinesProcess | undefined;
  #ending: Promise<void> = Promise.resolve();
  #hello: EngineHello | undefined;
  #failedStarts = 0;
  #lastFailure: EngineFailure | undefined;
  #asked = 0;

  constructor(configuration: EngineConfiguration, workspace: Workspace, signal: AbortSignal) {
    this.#configuration = configuration;
    this.#ports = { workspace, signal, meter: this.#meter };
  }

  hello(): EngineHello | undefined {
    return this.#hello;
  }

  async start(): Promise<EngineFailure | undefined> {
    const process = await this.#running();
    return "kind" in process ? process : undefined;
  }

  async warmUp(clip: ClipRequest): Promise<EngineFailure | undefined> {
    return (await this.transcribe(clip)).failure;
  }

  async transcribe(clip: ClipRequest): Promise<Answer> {
    const process = await this.#running();
    if ("kind" in process) return { failure: process };
    // Not the utterance's: the same clip may be asked again, and its first answer may come twice.
    const id = `${++this.#asked}`;
    const before = process.watch.cpu();
    const { wall, result, repeated } = await process.ask(id, this.#request(id, clip), this.#configuration.clipTimeout);
    const after = process.watch.cpu();
    this.#meter.repeatedAnswers += repeated;
    const times = {
      wall: wall / 1000,
      ...(before !== undefined && after !== undefined && { cpu: Math.max(0, after - before) }),
    };
    if ("kind" in result) {
      this.#end();
      return { failure: result, times };
    }
    const allTimes = { ...times, ...(result.own !== undefined && { own: result.own }) };
    if (typeof result.said !== "string") return { said: result.said, times: allTimes };
    return { failure: { kind: "engine-error", message: `The engine says: ${result.said}` }, times: allTimes };
  }

  use(): EngineUse {
    return this.#meter.use(this.#process?.watch);
  }

  async close(): Promise<void> {
    this.#end();
    await this.#ending;
    this.#meter.close();
  }

  /** The process that answers next: the running one, or a new one. Two are never there at a time. */
  async #running(): Promise<LinesProcess | EngineFailure> {
    if (this.#process?.isGone()) this.#end();
    if (this.#process !== undefined) return this.#process;
    await this.#ending;
    // In the same words whatever came before, so that shards say what the whole run says.
    if (this.#failedStarts >= mostFailedStarts && this.#lastFailure !== undefined) return this.#lastFailure;
    const started = await this.#start();
    if ("kind" in started) {
      if (started.kind !== "cancelled") this.#failedStarts += 1;
      this.#lastFailure = started;
      return started;
    }
    this.#failedStarts = 0;
    this.#hello = started.hello;
    this.#process = started;
    return started;
  }

  async #start(): Promise<LinesProcess | EngineFailure> {
    const command = fillCommand(this.#configuration.command, this.#configuration.parameters);
    if (typeof command !== "string") return await startLinesProcess(this.#configuration, command, this.#ports);
    return {
      kind: "not-started",
      message: `The command has \`{${command}}\`, and there is no parameter of that name; clips come on standard input.`,
    };
  }

  #end(): void {
    const process = this.#process;
    this.#process = undefined;
    if (process !== undefined) this.#ending = process.close();
  }

  #request(id: string, clip: ClipRequest): string {
    const { id: utterance, audioPath: audio, language, window } = clip;
    return JSON.stringify({ ...this.#configuration.parameters, id, utterance, audio, language, ...window });
  }
}

const mostFailedStarts = 3;
