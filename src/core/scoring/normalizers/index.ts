import type { Normalizer } from "../scoring";
import type { NormalizerKind } from "./define";
import { raw } from "./raw";
import { ru } from "./ru";
import { whisperBasic } from "./whisper-basic";
import { whisperEnglish } from "./whisper-english";

export type { NormalizerKind } from "./define";

/**
 * Every normaliser there is. Adding one is a file and a line here. The tables take some 60 kB: programs that start with
 * a person waiting import this module when they score, not before.
 */
export const normalizers: readonly NormalizerKind[] = [raw, whisperBasic, whisperEnglish, ru];

export const normalizerIds: readonly string[] = normalizers.map(({ id }) => id);

/**
 * The normaliser of that id with these options, each of the others at its default; undefined for an unknown id.
 * Throws a RangeError for an option that it does not have.
 */
export function normalizerOf(id: string, options?: Readonly<Record<string, string>>): Normalizer | undefined {
  return normalizers.find((kind) => kind.id === id)?.create(options);
}
