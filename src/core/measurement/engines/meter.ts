import { type UseWatch, watchUse } from "../../workspace/processes/watch-use";
import type { EngineUse } from "./session";

/** Adds up what the processes of an engine used, one after the other. */
export class Meter {
  readonly loads: number[] = [];
  readonly #peaks: number[] = [];
  #note: string | undefined;
  #cpu: number | undefined = 0;
  repeatedAnswers = 0;

  /** @param memoryLimit MiB */
  watch(pid: number, program: string, memoryLimit: number | undefined, onExceeded: () => void): UseWatch {
    const limit = memoryLimit === undefined ? {} : { memory: memoryLimit * mebibyte };
    return watchUse(pid, program, { ...limit, onExceeded });
  }

  /** A process is about to end or has ended. @param cpu seconds from elsewhere, where that is more exact */
  settle(watch: UseWatch, cpu = watch.cpu()): void {
    watch.close();
    const peak = watch.peakMemory();
    if (peak !== undefined) this.#peaks.push(peak / mebibyte);
    this.#note ??= watch.note();
    this.#cpu = cpu === undefined || this.#cpu === undefined ? undefined : this.#cpu + cpu;
  }

  use(running?: UseWatch): EngineUse {
    const cpu = running?.cpu() ?? 0;
    return {
      loads: [...this.loads],
      peakMemory: [...this.#peaks],
      ...(this.#note !== undefined && { memoryNote: this.#note }),
      ...(this.#cpu !== undefined && { cpu: this.#cpu + cpu }),
      repeatedAnswers: this.repeatedAnswers,
    };
  }
}

const mebibyte = 1024 * 1024;
