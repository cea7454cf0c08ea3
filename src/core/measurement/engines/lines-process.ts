import { ProcessError } from "../../workspace/processes/process-error";
import { LongLineError, type OutputLine } from "../../workspace/processes/read-lines";
import { type RunningProcess, startProcess } from "../../workspace/processes/start-process";
import type { UseWatch } from "../../workspace/processes/watch-use";
import type { Workspace } from "../../workspace/workspace";
import type { EngineConfiguration, EngineHello } from "../engine";
import { type AnswerLine, readAnswer, readHello } from "./answer-line";
import { describeExit, withErrors } from "./describe";
import type { Meter } from "./meter";
import type { EngineFailure } from "./session";

export interface LinesProcess {
  readonly hello: EngineHello;
  readonly watch: UseWatch;
  /** Whether it ended while nobody asked it anything. */
  isGone(): boolean;
  /** Writes a request and waits for the answer with its id. After a failure the process is not to be used again. */
  ask(id: string, request: string, timeout: number): Promise<Exchange>;
  /** Closes its input, gives it a moment to end by itself, and stops it with all that it started. */
  close(): Promise<void>;
}

/** Milliseconds. */
interface Exchange {
  readonly wall: number;
  readonly result: AnswerLine | EngineFailure;
  /** Answers for earlier clips that came again. */
  readonly repeated: number;
}

/** Starts a program and waits for its first line. Its load time goes to the meter. */
export async function startLinesProcess(
  configuration: EngineConfiguration,
  command: readonly string[],
  ports: { readonly workspace: Workspace; readonly signal: AbortSignal; readonly meter: Meter },
): Promise<LinesProcess | EngineFailure> {
  const { workspace, signal, meter } = ports;
  let running: RunningProcess;
  try {
    const { environment, workingDirectory: workingFolder } = configuration;
    running = await startProcess({ command, workingFolder, environment, signal }, workspace);
  } catch (error) {
    if (signal.aborted) return cancelled;
    if (error instanceof ProcessError) return { kind: "not-started", message: `${error.message} ${error.hint}` };
    throw error;
  }
  const begun = performance.now();
  let isOverLimit = false;
  let isGone = false;
  let interrupt: (failure: EngineFailure) => void = () => {};
  const watch = meter.watch(running.pid, command[0] ?? "", configuration.memoryLimit, () => {
    isOverLimit = true;
    interrupt(overLimit(configuration));
    void running.stop();
  });
  void running.exited.then(() => {
    isGone = true;
  });
  const lines = running.lines[Symbol.asyncIterator]();
  let coming: Promise<IteratorResult<OutputLine>> | undefined;
  const answered = new Set<string>();

  /** The next line, or why there is none. */
  async function next(deadline: number, late: string): Promise<OutputLine | EngineFailure> {
    if (isOverLimit) return overLimit(configuration);
    coming ??= lines.next();
    // It may fail when nobody waits for it any more.
    coming.catch(() => {});
    let timer: NodeJS.Timeout | undefined;
    const failure = new Promise<EngineFailure>((resolve) => {
      interrupt = resolve;
      timer = setTimeout(
        () => resolve({ kind: "timeout", message: withErrors(late, running) }),
        Math.max(0, deadline - performance.now()),
      );
      if (signal.aborted) resolve(cancelled);
    });
    const onAbort = () => interrupt(cancelled);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const result = await Promise.race([coming, failure]);
      if ("kind" in result) return result;
      coming = undefined;
      if (signal.aborted) return cancelled;
      if (isOverLimit) return overLimit(configuration);
      if (result.done) return { kind: "crash", message: withErrors(describeExit(await running.exited), running) };
      return checked(result.value);
    } catch (error) {
      if (!(error instanceof LongLineError)) throw error;
      return { kind: "bad-output", message: error.message };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    }
  }

  const { loadTimeout } = configuration;
  const first = await next(begun + loadTimeout * 1000, `The engine was not ready after ${loadTimeout} s.`);
  const hello = "kind" in first ? first : readHello(first.text);
  if ("kind" in first || typeof hello === "string" || "kind" in hello) {
    meter.settle(watch);
    await running.stop();
    return startFailure(typeof hello === "string" ? withErrors(hello, running) : hello);
  }
  meter.loads.push((first.at - begun) / 1000);

  return {
    hello,
    watch,
    isGone: () => isGone,
    async ask(id, request, timeout) {
      let repeated = 0;
      const asked = performance.now();
      running.write(request);
      const finish = (result: Exchange["result"], at = performance.now()): Exchange => ({
        wall: at - asked,
        result,
        repeated,
      });
      for (;;) {
        const line = await next(asked + timeout * 1000, `The engine did not answer within ${timeout} s.`);
        if ("kind" in line) return finish(line);
        const answer = readAnswer(line.text);
        if (typeof answer === "string") return finish({ kind: "bad-output", message: answer }, line.at);
        if (answer.id === id && line.at < asked) return finish(tooEarly);
        if (answer.id === id) {
          answered.add(id);
          return finish(answer, line.at);
        }
        if (!answered.has(answer.id)) return finish(wrongClip(answer.id), line.at);
        repeated += 1;
        if (repeated > mostRepeated) return finish({ kind: "bad-output", message: "The engine answers without end." });
      }
    },
    async close() {
      meter.settle(watch);
      running.endInput();
      await Promise.race([running.exited, new Promise((resolve) => setTimeout(resolve, 500).unref())]);
      await running.stop();
    },
  };
}

const mostRepeated = 10_000;
const cancelled: EngineFailure = { kind: "cancelled", message: "The run was cancelled." };
const tooEarly: EngineFailure = {
  kind: "wrong-clip",
  message: "The engine answered before it was asked; it has to give back the id of the request and not one of its own.",
};

function checked(line: OutputLine): OutputLine | EngineFailure {
  if (!line.isWhole) {
    return { kind: "crash", message: "The engine ended in the middle of a line." };
  }
  if (line.isUtf8) return line;
  return {
    kind: "bad-output",
    message: "The engine's line is not UTF-8. In Python, set PYTHONUTF8=1 in `environment`.",
  };
}

/** Whatever kept it from its first line, it did not start; only a person or a limit did something else. */
function startFailure(found: string | EngineFailure | EngineHello): EngineFailure {
  if (typeof found === "string") return { kind: "not-started", message: found };
  if (!("kind" in found)) return { kind: "not-started", message: "The engine did not start." };
  return found.kind === "cancelled" || found.kind === "memory-limit" ? found : { ...found, kind: "not-started" };
}

/** Without the id that was asked, which depends on how many clips came before in this process. */
function wrongClip(id: string): EngineFailure {
  return {
    kind: "wrong-clip",
    message: `The engine answered with the id ${JSON.stringify(id.slice(0, 100))}, which is not what was asked; it has to give back the id of the request.`,
  };
}

function overLimit({ memoryLimit }: EngineConfiguration): EngineFailure {
  return { kind: "memory-limit", message: `The engine used more than ${memoryLimit} MiB and was stopped.` };
}
