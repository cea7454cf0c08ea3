import { primaryLanguage } from "../configuration/choices";
import type { ClipRecord, EngineRun, RunRecord } from "../run";

/** An engine in one setting with its clips. */
export interface Row {
  readonly index: number;
  readonly label: string;
  readonly engine: EngineRun;
  /** In the order of test sets and utterances, whatever order they ran in. */
  readonly clips: readonly ClipRecord[];
}

export function rowsOf({ engines }: Pick<RunRecord, "engines">, clips: readonly ClipRecord[]): readonly Row[] {
  const byRow = new Map<string, ClipRecord[]>();
  for (const clip of clips) {
    const key = keyOf(clip.engine, clip.parameters);
    const found = byRow.get(key);
    if (found) found.push(clip);
    else byRow.set(key, [clip]);
  }
  return engines.map((engine, index) => ({
    index,
    label: labelOf(engine, engines),
    engine,
    clips: (byRow.get(keyOf(engine.name, engine.parameters)) ?? []).sort(inOrder),
  }));
}

/** One clip, whatever engine answered it. */
export function clipKey({ dataset, utterance }: Pick<ClipRecord, "dataset" | "utterance">): string {
  return JSON.stringify([dataset, utterance]);
}

/** Whether it was answered. */
export function isEvaluated(clip: ClipRecord): clip is ClipRecord & { readonly hypothesis: string } {
  return clip.failure === undefined && clip.hypothesis !== undefined;
}

/** Languages of clips without region: Russian and English first, which every engine is asked for, then by code. */
export function languagesIn(clips: readonly Pick<ClipRecord, "language">[]): readonly string[] {
  const found = new Set(clips.map(({ language }) => primaryLanguage(language)));
  const asked = ["ru", "en"];
  return [...asked.filter((code) => found.has(code)), ...[...found].filter((code) => !asked.includes(code)).sort()];
}

function keyOf(engine: string, parameters: Readonly<Record<string, string>>): string {
  return JSON.stringify([engine, Object.entries(parameters).sort(([one], [other]) => compareText(one, other))]);
}

function inOrder(one: ClipRecord, other: ClipRecord): number {
  return compareText(one.dataset, other.dataset) || compareText(one.utterance, other.utterance);
}

/** By code units: the same on every machine. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function labelOf({ name, parameters }: EngineRun, engines: readonly EngineRun[]): string {
  const same = engines.filter((engine) => engine.name === name);
  const varied = Object.entries(parameters).filter(([key, value]) =>
    same.some((other) => other.parameters[key] !== value),
  );
  return varied.length === 0 ? name : `${name} (${varied.map(([key, value]) => `${key}=${value}`).join(", ")})`;
}
