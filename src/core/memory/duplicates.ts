import { enginesIn } from "./engines";
import type { Memory } from "./memory";
import { topicKey } from "./names";
import { lineKey, type TidyMemory } from "./validate";
import { keySet } from "./words";

export interface Duplicate<Entry extends Memory> {
  readonly memory: Entry;
  /** Nothing of the new memory is missing in it. */
  readonly isSame: boolean;
}

/**
 * The memory that already holds a new one or nearly so: of the same engine, and with the same topic or mostly the same
 * words. One that holds all of it is preferred.
 */
export function findDuplicate<Entry extends Memory>(
  tidy: TidyMemory,
  memories: readonly Entry[],
): Duplicate<Entry> | undefined {
  const engines = enginesOf(tidy, tidy.insight);
  const words = keySet([tidy.appliesWhen, ...tidy.insight].join("\n"));
  const close = memories.filter(
    (memory) =>
      isSameEngine(engines, enginesOf(memory, memory.insight)) &&
      (topicKey(memory.title) === topicKey(tidy.topic) ||
        isMostlyTheSame(words, keySet([memory.appliesWhen, ...memory.insight].join("\n")))),
  );
  const same = close.find((memory) => holdsAll(memory, tidy));
  if (same) return { memory: same, isSame: true };
  const [first] = close;
  return first && { memory: first, isSame: false };
}

/** The lines and benchmarks of a new memory that another one does not have yet. */
export function newLines(
  memory: Pick<Memory, "insight" | "benchmarks">,
  tidy: TidyMemory,
): { readonly insight: readonly string[]; readonly benchmarks: readonly string[] } {
  const known = new Set(memory.insight.map(lineKey));
  const measured = new Set(memory.benchmarks.map(lineKey));
  return {
    insight: tidy.insight.filter((line) => !known.has(lineKey(line))),
    benchmarks: tidy.benchmark === "" || measured.has(lineKey(tidy.benchmark)) ? [] : [tidy.benchmark],
  };
}

function holdsAll(memory: Memory, tidy: TidyMemory): boolean {
  const { insight, benchmarks } = newLines(memory, tidy);
  return insight.length === 0 && benchmarks.length === 0;
}

/** What the Engine/Model line names; where it names none, what the rest does. */
function enginesOf(
  { engineOrModel, appliesWhen }: { readonly engineOrModel: string; readonly appliesWhen: string },
  insight: readonly string[],
): readonly string[] {
  const named = enginesIn(engineOrModel);
  return named.length > 0 ? named : enginesIn([appliesWhen, ...insight].join("\n"));
}

function isSameEngine(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return one.length === other.length;
  return one.some((engine) => other.includes(engine));
}

/** Most words of both, or nearly all of the shorter one when it is long enough to tell. */
function isMostlyTheSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const smaller = Math.min(one.size, other.size);
  const larger = Math.max(one.size, other.size);
  if (smaller < 0.6 * larger && smaller < 12) return false;
  let shared = 0;
  for (const word of one) if (other.has(word)) shared++;
  return shared >= 0.65 * (one.size + other.size - shared) || (smaller >= 12 && shared >= 0.9 * smaller);
}
