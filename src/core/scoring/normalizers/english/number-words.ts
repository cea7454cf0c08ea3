import table from "./number-words.json";

/** What one word can do to the number that is being read. */
export type NumberWord =
  | { readonly kind: "zero" | "and" | "double" | "triple" | "point" }
  | { readonly kind: "one" | "ten" | "multiplier"; readonly value: bigint; readonly suffix?: string }
  /** `minus`: written before the number that follows. */
  | { readonly kind: "sign"; readonly sign: string }
  /** `dollars`: written before the number that it follows. */
  | { readonly kind: "currency"; readonly sign: string }
  /** `percent`, or the first of two words (`per cent`) with what the second one makes of both. */
  | { readonly kind: "percent"; readonly suffix: string | ReadonlyMap<string, string> };

/** Signs that may stand before the digits of a number. */
export const prefixes: ReadonlySet<string> = new Set([
  ...Object.values(table.precedingPrefixes),
  ...Object.values(table.followingPrefixes),
]);

const numberWords = new Map<string, NumberWord>();
for (const word of table.zeros) numberWords.set(word, { kind: "zero" });
for (const [word, value] of Object.entries(table.ones)) numberWords.set(word, { kind: "one", value: BigInt(value) });
for (const [word, value] of Object.entries(table.tens)) numberWords.set(word, { kind: "ten", value: BigInt(value) });
for (const [word, power] of Object.entries(table.multiplierPowers)) {
  numberWords.set(word, { kind: "multiplier", value: 10n ** BigInt(power) });
}
addSuffixed("one", table.onesSuffixed, BigInt);
addSuffixed("ten", table.tensSuffixed, BigInt);
addSuffixed("multiplier", table.multiplierPowersSuffixed, (power) => 10n ** BigInt(power));
for (const [word, sign] of Object.entries(table.precedingPrefixes)) numberWords.set(word, { kind: "sign", sign });
for (const [word, sign] of Object.entries(table.followingPrefixes)) numberWords.set(word, { kind: "currency", sign });
for (const [word, suffix] of Object.entries(table.suffixes)) numberWords.set(word, { kind: "percent", suffix });
for (const [word, seconds] of Object.entries(table.splitSuffixes)) {
  numberWords.set(word, { kind: "percent", suffix: new Map(Object.entries(seconds)) });
}
for (const word of ["and", "double", "triple", "point"] as const) numberWords.set(word, { kind: word });

/** Plurals and ordinals (`fifties`, `third`) have a suffix; undefined for a word that is no part of a number. */
export function numberWord(word: string | undefined): NumberWord | undefined {
  return word === undefined ? undefined : numberWords.get(word);
}

function addSuffixed(
  kind: "one" | "ten" | "multiplier",
  words: Readonly<Record<string, (string | number)[]>>,
  toValue: (figure: number) => bigint,
): void {
  for (const [word, [figure, suffix]] of Object.entries(words)) {
    numberWords.set(word, { kind, value: toValue(Number(figure)), suffix: String(suffix) });
  }
}
