import type { ChainLink } from "../pipeline/map";
import { visible, visibleShort } from "../workspace/visible-text";
import type { Place } from "../workspace/workspace";

/** `path:line`, the way people and models name a place. */
export function at(place: Place): string {
  return `${visible(place.path)}:${place.line}`;
}

/** Source text inside a sentence. The text is not ours, so it stays short, on one line, and cannot end its code span. */
export function code(text: string): string {
  return `\`${visibleShort(text.replace(/\s+/g, " ").trim(), 80).replaceAll("`", "'")}\``;
}

/** Joins for a sentence: "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** Source text on one line: white space folded, hidden characters made visible so that none can restructure what is shown. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim());
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
