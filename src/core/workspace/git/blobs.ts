import { decodeText, detectEncoding, encodingSample } from "../text-encoding";
import type { Repository } from "./repository";

/** Larger ones are data, as for the working tree. */
const largestText = 1024 * 1024;
/** Together, in bytes. */
const mostRead = 32 * 1024 * 1024;

/**
 * Texts of objects by their ids. Those that are no text, are larger than a megabyte, or are not on this machine are left out.
 * @throws GitError
 */
export async function readTexts(ids: readonly string[], repository: Repository): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Map();
  const check = await repository.read(
    ["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"],
    list(asked),
  );
  let left = mostRead;
  const wanted = check.output.split("\n").flatMap((line) => {
    const [id = "", type, size] = line.split(" ");
    const bytes = Number(size);
    if (type !== "blob" || !(bytes <= largestText) || bytes > left) return [];
    left -= bytes;
    return [id];
  });
  if (wanted.length === 0) return new Map();
  const { bytes } = await repository.read(["cat-file", "--batch"], list(wanted));
  return textsIn(bytes);
}

/** `<id> blob <size>\n<content>\n`, one after the other. */
function textsIn(bytes: Uint8Array): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(lineFeed, start);
    const [id = "", , size] = Buffer.from(bytes.subarray(start, end)).toString().split(" ");
    const content = bytes.subarray(end + 1, end + 1 + Number(size));
    const encoding = detectEncoding(content.subarray(0, encodingSample));
    if (encoding.name !== "binary") texts.set(id, decodeText(content, encoding));
    start = end + 1 + Number(size) + 1;
  }
  return texts;
}

const lineFeed = 10;

function list(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join("");
}
