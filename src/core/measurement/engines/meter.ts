import { type GraphicsWatch, watchGraphics } from "../../workspace/processes/watch-graphics";
import { type UseWatch, watchUse } from "../../workspace/processes/watch-use";
import type { EngineUse } from "./session";

/** Adds up what the processes of an engine used, one after the other. */
export class Meter {
  readonly loads: number[] = [];
  readonly #peaks: number[] = [];
  #note: string | undefined;
  #cpu: number | undefined = 0;
  #current: UseWatch | undefined;
  #graphics: GraphicsWatch | undefined;
  repeatedAnswers = 0;

  /** @param memoryLimit MiB */
  watch(pid: number, program: string, memoryLimit: number | undefined, onExceeded: () => void): UseWatch {
    const limit = memoryLimit === undefined ? {} : { memory: memoryLimit * mebibyte };
    this.#current = watchUse(pid, program, { ...limit, onExceeded });
    this.#graphics ??= watchGraphics(() => this.#current?.members() ?? new Set());
    return this.#current;
  }

  /** A process is about to end or has ended. @param cpu seconds from elsewhere, where that is more exact */
  settle(watch: UseWatch, cpu = watch.cpu()): void {
    watch.close();
    const peak = watch.peakMemory();
    if (peak !== undefined) this.#peaks.push(peak / mebibyte);
    this.#note ??= watch.note();
    this.#cpu = cpu === undefined || this.#cpu === undefined ? undefined : this.#cpu + cpu;
  }

  close(): void {
    this.#graphics?.close();
  }

  use(running?: UseWatch): EngineUse {
    const cpu = running?.cpu() ?? 0;
    const graphicsMemory = this.#graphics?.peakMemory();
    const graphicsNote = this.#graphics?.note();
    return {
      loads: [...this.loads],
      peakMemory: [...this.#peaks],
      ...(this.#note !== undefined && { memoryNote: this.#note }),
      ...(this.#cpu !== undefined && { cpu: this.#cpu + cpu }),
      ...(graphicsMemory !== undefined && { graphicsMemory }),
      ...(graphicsNote !== undefined && { graphicsNote }),
      repeatedAnswers: this.repeatedAnswers,
    };
  }
}

const mebibyte = 1024 * 1024;
