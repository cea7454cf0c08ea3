import { wordEnd, wordStart } from "../python-text";
import contractions from "./contractions.json";

const fillers = new RegExp(`${wordStart}(?:${contractions.ignored.join("|")})${wordEnd}`, "gu");

/** In this order: what an earlier one writes is read by the later ones. */
const replacements = [
  ...Object.entries(contractions.words).map(([word, full]) => ({ word, full, start: wordStart })),
  ...Object.entries(contractions.endings).map(([word, full]) => ({ word, full, start: "" })),
].map(({ word, full, start }) => ({ word, full, pattern: new RegExp(start + word + wordEnd, "gu") }));

export function removeFillers(text: string): string {
  return text.replace(fillers, "");
}

export function expandContractions(text: string): string {
  let expanded = text;
  for (const { word, full, pattern } of replacements) {
    // Looking for the plain word first makes the whole normaliser several times as fast.
    if (expanded.includes(word)) expanded = expanded.replace(pattern, full);
  }
  return expanded;
}
