import type { ChatState, Item, TeamState, ToolItem } from "../../../src/protocol/chat";
import type { LocalState } from "../context";

/** One line or block of the transcript, with a key that stays the same while it changes. */
export type Row =
  | { readonly kind: "item"; readonly key: string; readonly item: Item; readonly inGroup: boolean }
  /** A run of finished calls. While it is open its calls follow as rows of their own. */
  | { readonly kind: "calls"; readonly key: string; readonly tools: readonly ToolItem[]; readonly open: boolean }
  | { readonly kind: "earlier"; readonly key: string }
  | { readonly kind: "working"; readonly key: string }
  | { readonly kind: "team"; readonly key: string; readonly team: TeamState }
  | { readonly kind: "suggestions"; readonly key: string; readonly suggestions: readonly string[] };

/** A run of fewer finished calls than this is shown call by call. */
const fewestInGroup = 4;

/** What the transcript consists of, from the top. */
export function rowsOf(chat: ChatState, local: Pick<LocalState, "opened">): readonly Row[] {
  const { items } = chat;
  const rows: Row[] = [];
  if (chat.earlier > 0) rows.push({ kind: "earlier", key: "earlier" });
  for (let index = 0; index < items.length; ) {
    const item = items[index];
    if (item === undefined) break;
    const run = isFinished(item) ? finishedFrom(items, index) : [];
    if (run.length >= fewestInGroup) {
      rows.push(...groupRows(run, local));
      index += run.length;
    } else {
      rows.push(itemRow(item, false));
      index++;
    }
  }
  if (chat.running) {
    if (!showsProgress(items.at(-1))) rows.push({ kind: "working", key: "working" });
    return rows;
  }
  if (hasNotice(chat.team) && items.length > 0) rows.push({ kind: "team", key: "team", team: chat.team });
  if (items.length > 0 && chat.suggestions.length > 0) {
    rows.push({ kind: "suggestions", key: "suggestions", suggestions: chat.suggestions });
  }
  return rows;
}

/** The id by which a group is opened; its first call keeps it while the run grows. */
export function groupKey(firstId: string): string {
  return `calls:${firstId}`;
}

function groupRows(tools: readonly ToolItem[], { opened }: Pick<LocalState, "opened">): readonly Row[] {
  const key = groupKey(tools[0]?.id ?? "");
  // A call that somebody reads does not vanish into a group that forms around it.
  const open = opened.has(key) || tools.some(({ id }) => opened.has(id));
  return [{ kind: "calls", key, tools, open }, ...(open ? tools.map((tool) => itemRow(tool, true)) : [])];
}

function isFinished(item: Item): item is ToolItem {
  return item.kind === "tool" && item.state !== "running";
}

function finishedFrom(items: readonly Item[], start: number): readonly ToolItem[] {
  const run: ToolItem[] = [];
  for (let index = start; index < items.length; index++) {
    const item = items[index];
    if (item === undefined || !isFinished(item)) break;
    run.push(item);
  }
  return run;
}

/** Text that grows, a running call and a wait show by themselves that something goes on. */
function showsProgress(item: Item | undefined): boolean {
  if (item === undefined) return false;
  if (item.kind === "answer" || item.kind === "thinking") return !item.done;
  if (item.kind === "tool") return item.state === "running";
  return item.kind === "notice" && item.tone === "waiting";
}

function hasNotice(team: TeamState | undefined): team is TeamState {
  return team?.results !== undefined || team?.consent !== undefined;
}

/** The same row object for the same item, so that a view can tell by identity that nothing changed. */
function itemRow(item: Item, inGroup: boolean): Row {
  const cache = inGroup ? groupedRows : plainRows;
  const known = cache.get(item);
  if (known !== undefined) return known;
  const row: Row = { kind: "item", key: item.id, item, inGroup };
  cache.set(item, row);
  return row;
}

const plainRows = new WeakMap<Item, Row>();
const groupedRows = new WeakMap<Item, Row>();
