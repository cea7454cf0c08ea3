import type { ChainLink } from "../pipeline/map";
import type { Place } from "../workspace/workspace";

/** `path:line`, the way people and models name a place. */
export function at(place: Place): string {
  return place.endLine === undefined || place.endLine === place.line
    ? `${place.path}:${place.line}`
    : `${place.path}:${place.line}-${place.endLine}`;
}

/** Source text inside a sentence. The text is not ours, so it stays short, on one line, and cannot end its code span. */
export function code(text: string): string {
  const line = oneLine(text).replaceAll("`", "'");
  return `\`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}

/** Joins for a sentence: "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** Control and bidirectional characters become spaces: none of them may restructure what is shown. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** Chains that share places are shown once, in order. */
export function withoutRepeats(links: readonly ChainLink[]): readonly ChainLink[] {
  const seen = new Set<string>();
  return links.filter((link) => {
    const key = at(link.place);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
