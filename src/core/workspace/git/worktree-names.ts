import { visibleShort } from "../visible-text";

/** For a sentence: the first names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostShown).map((name) => `\`${visibleShort(name, 80)}\``);
  const more = names.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const mostShown = 8;
