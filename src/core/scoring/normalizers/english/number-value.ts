import { integer } from "../python-text";

/** A number while it is read: a value that can still be added to, or digits that only take more digits at their end. */
export type DigitsOrValue = string | bigint;

/** Digits with at most one point inside, of any script. */
export function isNumeric(word: string | undefined): boolean {
  return word !== undefined && /^\p{Nd}+(?:\.\p{Nd}+)?$/u.test(word);
}

/** What further digits are appended to: no digits for no number, and none for the value 0 either, as in Whisper. */
export function textOf(value: DigitsOrValue | undefined): string {
  return value === undefined || value === 0n ? "" : String(value);
}

/** The product where it is a whole number; undefined otherwise, and for digits that are no number (`1.2.3`). */
export function timesWhole(value: DigitsOrValue, multiplier: bigint): bigint | undefined {
  if (typeof value === "bigint") return value * multiplier;
  const parts = /^(?=\p{Nd}|\.\p{Nd})(\p{Nd}*)(?:\.(\p{Nd}*))?$/u.exec(value);
  if (!parts) return undefined;
  const [, whole = "", fraction = ""] = parts;
  const scale = 10n ** BigInt(Array.from(fraction).length);
  const product = integer(whole + fraction) * multiplier;
  return product % scale === 0n ? product / scale : undefined;
}
