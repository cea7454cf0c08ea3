import { defineNormalizer } from "./define";
import { expandContractions, removeFillers } from "./english/contractions";
import contractions from "./english/contractions.json";
import numberWords from "./english/number-words.json";
import { standardizeNumbers } from "./english/numbers";
import { americanize } from "./english/spellings";
import spellings from "./english/spellings.json";
import { collapse, whiteSpace } from "./python-text";
import { letterTable, removeBracketed, removeSymbolsAndDiacritics } from "./whisper-symbols";

/** A run of white space, and the apostrophe behind it: matched as a whole, which stays linear on long runs. */
const spaceBeforeApostrophe = new RegExp(`[${whiteSpace}]+'?`, "g");

/**
 * EnglishTextNormalizer of openai/whisper at c0d2f62, for English only: it damages other languages (`10 000 рублей`
 * becomes `10 0 рублеи`). Fillers and brackets go, contractions are written out, number words become digits with their
 * currency, British spelling becomes American. As there, a space may remain at either end of the text.
 */
export const whisperEnglish = defineNormalizer({
  id: "whisper-english",
  version: "1",
  options: {},
  tables: { contractions, letterTable, numberWords, spellings },
  build: () => ({ normalize }),
});

function normalize(text: string): string {
  const spoken = removeFillers(removeBracketed(text.toLowerCase())).replace(spaceBeforeApostrophe, (run) =>
    run.endsWith("'") ? "'" : run,
  );
  const plain = expandContractions(spoken)
    .replace(/(\p{Nd}),(\p{Nd})/gu, "$1$2")
    .replace(/\.([^0-9]|$)/g, " $1");
  const words = americanize(standardizeNumbers(removeSymbolsAndDiacritics(plain, ".%$¢€£")));
  // Signs that stand at no number are of no use now.
  return collapse(words.replace(/[.$¢€£]([^0-9])/g, " $1").replace(/([^0-9])%/g, "$1 "));
}
