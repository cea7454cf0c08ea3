import { createHash } from "node:crypto";
import type { PlacedUtterance } from "./overlaps";

/**
 * SHA-256 over everything of a test set that decides a result, in the manifest's order: first 16 hexadecimal digits. The
 * folder that it lies in decides nothing.
 */
export function datasetHash(placed: readonly PlacedUtterance[]): string {
  const hash = createHash("sha256");
  for (const { utterance, audioHash } of placed) {
    const { id, window, text, language, referenceSource, words, speaker, session, conditions } = utterance;
    const { start, end } = window ?? {};
    const timed = words?.map((word) => [word.text, word.start, word.end]);
    const source = [referenceSource.kind, referenceSource.kind === "corrected" ? referenceSource.engine : null];
    const parts = [id, audioHash, start, end, text, language, source, timed, speaker, session, conditions];
    hash.update(`${JSON.stringify(parts)}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}
