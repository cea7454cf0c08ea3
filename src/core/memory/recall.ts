import type { Memory } from "./memory";
import { type Ranked, rankMemories, type Subject } from "./rank";
import { estimateTokens } from "./tokens";

export interface RecallRequest<Entry extends Memory> extends Subject {
  readonly memories: readonly Entry[];
  /** Tokens of all that is recalled, titles included. */
  readonly budget: number;
}

interface RecalledMemory<Entry extends Memory> {
  readonly memory: Entry;
  /** One short sentence for the chat. */
  readonly why: string;
  /** What the model reads: the file, and a remark in front when it is stale. */
  readonly text: string;
}

export interface Recall<Entry extends Memory> {
  /** Most relevant first. */
  readonly recalled: readonly RecalledMemory<Entry>[];
  /** Of these only topic, place and condition are given. */
  readonly titles: readonly { readonly memory: Entry }[];
  /** How many are not even listed. */
  readonly omitted: number;
  /** The list of titles, with a last line that says where the omitted ones are; empty when all were recalled. */
  readonly rest: string;
  /** Everything together, within the budget. */
  readonly text: string;
}

/** The part of the budget that titles may use, when not everything fits. */
const titleShare = 0.15;
/** Tokens of the line and the frame around a text. */
const frame = 24;

/**
 * Chooses what an agent is told of its memory. All of it, as long as it fits; else the full texts of what has to do with
 * the subject, then titles, then the number of the others.
 */
export function recall<Entry extends Memory>(request: RecallRequest<Entry>): Recall<Entry> {
  const { memories, budget } = request;
  const ranked = rankMemories(memories, request);
  const fitsAll = ranked.length * frame <= budget && costOfAll(ranked, budget) <= budget;
  const forTexts = fitsAll ? budget : Math.floor(budget * (1 - titleShare));
  const recalled: RecalledMemory<Entry>[] = [];
  const others: Entry[] = [];
  let left = forTexts;
  for (const { memory, isRelated, reasons } of ranked) {
    const isWanted = fitsAll || isRelated;
    // Nothing shorter than its frame exists, so a full budget needs no more counting.
    const text = isWanted && left > frame ? shownText(memory) : undefined;
    const cost = text === undefined ? Number.POSITIVE_INFINITY : costOf(memory, text);
    if (text !== undefined && cost <= left) {
      left -= cost;
      recalled.push({ memory, why: whyOf(memory, reasons()), text });
    } else others.push(memory);
  }
  const { titles, rest } = listTitles(others, budget - (forTexts - left));
  const texts = recalled.map(({ memory, text }) => `## ${memory.path}\n${text}`);
  return {
    recalled,
    titles: titles.map((memory) => ({ memory })),
    omitted: others.length - titles.length,
    rest,
    text: [...texts, rest].filter((part) => part !== "").join("\n\n"),
  };
}

function costOf(memory: Memory, text: string): number {
  return frame + estimateTokens(memory.path) + estimateTokens(text);
}

/** Stops counting past the budget, so that a large folder costs no more than a small one. */
function costOfAll<Entry extends Memory>(ranked: readonly Ranked<Entry>[], budget: number): number {
  let sum = 0;
  for (const { memory } of ranked) {
    sum += costOf(memory, shownText(memory));
    if (sum > budget) break;
  }
  return sum;
}

function shownText({ stale, text }: Memory): string {
  return stale
    ? `[Stale${stale.date && ` since ${stale.date}`}: ${stale.reason}. Check it before you rely on it.]\n${text}`
    : text;
}

function whyOf({ stale }: Memory, reasons: readonly string[]): string {
  const connected = reasons.length > 0 ? reasons.join("; ") : "everything that is remembered fits";
  return stale ? `${connected}; stale: ${stale.reason}` : connected;
}

function listTitles<Entry extends Memory>(
  memories: readonly Entry[],
  free: number,
): { readonly titles: readonly Entry[]; readonly rest: string } {
  if (memories.length === 0) return { titles: [], rest: "" };
  const head = "More of your memories; read the file when one applies:";
  const last = (count: number) => `${count} more: search \`${foldersOf(memories)}\`.`;
  let left = free - estimateTokens(`${head}\n${last(memories.length)}`) - 2;
  const titles: Entry[] = [];
  const lines: string[] = [];
  for (const memory of memories) {
    const line = titleLine(memory);
    const cost = estimateTokens(line) + 1;
    if (cost > left) break;
    left -= cost;
    titles.push(memory);
    lines.push(line);
  }
  const omitted = memories.length - titles.length;
  return {
    titles,
    rest: [...(lines.length > 0 ? [head] : []), ...lines, ...(omitted > 0 ? [last(omitted)] : [])].join("\n"),
  };
}

function titleLine({ title, path, appliesWhen, stale }: Memory): string {
  const short = (text: string, length: number) => (text.length > length ? `${text.slice(0, length)}…` : text);
  return `- ${short(title, 100)} (${path})${stale ? " [stale]" : ""}: ${short(appliesWhen, 120) || "no condition is given"}`;
}

/** The folder that most of them are in. */
function foldersOf(memories: readonly Memory[]): string {
  return [...new Set(memories.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf("/")))))]
    .slice(0, 3)
    .join("`, `");
}
