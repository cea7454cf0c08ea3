import type { OpenFile } from "../../workspace/workspace";

/** An opened file, or a part of it, for libraries that read Blobs: so they never open a file by its path. */
export class FileBlob implements Blob {
  readonly type: string;
  readonly size: number;
  readonly #source: WindowedFile;
  readonly #start: number;

  private constructor(source: WindowedFile, type: string, start: number, size: number) {
    this.#source = source;
    this.#start = start;
    this.type = type;
    this.size = size;
  }

  static of(file: OpenFile, type: string, signal: AbortSignal): FileBlob {
    return new FileBlob(new WindowedFile(file, signal), type, 0, file.location.size);
  }

  /** Ends before 0 count from the end, as in any Blob. */
  slice(start = 0, end = this.size, type = ""): FileBlob {
    const within = (position: number) =>
      Math.min(this.size, Math.max(0, position < 0 ? this.size + position : position));
    const [from, to] = [within(start), within(end)];
    return new FileBlob(this.#source, type, this.#start + from, Math.max(0, to - from));
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return await this.#source.read(this.#start, this.size);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  stream(): ReturnType<Blob["stream"]> {
    const read = (position: number) =>
      this.#source.read(this.#start + position, Math.min(windowSize, this.size - position));
    let position = 0;
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: async (controller) => {
        const piece = await read(position);
        position += piece.length;
        if (piece.length > 0) controller.enqueue(piece);
        else controller.close();
      },
    });
  }
}

/** Headers are read a few bytes at a time; the disk is asked for more. */
class WindowedFile {
  readonly #file: OpenFile;
  readonly #signal: AbortSignal;
  #start = 0;
  #bytes = new Uint8Array(0);

  constructor(file: OpenFile, signal: AbortSignal) {
    this.#file = file;
    this.#signal = signal;
  }

  /** A copy. */
  async read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    this.#signal.throwIfAborted();
    if (position < this.#start || position + length > this.#start + this.#bytes.length) {
      this.#bytes = Uint8Array.from(await this.#file.read(position, Math.max(length, windowSize)));
      this.#start = position;
    }
    return this.#bytes.slice(position - this.#start, position - this.#start + length);
  }
}

const windowSize = 64 * 1024;
