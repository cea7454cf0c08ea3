import type { Mention } from "../../protocol/chat";
import type { Workspaces } from "../workspaces";

const shown = 20;
/** Milliseconds for which a listing serves the next keystrokes. */
const freshness = 10_000;

/** Files to mention after `@`: those whose name holds the query before those whose folder does. */
export class Mentions {
  readonly #workspaces: Workspaces;
  #paths: readonly string[] = [];
  #listed = Number.NEGATIVE_INFINITY;

  constructor(workspaces: Workspaces) {
    this.#workspaces = workspaces;
  }

  async find(query: string): Promise<readonly Mention[]> {
    if (this.#workspaces.state !== "ready") return [];
    if (performance.now() - this.#listed > freshness) {
      this.#paths = (await (await this.#workspaces.current()).files({ limit: 50_000 })).paths;
      this.#listed = performance.now();
    }
    return rankPaths(this.#paths, query).map((path) => {
      const cut = path.lastIndexOf("/");
      return { path, label: path.slice(cut + 1), detail: cut === -1 ? "" : path.slice(0, cut) };
    });
  }
}

export function rankPaths(paths: readonly string[], query: string): readonly string[] {
  const wanted = query.toLowerCase();
  const inName: string[] = [];
  const inFolder: string[] = [];
  for (const path of paths) {
    const folded = path.toLowerCase();
    if (folded.slice(folded.lastIndexOf("/") + 1).includes(wanted)) inName.push(path);
    else if (folded.includes(wanted)) inFolder.push(path);
    if (inName.length >= 1000) break;
  }
  const byLength = (one: string, other: string) => one.length - other.length || (one < other ? -1 : 1);
  return [...inName.sort(byLength), ...inFolder.sort(byLength)].slice(0, shown);
}
