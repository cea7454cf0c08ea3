/**
 * Splits text into what is seen and what hides, reorders or fakes it: bidi embeddings and isolates, tag characters,
 * selector supplements, annotations and control characters. Joiners and marks that Persian, Hindi, Hebrew or emoji need
 * count as seen. Whoever shows the parts makes the hidden ones visible.
 */
export function splitHidden(text: string): readonly { readonly text: string; readonly hidden: boolean }[] {
  if (!hiddenRun.test(text)) return [{ text, hidden: false }];
  return text
    .split(hiddenRuns)
    .map((part, index) => ({ text: part, hidden: index % 2 === 1 }))
    .filter((part) => part.text !== "");
}

/** For places that take text only, such as labels and tooltips: hidden characters as `⟨U+202E⟩`. */
export function visible(text: string): string {
  return splitHidden(text)
    .map((part) => (part.hidden ? `⟨${codePoints(part.text)}⟩` : part.text))
    .join("");
}

/** `U+202E U+2066`; of many only the first few. */
export function codePoints(text: string, most = 8): string {
  const characters = [...text];
  const shown = characters
    .slice(0, most)
    .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`);
  return shown.join(" ") + (characters.length > most ? " …" : "");
}

const hidden = [
  "\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f",
  "\\u{200b}\\u{2060}-\\u{2064}\\u{feff}",
  "\\u{202a}-\\u{202e}\\u{2066}-\\u{2069}",
  "\\u{e0000}-\\u{e007f}\\u{e0100}-\\u{e01ef}\\u{fff9}-\\u{fffb}",
].join("");
const hiddenRun = new RegExp(`[${hidden}]`, "u");
const hiddenRuns = new RegExp(`([${hidden}]+)`, "u");
