import { randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { type KnownPart, readEntries, type StoredRecord } from "./record-log-entries";
import { RecordError, withRecordFile } from "./record-log-file";
import { longestLine } from "./record-log-lines";
import { RecordOrder, type Stamp } from "./record-log-order";

export interface AppendOptions {
  /** Waits until the bytes are on the disk, so that they outlive a loss of power and not only the process. */
  readonly durable?: boolean;
}

/**
 * Appends records to one file. There is no lock that a killed process could leave behind: each append is one write at
 * the end of the file, which the system keeps whole, and {@link RecordOrder} decides which of two writers that did not
 * know of each other counts. The one that does not is told by a `conflict`.
 */
export class RecordLog {
  readonly #path: string;
  readonly #name: string;
  readonly #writer = randomBytes(8).toString("hex");
  #known: KnownPart;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(path: string, name: string, known: KnownPart) {
    this.#path = path;
    this.#name = name;
    this.#known = known;
  }

  /**
   * Appends the records as whole lines in one write, after all appends asked for earlier. The keys `number` and `writer`
   * are taken. When it rejects, nothing was added that counts, but for the first of several records when the disk ran
   * full. Later appends can succeed, except after a `conflict`: then the file has to be loaded again.
   * @throws RecordError
   */
  append(records: readonly StoredRecord[], options: AppendOptions = {}): Promise<void> {
    const appended = this.#queue.then(() =>
      withRecordFile(this.#path, this.#name, "append", (handle) => this.#append(handle, records, options)),
    );
    this.#queue = appended.catch(() => {});
    return appended;
  }

  /** Resolves when all appends asked for so far are over, whatever came of them. */
  async idle(): Promise<void> {
    await this.#queue;
  }

  async #append(handle: FileHandle, records: readonly StoredRecord[], { durable = false }: AppendOptions) {
    // A line that another process was just writing may tear ours away; the second attempt starts on a line of its own.
    for (let attempt = 1; !(await this.#write(handle, records)); attempt++)
      if (attempt === 2) throw conflict(this.#name);
    if (durable) await handle.datasync();
  }

  /** @returns whether the records count */
  async #write(handle: FileHandle, records: readonly StoredRecord[]): Promise<boolean> {
    const { size } = await handle.stat();
    if (size !== this.#known.end) await this.#refuseForeign(handle, size);
    const stamps = records.map((_, index) => ({ number: this.#known.order.last + 1 + index, writer: this.#writer }));
    const lines = await linesOf(
      handle,
      size,
      this.#name,
      records.map((record, index) => ({ ...stamps[index], ...record })),
    );
    const { bytesWritten } = await handle.write(lines);
    const after = (await handle.stat()).size;
    if (bytesWritten < lines.length) {
      this.#known = await lastOf(readEntries(handle, this.#name, this.#known, after));
      throw new RecordError(
        "unavailable",
        this.#name,
        `${this.#name} could not be written whole: the disk may be full.`,
      );
    }
    if (size === this.#known.end && after === size + lines.length) {
      const order = new RecordOrder(this.#known.order);
      for (const stamp of stamps) order.accept(stamp);
      this.#known = { end: after, order };
      return true;
    }
    return await this.#counts(handle, after, stamps.at(-1));
  }

  /** What others appended since is harmless as long as it does not count, or has no number, such as a new title. */
  async #refuseForeign(handle: FileHandle, size: number): Promise<void> {
    if (size < this.#known.end)
      throw new RecordError("conflict", this.#name, `${this.#name} was shortened by another program.`);
    const { order } = await lastOf(readEntries(handle, this.#name, this.#known, size));
    if (order.last > this.#known.order.last) throw conflict(this.#name);
  }

  /** Whether our records are the ones that count, as everybody who reads the file will decide. */
  async #counts(handle: FileHandle, size: number, last: Stamp | undefined): Promise<boolean> {
    if (last === undefined) return true;
    const known = await lastOf(readEntries(handle, this.#name, this.#known, size, { last }));
    if (known.order.lastOf(this.#writer) < last.number) {
      if (known.order.last > this.#known.order.last) throw conflict(this.#name);
      return false;
    }
    this.#known = known;
    return true;
  }
}

/** Appends a record without a number: it counts wherever it stands, and no writer has to know of it. */
export async function appendNote(handle: FileHandle, name: string, record: StoredRecord): Promise<void> {
  const { size } = await handle.stat();
  await handle.write(await linesOf(handle, size, name, [record]));
  await handle.datasync();
}

/** Whole lines for the end of the file, on a line of their own when the last one there is torn. */
async function linesOf(handle: FileHandle, size: number, name: string, records: readonly object[]): Promise<Buffer> {
  const lines = records.map((record) => Buffer.from(`${JSON.stringify(record)}\n`));
  if (lines.some(({ length }) => length > longestLine))
    throw new RecordError("too-large", name, `A record for ${name} is larger than ${longestLine} bytes.`);
  return Buffer.concat([...((await endsLine(handle, size)) ? [] : [Buffer.from("\n")]), ...lines]);
}

async function endsLine(handle: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 10;
}

async function lastOf<Result>(generator: AsyncGenerator<unknown, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = await generator.next();
    if (done) return value as Result;
  }
}

function conflict(name: string): RecordError {
  return new RecordError("conflict", name, `${name} was continued in another window since it was read here.`);
}
