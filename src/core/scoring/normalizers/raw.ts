import { defineNormalizer } from "./define";
import { collapseRuns, strip } from "./python-text";

/**
 * The text as it is: jiwer 4's default transformations. Words: RemoveMultipleSpaces, Strip, ReduceToListOfListOfWords;
 * characters: Strip, ReduceToListOfListOfChars, so that runs of spaces inside count there. Case and punctuation count.
 */
export const raw = defineNormalizer({
  id: "raw",
  version: "1",
  options: {},
  tables: {},
  build: () => ({ normalize: (text) => strip(collapseRuns(text)), spell: (text) => text }),
});
