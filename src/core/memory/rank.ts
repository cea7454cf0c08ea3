import MiniSearch from "minisearch";
import { engineLabel, enginesIn, isSameFamily, mayBeSame, modelsIn } from "./engines";
import { pathsIn } from "./evidence";
import type { Memory } from "./memory";
import { keysOf, wordsOf } from "./words";

/** What a conversation is about: the question, and what was found in the workspace. */
export interface Subject {
  readonly question: string;
  /** Engines in use, as identifiers or as people name them. */
  readonly engines: readonly string[];
  readonly models: readonly string[];
  /** Workspace paths of the speech code. */
  readonly files: readonly string[];
}

export interface Ranked<Entry extends Memory> {
  readonly memory: Entry;
  /** Whether anything connects it with the subject. */
  readonly isRelated: boolean;
  /** What connects it, in short phrases. Worked out when it is asked for, since most memories are not shown. */
  reasons(): readonly string[];
}

/**
 * Sorts memories by what they have to do with the subject: first the ones about what the question names, then about what
 * is in use, in each case by the words they share; among equals fresh before stale, then newer before older.
 */
export function rankMemories<Entry extends Memory>(
  memories: readonly Entry[],
  subject: Subject,
): readonly Ranked<Entry>[] {
  const words = wordMatches(memories, subject.question);
  const named = namesOf(subject.question);
  const inUse = {
    engines: enginesIn(subject.engines.join("\n")),
    models: modelsIn(subject.models.join("\n"), { isModelLine: true }),
    files: subject.files,
  };
  const scored = memories.map((memory, index) => {
    const own = ownNames(memory, named.files.length + inUse.files.length > 0);
    const asked = closeness(own, named, "");
    const used = closeness(own, inUse, ", in use here");
    const word = words.get(index);
    // A memory that names no engine may hold for any; one about an engine that is not in use hardly matters.
    const neutral = own.engines.length === 0 && named.engines.length === 0 ? 0.6 : 0;
    const isAbout = asked.score > 0 && (word?.score ?? 0) > 0.3;
    const isRelated = used.score > 0 || word !== undefined;
    return {
      memory,
      isRelated: isRelated || asked.score > 0,
      reasons: () => [
        ...(asked.reasons.length > 0 ? asked.reasons : used.reasons.slice(0, 2)),
        ...(word ? wordReasons(memory, word.match) : []),
      ],
      tier: asked.score > 0 ? (isAbout ? 3 : 2) : isRelated ? 1 : 0,
      score: 2 * asked.score + Math.max(used.score, neutral) + (word?.score ?? 0),
    };
  });
  scored.sort(
    (one, other) =>
      other.tier - one.tier ||
      Number(one.memory.stale !== undefined) - Number(other.memory.stale !== undefined) ||
      other.score - one.score ||
      (one.memory.date === other.memory.date ? 0 : one.memory.date < other.memory.date ? 1 : -1),
  );
  return scored;
}

interface Names {
  readonly engines: readonly string[];
  readonly models: readonly string[];
  readonly files: readonly string[];
}

/** Long texts are read this far: what a memory is about stands at its beginning. */
const readCharacters = 4_000;

function ownNames(memory: Memory, withFiles: boolean): Names {
  const head = `${memory.title}\n${memory.appliesWhen}`;
  const line = enginesIn(memory.engineOrModel);
  const inHead = line.length > 0 ? line : enginesIn(head);
  const text = memory.text.slice(0, readCharacters);
  return {
    engines: inHead.length > 0 ? inHead : enginesIn(text),
    models: [...modelsIn(memory.engineOrModel, { isModelLine: true }), ...modelsIn(head)],
    files: withFiles ? pathsIn(text).map(({ path }) => path) : [],
  };
}

function namesOf(question: string): Names {
  return { engines: enginesIn(question), models: modelsIn(question), files: pathsIn(question).map(({ path }) => path) };
}

/** 1 for the same engine, and what a common model and file add. */
function closeness(
  own: Names,
  other: Names,
  remark: string,
): { readonly score: number; readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  let score = 0;
  const same = own.engines.find((engine) => other.engines.some((wanted) => mayBeSame(engine, wanted)));
  const related = own.engines.find((engine) => other.engines.some((wanted) => isSameFamily(engine, wanted)));
  if (same !== undefined) {
    const isExact = other.engines.includes(same);
    score += isExact ? 1 : 0.9;
    reasons.push(`same engine: ${engineLabel(same)}${remark}`);
  } else if (related !== undefined) {
    score += 0.4;
    reasons.push(`related engine: ${engineLabel(related)}`);
  }
  const model = own.models.find((candidate) => other.models.includes(candidate));
  if (model !== undefined) {
    score += 0.5;
    reasons.push(`same model: ${model}${remark}`);
  }
  const file = own.files.find((path) => other.files.some((wanted) => isSameFile(path, wanted)));
  if (file !== undefined) {
    score += remark === "" ? 0.7 : 0.2;
    reasons.push(`names ${file}${remark}`);
  }
  return { score, reasons };
}

/** Whether one is the end of the other, by whole segments. */
function isSameFile(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}

interface WordMatch {
  /** Above 0, below 1. */
  readonly score: number;
  /** The keys that matched. */
  readonly match: Readonly<Record<string, readonly string[]>>;
}

function wordMatches(memories: readonly Memory[], question: string): ReadonlyMap<number, WordMatch> {
  const asked = new Set(wordsOf(question).flatMap(keysOf));
  const matches = new Map<number, WordMatch>();
  if (asked.size === 0) return matches;
  // Words that begin otherwise than any of the question cannot match; without them the index is built many times faster.
  const beginnings = new Set([...asked].map((key) => key.slice(0, 2)));
  const keysThatMayMatch = rememberEach((word) => keysOf(word).filter((key) => beginnings.has(key.slice(0, 2))));
  const index = new MiniSearch<{ id: number; appliesWhen: string; title: string; text: string }>({
    fields: ["appliesWhen", "title", "text"],
    tokenize: wordsOf,
    processTerm: keysThatMayMatch,
  });
  index.addAll(
    memories.map(({ appliesWhen, title, text }, id) => ({
      id,
      appliesWhen,
      title,
      text: text.slice(0, readCharacters),
    })),
  );
  const results = index.search(question, {
    boost: { appliesWhen: 3, title: 2.5, text: 0.6 },
    prefix: (term) => term.length >= 4,
    fuzzy: (term) => (term.length >= 7 && !/\d/.test(term) ? 0.15 : false),
  });
  const best = results[0]?.score ?? 1;
  for (const { id, score, match, queryTerms } of results) {
    const covered = new Set(queryTerms).size / asked.size;
    matches.set(id, { score: 0.49 * (score / best) + 0.5 * Math.min(1, covered), match });
  }
  return matches;
}

function rememberEach(work: (word: string) => string[]): (word: string) => string[] {
  const known = new Map<string, string[]>();
  return (word) => {
    let result = known.get(word);
    if (result === undefined) {
      result = work(word);
      known.set(word, result);
    }
    return result;
  };
}

function wordReasons(memory: Memory, match: Readonly<Record<string, readonly string[]>>): string[] {
  const keys = new Set(Object.keys(match));
  const shown = (text: string) => {
    const words = wordsOf(text).filter((word) => keysOf(word).some((key) => keys.has(key)));
    return [...new Set(words.map((word) => `\`${word}\``))].slice(0, 3).join(", ");
  };
  const [inCondition, inTitle] = [shown(memory.appliesWhen), shown(memory.title)];
  if (inCondition !== "") return [`applies when … matches ${inCondition}`];
  if (inTitle !== "") return [`topic matches ${inTitle}`];
  const inText = shown(memory.text.slice(0, readCharacters));
  return inText === "" ? [] : [`mentions ${inText}`];
}
