import { integer, split, strip, whiteSpace, wordEnd, wordStart } from "../python-text";
import { readNumbers } from "./number-reader";
import { numberWord } from "./number-words";

const half = new RegExp(`${wordStart}and[${whiteSpace}]+a[${whiteSpace}]+half${wordEnd}`, "gu");
const splitSuffix = new RegExp(`([0-9])[${whiteSpace}]+(st|nd|rd|th|s)${wordEnd}`, "gu");
const cents = new RegExp(`([€£$])([0-9]+) (?:and )?¢([0-9]{1,2})${wordEnd}`, "gu");
const centsOnly = new RegExp(`[€£$]0[^\\n]([0-9]{1,2})${wordEnd}`, "gu");
const loneOne = new RegExp(`${wordStart}1(s?)${wordEnd}`, "gu");

/**
 * Spelled-out numbers as digits, as Whisper's EnglishNumberNormalizer: `two point five million` is 2500000, `nine double
 * one` 911, `two dollars and seventy cents` $2.70, `nineteen fifties` 1950s. A lone 1 becomes `one` again.
 */
export function standardizeNumbers(text: string): string {
  return readNumbers(split(prepare(text)))
    .join(" ")
    .replace(
      cents,
      (_, currency: string, whole: string, part: string) => `${currency}${whole}.${part.padStart(2, "0")}`,
    )
    .replace(centsOnly, (_, part: string) => `¢${integer(part)}`)
    .replace(loneOne, "one$1");
}

function prepare(text: string): string {
  return spellHalves(text)
    .replace(/([a-z])([0-9])/g, "$1 $2")
    .replace(/([0-9])([a-z])/g, "$1 $2")
    .replace(splitSuffix, "$1$2");
}

/** `three and a half` is `three point five`; after anything but a number the words stay. */
function spellHalves(text: string): string {
  const segments = text.includes("half") ? text.split(half) : [text];
  const spelled: string[] = [];
  for (const [index, segment] of segments.entries()) {
    if (strip(segment) === "") continue;
    spelled.push(segment);
    if (index === segments.length - 1) continue;
    spelled.push(canBeHalved(split(segment).at(-1)) ? "point five" : "and a half");
  }
  return spelled.join(" ");
}

function canBeHalved(word: string | undefined): boolean {
  const entry = numberWord(word);
  if (entry?.kind === "zero") return true;
  return (entry?.kind === "one" || entry?.kind === "ten" || entry?.kind === "multiplier") && entry.suffix === undefined;
}
