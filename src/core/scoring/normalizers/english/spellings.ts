import { split } from "../python-text";
import spellings from "./spellings.json";

const american = new Map(Object.entries(spellings));

/** British words in American spelling, by the table that Whisper ships (from tysto.com/uk-us-spelling-list.html). */
export function americanize(text: string): string {
  return split(text)
    .map((word) => american.get(word) ?? word)
    .join(" ");
}
