import letters from "./letters-without-decomposition.json";

export const letterTable = letters;

const replacements = new Map(Object.entries(letters));
const needsReplacing = new RegExp(`[\\p{M}\\p{S}\\p{P}${[...replacements.keys()].join("")}]`, "gu");

/** Drops `[…]`, `<…>` (each may end with the other's bracket) and then `(…)` with at least one character in it. */
export function removeBracketed(text: string): string {
  return removeSpans(removeSpans(text, /[<[]/g, /[>\]]/g, 0), /\(/g, /\)/g, 1);
}

/** Compatibility composition, and a space for each mark, symbol and punctuation mark. */
export function removeSymbols(text: string): string {
  return text.normalize("NFKC").replace(/[\p{M}\p{S}\p{P}]/gu, " ");
}

/** Compatibility decomposition without its accents, and a space for each symbol that is not in `keep`. */
export function removeSymbolsAndDiacritics(text: string, keep: string): string {
  return text.normalize("NFKD").replace(needsReplacing, (character) => {
    if (keep.includes(character)) return character;
    return replacements.get(character) ?? (/\p{Mn}/u.test(character) ? "" : " ");
  });
}

/** In linear time, where the pattern `open[^close]*close` takes quadratic time on text full of opening brackets. */
function removeSpans(text: string, open: RegExp, close: RegExp, least: number): string {
  let kept = "";
  let copied = 0;
  open.lastIndex = 0;
  for (let opening = open.exec(text); opening; opening = open.exec(text)) {
    close.lastIndex = open.lastIndex;
    const closing = close.exec(text);
    if (!closing) break;
    if (closing.index - open.lastIndex < least) continue;
    kept += text.slice(copied, opening.index);
    copied = close.lastIndex;
    open.lastIndex = copied;
  }
  return kept + text.slice(copied);
}
