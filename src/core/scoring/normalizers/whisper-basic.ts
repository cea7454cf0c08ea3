import { defineNormalizer } from "./define";
import { collapse } from "./python-text";
import { removeBracketed, removeSymbols } from "./whisper-symbols";

/**
 * BasicTextNormalizer of openai/whisper at c0d2f62 with its defaults (diacritics kept, letters not split), for any
 * language. Marks become spaces, so a Russian stress mark cuts its word in two: Russian has a normaliser of its own.
 * As there, a space may remain at either end of the text; words and characters do not see it.
 */
export const whisperBasic = defineNormalizer({
  id: "whisper-basic",
  version: "1",
  options: {},
  tables: {},
  build: () => ({
    normalize: (text) => collapse(removeSymbols(removeBracketed(text.toLowerCase())).toLowerCase()),
  }),
});
