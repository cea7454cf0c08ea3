import type { EngineUse, EntryPoint } from "../../pipeline/map";
import { code, list } from "../wording";

/** More names than this make no title. */
const nameLimit = 3;

/** The entry points, as a title names them; each once. */
export function namesOf(entries: readonly EntryPoint[]): string {
  const names = [...new Set(entries.map(({ name }) => code(name)))];
  return names.length > nameLimit
    ? list([...names.slice(0, nameLimit), `${names.length - nameLimit} more`])
    : list(names);
}

/** The engines, each once. */
export function labelsOf(uses: readonly EngineUse[]): string {
  return [...new Set(uses.map(({ label }) => label))].join(", ");
}

export type Group<Item> = readonly [Item, ...Item[]];

/** Items of one key together, in the order in which they first come. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Group<Item>[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return [...groups.values()];
}

/** Name of a function without its module. */
export function shortName(name: string): string {
  return name.split(".").at(-1) ?? name;
}
