import type { Dataset, DatasetProblem, Utterance } from "../../core/measurement/dataset";
import { writeReferenceSource } from "../../core/measurement/datasets/manifest-fields";
import { visible } from "../../core/workspace/visible-text";
import { table } from "../scoring/figures";

interface Group {
  readonly name: string;
  readonly clips: number;
  readonly minutes: number;
}

/** For people: counts by what the clips are, then what is wrong, the worst first. */
export function renderDataset(dataset: Dataset): string {
  const { name, utterances, problems, requested, hash } = dataset;
  const minutes = sum(utterances);
  const speakers = new Set(utterances.flatMap(({ speaker }) => speaker ?? [])).size;
  const measurable = utterances.length === requested ? "" : `${utterances.length} of `;
  const clips = `${measurable}${requested === 1 ? "1 clip" : `${requested} clips`}`;
  const people = speakers === 0 ? "speakers not named" : speakers === 1 ? "1 speaker" : `${speakers} speakers`;
  const head = `${visible(name)}: ${clips}, ${inMinutes(minutes)} min, ${people}, hash ${hash}\n`;
  const { languages, referenceSources, conditions } = groups(utterances);
  const rows = [
    ...languages.map((group) => ["language", group] as const),
    ...referenceSources.map((group) => ["reference", group] as const),
    ...conditions.map((group) => ["condition", group] as const),
  ].map(([kind, group]) => [`${kind} ${visible(group.name)}`, `${group.clips}`, inMinutes(group.minutes)]);
  const counts = rows.length === 0 ? "" : `\n${table([["", "clips", "min"], ...rows])}`;
  return head + counts + notes(utterances) + renderProblems(problems);
}

/** For programs; minutes and counts of the clips that can be measured. */
export function datasetJson({ name, utterances, problems, requested, hash }: Dataset) {
  const speakers = new Set(utterances.flatMap(({ speaker }) => speaker ?? [])).size;
  return {
    name,
    hash,
    requested,
    utterances: utterances.length,
    minutes: sum(utterances),
    speakers,
    ...groups(utterances),
    problems,
  };
}

function groups(utterances: readonly Utterance[]) {
  return {
    languages: grouped(utterances, ({ language }) => [language]),
    referenceSources: grouped(utterances, ({ referenceSource }) => [writeReferenceSource(referenceSource)]),
    conditions: grouped(utterances, ({ conditions }) => conditions),
  };
}

function grouped(utterances: readonly Utterance[], namesOf: (utterance: Utterance) => readonly string[]): Group[] {
  const found = new Map<string, Utterance[]>();
  for (const utterance of utterances) {
    for (const name of namesOf(utterance)) {
      const group = found.get(name);
      if (group) group.push(utterance);
      else found.set(name, [utterance]);
    }
  }
  return [...found]
    .map(([name, members]) => ({ name, clips: members.length, minutes: sum(members) }))
    .sort((one, other) => other.clips - one.clips || (one.name < other.name ? -1 : 1));
}

function notes(utterances: readonly Utterance[]): string {
  const machine = utterances.filter(({ referenceSource }) => referenceSource.kind === "machine").length;
  const clips = machine === 1 ? "1 clip has a machine's reference" : `${machine} clips have a machine's references`;
  return [
    ...(machine === 0 ? [] : [`${clips}: no error rate is computed from ${machine === 1 ? "it" : "them"}.`]),
    ...corrected(utterances),
  ]
    .map((note) => `\n${note}\n`)
    .join("");
}

/** Who corrects a transcript leaves what sounds right: its engine has fewer errors than it would have. */
function corrected(utterances: readonly Utterance[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { referenceSource } of utterances) {
    if (referenceSource.kind !== "corrected") continue;
    counts.set(referenceSource.engine, (counts.get(referenceSource.engine) ?? 0) + 1);
  }
  return [...counts].map(([engine, clips]) => {
    const began = clips === 1 ? "1 reference began as the transcript" : `${clips} references began as transcripts`;
    return `${began} of ${visible(engine)}: error rates favour that engine, and engines like it.`;
  });
}

function renderProblems(problems: readonly DatasetProblem[]): string {
  if (problems.length === 0) return "";
  const lines = problems.map(({ path, line, message, remedy, fatal }) =>
    visible(`${path}:${line}: ${fatal ? "" : "note: "}${message} ${remedy}`),
  );
  return `\n${lines.join("\n")}\n`;
}

function sum(utterances: readonly Utterance[]): number {
  return utterances.reduce((seconds, { duration }) => seconds + duration, 0) / 60;
}

function inMinutes(minutes: number): string {
  return minutes.toFixed(minutes < 10 ? 2 : 1);
}
