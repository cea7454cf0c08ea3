/** Who wrote a record, and how many numbered ones that writer knew before it. */
export interface Stamp {
  readonly number: number;
  readonly writer: string;
}

/**
 * Decides which records of a file count when several processes append to it without a lock. A writer numbers its
 * records from the last one it has read. Of two records with the same number the first in the file counts, and with
 * the other one everything its writer appended later is void: that writer did not know what it was continuing.
 * The decision depends on nothing but the bytes before a record, so all readers and writers come to the same one.
 */
export class RecordOrder {
  #last: number;
  readonly #lastByWriter: Map<string, number>;
  readonly #void: Set<string>;

  constructor(other?: RecordOrder) {
    this.#last = other === undefined ? 0 : other.#last;
    this.#lastByWriter = new Map(other === undefined ? [] : other.#lastByWriter);
    this.#void = new Set(other === undefined ? [] : other.#void);
  }

  /** The number of the last record that counts; 0 at the start. */
  get last(): number {
    return this.#last;
  }

  /** The number of the writer's last record that counts; 0 for a writer without one. */
  lastOf(writer: string): number {
    return this.#lastByWriter.get(writer) ?? 0;
  }

  /** Takes the next record of the file. Returns whether it counts. */
  accept({ number, writer }: Stamp): boolean {
    if (this.#void.has(writer)) return false;
    if (number > this.#last) {
      this.#last = number;
      this.#lastByWriter.set(writer, number);
      return true;
    }
    // A line that was copied, for example by a program that merges folders, voids nobody.
    if (number > this.lastOf(writer)) this.#void.add(writer);
    return false;
  }
}
