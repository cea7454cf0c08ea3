import { cardinal, counted, decimal } from "./cardinal";
import words from "./number-words.json";

/** Spaces that stand between groups of digits: the plain one, the no-break ones and the thin one. */
const gap = "[ \\u00a0\\u2009\\u202f]";
const groups = new RegExp(`(?<![\\p{L}\\p{N}]|\\d[.,:/-])\\d+(?:${gap}\\d+)+`, "gu");
const grouped = new RegExp(`^[1-9]\\d{0,2}(?:${gap}\\d{3})+$`, "u");
const percent = new RegExp(`(?:(?<!\\d)(\\d+)([.,]\\d+)?)?${gap}?%`, "gu");
const numbers = /(?<![\p{L}\p{N}])\d+(?:[.,]\d+)*(?![\p{L}\p{N}]|[-\u2010\u2011]\p{L})/gu;

/** `10 000` as one number; other neighbours (`8 800 555 35 35`, `2019 200`) stay apart. */
export function joinDigitGroups(text: string): string {
  return text.replace(groups, (run) => (grouped.test(run) ? run.replace(/\D/g, "") : run));
}

/** The signs that are always read as a word: `%` in the form that its number asks for, `№`, and minus before a number. */
export function readSigns(text: string): string {
  return text
    .replace(
      percent,
      (_, whole?: string, fraction?: string) => `${whole ?? ""}${fraction ?? ""} ${percents(whole, fraction)} `,
    )
    .replace(/№+/g, ` ${words.number} `)
    .replace(/(?<![^\s(])[-\u2212](?=\d)/g, `${words.minus} `);
}

/** Numbers that stand by themselves as cardinals; those with an ending (`5-й`, `90-х`, `3d`) keep their digits. */
export function readNumbers(text: string): string {
  return text.replace(numbers, (number) => {
    const parts = number.split(/[.,]/);
    const [whole = "", fraction] = parts;
    // Dates, versions and lists have more than one dot or comma.
    return parts.length === 2 && fraction !== undefined
      ? decimal(whole, fraction)
      : parts.map((part) => cardinal(part)).join(" ");
  });
}

function percents(whole: string | undefined, fraction: string | undefined): string {
  if (fraction !== undefined) return words.percentOfFraction;
  return counted(whole ?? "0", words.percent);
}
