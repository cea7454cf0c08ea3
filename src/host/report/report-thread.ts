import { Worker } from "node:worker_threads";
import type { ReportAnswer, ReportCall, ReportJob } from "./worker/main";
import type { ReportSource } from "./worker/report-reader";

/** A {@link ReportSource} in threads of its own, so that no amount of clips holds the editor's thread up. */
export class ReportThread implements ReportSource {
  readonly #program: string;
  readonly #job: ReportJob;
  #thread: Thread | undefined;
  #isDisposed = false;

  /** @param program absolute path of the bundled `worker/main.ts` */
  constructor(program: string, job: ReportJob) {
    this.#program = program;
    this.#job = job;
  }

  open: ReportSource["open"] = () => this.#call("open");
  index: ReportSource["index"] = (first) => this.#call("index", first);
  details: ReportSource["details"] = (row, indices) => this.#call("details", row, indices);
  csv: ReportSource["csv"] = () => this.#call("csv");
  markdown: ReportSource["markdown"] = () => this.#call("markdown");

  /** In another thread: intervals of thousands of clips take seconds, in which alignments are asked for. */
  figures: ReportSource["figures"] = async () => {
    const thread = new Thread(this.#program, this.#job);
    this.#others.add(thread);
    try {
      return (await thread.call("figures", [])) as Awaited<ReturnType<ReportSource["figures"]>>;
    } finally {
      this.#others.delete(thread);
      thread.stop();
    }
  };

  dispose(): void {
    this.#isDisposed = true;
    for (const thread of [this.#thread, ...this.#others]) thread?.stop();
    this.#thread = undefined;
  }

  readonly #others = new Set<Thread>();

  async #call<Result>(method: keyof ReportSource, ...parameters: readonly unknown[]): Promise<Result> {
    if (this.#isDisposed) throw new Error("The report was closed.");
    // A thread that ended is replaced: a run that grew too large for it says so, and the next one may fit again.
    if (!this.#thread?.isRunning) this.#thread = new Thread(this.#program, this.#job);
    return (await this.#thread.call(method, parameters)) as Result;
  }
}

/** MiB of one thread: some 200,000 clips. */
const largestHeap = 2048;

class Thread {
  isRunning = true;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #calls = 0;

  constructor(program: string, job: ReportJob) {
    const resourceLimits = { maxOldGenerationSizeMb: largestHeap };
    this.#worker = new Worker(program, { workerData: job, env: {}, resourceLimits });
    this.#worker.on("message", (answer: ReportAnswer) => this.#take(answer));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new Error("The report was closed.")));
    // An open report is no reason for a process to stay.
    this.#worker.unref();
  }

  call(method: keyof ReportSource, parameters: readonly unknown[]): Promise<unknown> {
    const call: ReportCall = { id: this.#calls++, method, parameters };
    return new Promise((resolve, reject) => {
      if (!this.isRunning) return reject(new Error("The report was closed."));
      this.#waiting.set(call.id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage(call);
    });
  }

  stop(): void {
    this.#end(new Error("The report was closed."));
    void this.#worker.terminate();
  }

  #take(answer: ReportAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ("error" in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.result);
  }

  #end(error: Error): void {
    this.isRunning = false;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
