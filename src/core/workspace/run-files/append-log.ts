import type { FileHandle } from "node:fs/promises";
import { TeamFileError } from "../team-files";
import { teamFileErrorOf } from "../team-files/errors";

/** Milliseconds between two times that lines are brought to the disk. */
const syncInterval = 1000;

/**
 * The end of a file of lines. Each append is there whole or not at all, also on a full disk; what a loss of power may
 * take is the last second.
 */
export class AppendLog {
  readonly #handle: FileHandle;
  readonly #path: string;
  #end: number;
  #synced = performance.now();

  private constructor(handle: FileHandle, path: string, end: number) {
    this.#handle = handle;
    this.#path = path;
    this.#end = end;
  }

  /** Takes over a handle that appends, and cuts off a last line that was torn. @param path for messages */
  static async open(handle: FileHandle, path: string): Promise<AppendLog> {
    try {
      const { size } = await handle.stat();
      const end = await endOfLines(handle, size);
      if (end < size) await handle.truncate(end);
      return new AppendLog(handle, path, end);
    } catch (error) {
      await handle.close();
      throw teamFileErrorOf(error, path);
    }
  }

  /** @param lines without line ends @throws TeamFileError `full` and others; then nothing was added */
  async append(lines: readonly string[]): Promise<void> {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
    try {
      // One write, which the system may cut short when the disk runs full.
      const { bytesWritten } = await this.#handle.write(bytes);
      if (bytesWritten < bytes.length) throw fullDisk(this.#path);
      this.#end += bytes.length;
      if (performance.now() - this.#synced >= syncInterval) await this.#sync();
    } catch (error) {
      await this.#handle.truncate(this.#end).catch(() => {});
      throw teamFileErrorOf(error, this.#path);
    }
  }

  /** Everything is on the disk when this resolves. */
  async close(): Promise<void> {
    try {
      await this.#sync();
    } catch (error) {
      throw teamFileErrorOf(error, this.#path);
    } finally {
      await this.#handle.close();
    }
  }

  async #sync(): Promise<void> {
    await this.#handle.datasync();
    this.#synced = performance.now();
  }
}

function fullDisk(path: string): TeamFileError {
  return new TeamFileError("full", path, `No space is left to write \`${path}\`.`, "Free some space and try again.");
}

/** The offset behind the last line feed. */
async function endOfLines(handle: FileHandle, size: number): Promise<number> {
  const buffer = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0; ) {
    const from = Math.max(0, end - buffer.length);
    const { bytesRead } = await handle.read(buffer, 0, end - from, from);
    const feed = buffer.subarray(0, bytesRead).lastIndexOf(10);
    if (feed !== -1) return from + feed + 1;
    end = from;
  }
  return 0;
}
