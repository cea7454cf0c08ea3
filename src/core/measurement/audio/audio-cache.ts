import type { OpenFile } from "../../workspace/workspace";
import { AudioError, type AudioFacts } from "./audio";
import { measureAudio } from "./measure-audio";

/**
 * Remembers what was measured while the process lives, so that the windows of one recording and the datasets of one run
 * read each file once. A file with another size or time of change is measured anew.
 */
export class AudioCache {
  readonly #known = new Map<string, { readonly state: string; readonly facts: Promise<AudioFacts> }>();

  /** @throws AudioError, and the signal's reason */
  async measure(file: OpenFile, signal: AbortSignal): Promise<AudioFacts> {
    const { realPath, size, modified } = file.location;
    const state = `${size}:${modified}`;
    const known = this.#known.get(realPath);
    if (known?.state === state) return await known.facts;
    const entry = { state, facts: measureAudio(file, signal) };
    this.#known.set(realPath, entry);
    try {
      return await entry.facts;
    } catch (error) {
      // What is wrong with a file stays so; being stopped says nothing about it.
      if (!(error instanceof AudioError) && this.#known.get(realPath) === entry) this.#known.delete(realPath);
      throw error;
    }
  }
}
