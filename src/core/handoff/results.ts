import type { LockedTeamFolder } from "../workspace/team-files";
import { type Handoff, HandoffError } from "./handoff";
import { storable } from "./marked-text";
import { resultName } from "./record-folder";
import type { KeptResult } from "./transitions";

/** Characters of a result that the record itself holds. */
export const longestInRecord = 100_000;
/** Characters of the beginning that stands in the record of a longer one. */
const lengthOfBeginning = 20_000;
const mostBytes = 3.5 * 1024 * 1024;

/**
 * The result as the record will hold it, before anything is written.
 * @throws HandoffError when it is empty or too large
 */
export function keptResult({ id, folder }: Pick<Handoff, "id" | "folder">, result: string): KeptResult {
  const text = storable(result);
  if (text === "") throw new HandoffError(`The answer to handoff ${id} is empty.`);
  if (Buffer.byteLength(text) > mostBytes)
    throw new HandoffError(
      `The answer to handoff ${id} has ${(Buffer.byteLength(text) / 1024 / 1024).toFixed(1)} MiB; at most 3.5 MiB are kept. Shorten it, or keep it in a file of the workspace and answer with its path.`,
    );
  if (text.length <= longestInRecord) return { text };
  return { text: beginning(text, lengthOfBeginning), file: `${folder.path}/${resultName(id)}` };
}

/** Writes the whole of a result that the record holds the beginning of; what an earlier answer left is removed. */
export async function writeWhole(
  locked: LockedTeamFolder,
  { id, state, resultFile }: Handoff,
  result: string,
): Promise<void> {
  if (state !== "answered") return;
  if (resultFile === undefined) await locked.remove(resultName(id));
  else await locked.write(resultName(id), `${storable(result)}\n`);
}

/** At most `length` characters, up to the end of a line where one is near. */
export function beginning(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const lineEnd = cut.lastIndexOf("\n");
  // A surrogate pair may be torn at the end.
  return (lineEnd > length / 2 ? cut.slice(0, lineEnd) : cut.replace(/[\ud800-\udbff]$/, "")).trimEnd();
}
