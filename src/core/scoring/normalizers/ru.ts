import { defineNormalizer } from "./define";
import { collapse, strip } from "./python-text";
import numberWords from "./russian/number-words.json";
import { joinDigitGroups, readNumbers, readSigns } from "./russian/signs";

/**
 * Russian transcripts, our own rules (README.md beside this file gives the reasons). In this order:
 * 1. NFC; a stress mark (U+0301 or U+0300) on a Cyrillic vowel goes without a trace, й and ё stay letters of their own,
 *    accents of Latin letters stay. Soft hyphens, zero-width characters and variation selectors go without a trace.
 * 2. Lower case; ё becomes е (`yo: "keep"` leaves it).
 * 3. Groups of digits become one number (`10 000`), `%` процент in the form that its number asks for, `№` номер, and a
 *    minus before a number минус. With `numbers: "words"` digits become cardinals in the nominative.
 * 4. Hyphens inside words become spaces (`hyphens: "keep"` leaves them). Other punctuation and symbols become spaces.
 */
export const ru = defineNormalizer({
  id: "ru",
  version: "1",
  options: { yo: ["fold", "keep"], hyphens: ["split", "keep"], numbers: ["digits", "words"] },
  tables: numberWords,
  build: ({ yo, hyphens, numbers }) => ({
    normalize(text) {
      let plain = removeStress(text.normalize("NFC")).replace(invisible, "").toLowerCase();
      if (yo === "fold") plain = plain.replace(/ё/g, "е");
      if (/[\d%№]/.test(plain)) {
        plain = readSigns(joinDigitGroups(plain));
        if (numbers === "words") plain = readNumbers(plain);
      }
      return strip(collapse(removeSymbols(plain, hyphens === "keep")));
    },
  }),
});

const invisible = /[\p{Cf}\p{Me}\p{Variation_Selector}]/gu;
const stressed = /([аеиоуыэюяіѣѵ]\u0308?)[\u0300\u0301]+/giu;

function removeStress(text: string): string {
  // U+0400, U+0450, U+040D and U+045D are Е, е, И and и with a grave accent in one character.
  if (!/[\u0300\u0301\u0400\u0450\u040d\u045d]/.test(text)) return text;
  return text.normalize("NFD").replace(stressed, "$1").normalize("NFC");
}

function removeSymbols(text: string, keepsHyphens: boolean): string {
  if (!keepsHyphens) return text.replace(/[\p{P}\p{S}]/gu, " ");
  return text
    .replace(/(?<=[\p{L}\p{N}\p{M}])[\u2010\u2011](?=[\p{L}\p{N}])/gu, "-")
    .replace(/(?<![\p{L}\p{N}\p{M}])-|-(?![\p{L}\p{N}])|(?!-)[\p{P}\p{S}]/gu, " ");
}
