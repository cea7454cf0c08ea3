import { nameOf } from "../../core/scoring/compare";
import type { DiarizationMeasures } from "../../core/scoring/diarization";
import { characterCounts, type ScoredUtterance, type TextScore, utteranceWer } from "../../core/scoring/score";
import type { Estimate } from "../../core/scoring/statistics/interval";
import type { TimingMeasures } from "../../core/scoring/timing";
import { fewestClips } from "../../core/scoring/verdict";
import { visible } from "../../core/workspace/visible-text";
import { decimalsFor, milliseconds, percent, percentRange, table } from "./figures";

interface TextReport {
  /** The same texts as they were written, beside another normaliser's figures. */
  readonly raw: TextScore | undefined;
  readonly perUtterance: boolean;
}

/** Rates are fractions; null where there is no figure. */
export function textJson(score: TextScore, { raw, perUtterance }: TextReport): object {
  const { emptyReferences, hypothesisWords, utterances, ...measures } = score.measures;
  return {
    normalizer: score.normalizer,
    ...ratesJson(score),
    mer: measures.mer,
    wil: measures.wil,
    wip: measures.wip,
    hits: measures.hits,
    substitutions: measures.substitutions,
    deletions: measures.deletions,
    insertions: measures.insertions,
    referenceWords: measures.referenceWords,
    hypothesisWords,
    meanUtteranceWer: finite(measures.meanUtteranceWer),
    utterances,
    emptyReferences,
    characters: characterCounts(score),
    resampling: { replicates: score.wer.replicates, seed: score.wer.seed, level: score.wer.level },
    ...(raw && { raw: { normalizer: raw.normalizer, ...ratesJson(raw) } }),
    ...(perUtterance && { perUtterance: score.utterances.map(utteranceJson) }),
  };
}

function ratesJson({ wer, cer }: TextScore): object {
  return {
    wer: wer.point,
    werLow: wer.interval?.low ?? null,
    werHigh: wer.interval?.high ?? null,
    cer: cer.point,
    cerLow: cer.interval?.low ?? null,
    cerHigh: cer.interval?.high ?? null,
  };
}

function utteranceJson({ id, words }: ScoredUtterance): object {
  const { hits, substitutions, deletions, insertions, reference, hypothesis, chunks } = words;
  return {
    id,
    wer: utteranceWer({ words }),
    hits,
    substitutions,
    deletions,
    insertions,
    reference,
    hypothesis,
    chunks,
  };
}

export function timingJson(timing: TimingMeasures): object {
  const { referenceWords, ...figures } = timing;
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, finite(figure)]));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

export function renderText(score: TextScore, { raw, perUtterance }: TextReport): string {
  const { wer, cer, measures } = score;
  const decimals = decimalsFor(wer.interval);
  const rates = [
    ["", "", "95 % interval"],
    rateRow("WER", wer),
    rateRow("CER", cer),
    ["MER", percent(measures.mer, decimals)],
    ["WIL", percent(measures.wil, decimals)],
    ["WIP", percent(measures.wip, decimals)],
    ["mean of utterances' WER", percent(measures.meanUtteranceWer, decimals)],
    ...(raw ? [rateRow("WER as written", raw.wer), rateRow("CER as written", raw.cer)] : []),
  ];
  const counts = [
    ["reference words", `${measures.referenceWords}`],
    ["hits", `${measures.hits}`],
    ["substitutions", `${measures.substitutions}`],
    ["deletions", `${measures.deletions}`],
    ["insertions", `${measures.insertions}`],
  ];
  const utterances = perUtterance ? `\n${table([utteranceHead, ...score.utterances.map(utteranceRow)])}` : "";
  const head = `${counted(measures.utterances, "utterance")}, normalizer ${nameOf(score.normalizer)}\n`;
  return `${head}\n${table(rates)}\n${table(counts)}${caveats(score)}${utterances}`;
}

function rateRow(name: string, { point, interval }: Estimate): readonly string[] {
  const decimals = decimalsFor(interval);
  return [name, percent(point, decimals), interval ? percentRange(interval, decimals) : "none"];
}

function caveats({ wer, measures }: TextScore): string {
  const lines = [
    measures.utterances < fewestClips && `Fewer than ${fewestClips} utterances decide nothing.`,
    wer.caveat && `WER: ${wer.caveat}.`,
    measures.emptyReferences > 0 && `${counted(measures.emptyReferences, "reference")} without words.`,
  ];
  const text = lines.flatMap((line) => (line ? [`${line}\n`] : [])).join("");
  return text && `\n${text}`;
}

const utteranceHead = ["utterance", "words", "hits", "subst.", "del.", "ins.", "WER"];

function utteranceRow({ id, words }: ScoredUtterance): readonly string[] {
  const { hits, substitutions, deletions, insertions, reference } = words;
  const counts = [reference.length, hits, substitutions, deletions, insertions];
  return [visible(id), ...counts.map(String), percent(utteranceWer({ words }), 0)];
}

export function renderTiming(timing: TimingMeasures): string {
  const { startMae, endMae, bias, median, p95, coverage, matchedWords, referenceWords } = timing;
  return table([
    ["start, mean absolute error", milliseconds(startMae)],
    ["end, mean absolute error", milliseconds(endMae)],
    ["bias (above 0: late)", milliseconds(bias)],
    ["median absolute error", milliseconds(median)],
    ["95th percentile", milliseconds(p95)],
    [`coverage (${matchedWords} of ${referenceWords} words)`, percent(coverage, 0)],
  ]);
}

interface DiarizationReport {
  readonly collarEachSide: number;
  readonly skipOverlap: boolean;
  readonly measures: DiarizationMeasures;
  readonly recordings: readonly { readonly id: string; readonly measures: DiarizationMeasures }[];
}

/** Rates are fractions of `total`, which is in seconds, as all in `seconds`. */
export function diarizationJson({ measures, recordings, ...conditions }: DiarizationReport, each: boolean): object {
  const figures = ({ mappings, ...rest }: DiarizationMeasures) => rest;
  return {
    ...conditions,
    ...figures(measures),
    recordings: recordings.length,
    ...(each && {
      perUtterance: recordings.map((recording) => ({ id: recording.id, ...figures(recording.measures) })),
    }),
  };
}

export function renderDiarization(report: DiarizationReport, each: boolean): string {
  const { collarEachSide, skipOverlap, measures, recordings } = report;
  const row = (name: string, { der, missed, falseAlarm, confusion, total }: DiarizationMeasures) => [
    visible(name),
    ...[der, missed, falseAlarm, confusion].map((rate) => percent(rate, 1)),
    `${total.toFixed(1)} s`,
  ];
  const rows = [
    ["", "DER", "missed", "false alarm", "confusion", "speech"],
    row("all", measures),
    ...(each ? recordings.map((recording) => row(recording.id, recording.measures)) : []),
  ];
  const overlap = skipOverlap ? "overlaps left out" : "overlaps scored";
  return `${counted(recordings.length, "recording")}, collar ${collarEachSide} s each side, ${overlap}\n\n${table(rows)}`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
