import { normalizerFor, primaryLanguage } from "../../../core/measurement/configuration/choices";
import type { ClipRecord, RunRecord } from "../../../core/measurement/run";
import { rowName } from "../../../core/measurement/runs/row";
import { Aligner } from "../../../core/scoring/alignment";
import { normalizerOf } from "../../../core/scoring/normalizers";
import type { Normalizer } from "../../../core/scoring/scoring";

/** One clip of a test set with what each row made of it. */
export interface ReportUtterance {
  readonly dataset: string;
  readonly id: string;
  /** The first record of it; reference, language and conditions are the same in all. */
  readonly clip: ClipRecord;
  /** One for each row of the run. */
  readonly records: readonly (ClipRecord | undefined)[];
  readonly words: number;
  /** Word errors for each row; −1 without a transcript. */
  readonly errors: readonly number[];
  /** Whether the row's words differ from those of the first row. */
  readonly changed: readonly boolean[];
}

/** The normalisers that a run was scored with, by language. */
export class RunNormalizers {
  readonly #found = new Map<string, Normalizer>();
  readonly #recorded: Readonly<Record<string, string>>;

  constructor({ provenance }: Pick<RunRecord, "provenance">) {
    this.#recorded = Object.fromEntries(Object.entries(provenance.normalizers).map(([key, { id }]) => [key, id]));
  }

  of(language: string): Normalizer {
    const primary = primaryLanguage(language);
    const known = this.#found.get(primary);
    if (known) return known;
    const normalizer =
      normalizerOf(normalizerFor({ normalizers: this.#recorded }, primary)) ?? normalizerOf("whisper-basic");
    if (!normalizer) throw new RangeError("There is no normaliser.");
    this.#found.set(primary, normalizer);
    return normalizer;
  }
}

/** All utterances of a run: with two rows or more those that got worse first, then those that got better; else errors first. */
export function utterancesOf(
  record: RunRecord,
  clips: Iterable<ClipRecord>,
  normalizers: RunNormalizers,
): readonly ReportUtterance[] {
  const rows = new Map(record.engines.map(({ name, parameters }, index) => [rowName(name, parameters), index]));
  const grouped = new Map<string, (ClipRecord | undefined)[]>();
  for (const clip of clips) {
    const row = rows.get(rowName(clip.engine, clip.parameters));
    if (row === undefined) continue;
    const key = JSON.stringify([clip.dataset, clip.utterance]);
    const records = grouped.get(key) ?? new Array<ClipRecord | undefined>(record.engines.length).fill(undefined);
    records[row] = clip;
    grouped.set(key, records);
  }
  const aligner = new Aligner();
  const utterances = [...grouped.values()].flatMap((records) => scored(records, normalizers, aligner) ?? []);
  return utterances
    .map((utterance) => ({ utterance, rank: rankOf(utterance) }))
    .sort((one, other) => one.rank - other.rank || compareIds(one.utterance, other.utterance))
    .map(({ utterance }) => utterance);
}

function scored(
  records: readonly (ClipRecord | undefined)[],
  normalizers: RunNormalizers,
  aligner: Aligner,
): ReportUtterance | undefined {
  const clip = records.find((found) => found !== undefined);
  if (!clip) return undefined;
  const normalizer = normalizers.of(clip.language);
  const reference = normalizer.words(clip.reference);
  const heard = records.map((record) => (record ? heardWords(record, normalizer) : undefined));
  const first = heard[0]?.join(" ");
  return {
    dataset: clip.dataset,
    id: clip.utterance,
    clip,
    records,
    words: reference.length,
    errors: heard.map((words) => {
      if (!words) return -1;
      const { substitutions, deletions, insertions } = aligner.align(reference, words);
      return substitutions + deletions + insertions;
    }),
    changed: heard.map((words) => words?.join(" ") !== first),
  };
}

export function heardWords(record: ClipRecord, normalizer: Normalizer): readonly string[] | undefined {
  if (record.failure || record.hypothesis === undefined) return undefined;
  return normalizer.words(record.hypothesis);
}

/** Errors of a row, a clip without a transcript counting as all words deleted. */
function lost({ errors, words }: ReportUtterance, row: number): number {
  const found = errors[row] ?? -1;
  return found < 0 ? words : found;
}

/** Lower comes first: worse by size, better by size, then the same by what is wrong in it. */
function rankOf(utterance: ReportUtterance): number {
  const most = 1_000_000;
  const before = lost(utterance, 0);
  if (utterance.errors.length < 2) return -before;
  const delta = lost(utterance, 1) - before;
  if (delta > 0) return -delta;
  return delta < 0 ? most + delta : 2 * most - before;
}

function compareIds(one: ReportUtterance, other: ReportUtterance): number {
  const [a, b] = [`${one.dataset}/${one.id}`, `${other.dataset}/${other.id}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
