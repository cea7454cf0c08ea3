import { counted, languageName, listed, percentCell, plain } from "./format";
import { reportedReason } from "./reason";
import type { LanguageSummary, RowSummary, RunSummary } from "./summary";

/** What limits the figures of a run: one sentence or two each, the gravest first. */
export function notesOf(summary: RunSummary): readonly string[] {
  const { run, testSets, rows, change } = summary;
  // That nothing was decoded is no failure of the clips: there was nothing to compare.
  if (change?.ran && change.ran.verdict !== "own") return [`Nothing was decoded: ${changeNote(change.ran.verdict)}`];
  const state = run.state === "complete" ? [] : [`The run is ${run.state}${shardText(run.shard)}: it has no verdict.`];
  return [
    ...new Set([
      ...state,
      ...rows.flatMap(failureNotes),
      ...rows.flatMap((row) => row.languages.flatMap((language) => languageNotes(language, row.label))),
      ...testSets.flatMap(setNotes),
      ...reuseNotes(summary),
      ...timeNotes(summary),
    ]),
  ];
}

function changeNote(verdict: "same" | "unknown"): string {
  return verdict === "same"
    ? "both sides would have run the same code, so equal figures would not mean that the change has no effect."
    : "it is not known which code each side ran, so equal figures would not mean that the change has no effect.";
}

function reuseNotes({ change, rows }: RunSummary): readonly string[] {
  if (!change) return [];
  const { before, after } = change.reused;
  const counts = [before, after].flatMap((count, row) =>
    count === 0 ? [] : [`${counted(count, "transcript")} of ${plain(rows[row]?.label ?? "")}`],
  );
  if (counts.length === 0) return [];
  return [
    `${listed(counts)} were made by the same code in an earlier run. Times are of this run: of the clips on which both sides took turns.`,
  ];
}

function shardText(shard: RunSummary["run"]["shard"]): string {
  return shard ? ` (shard ${shard.index} of ${shard.count})` : "";
}

function failureNotes({ label, requested, evaluated, failures, languages }: RowSummary): readonly string[] {
  if (evaluated === requested && failures.length === 0) return [];
  const reasons = failures.map(({ kind, count }) => `${count} ${kind}`);
  const missing = requested - evaluated - failures.reduce((sum, { count }) => sum + count, 0);
  if (missing > 0) reasons.push(`${missing} never tried`);
  const changed = languages.flatMap(({ language, wer, werWithFailures }) => {
    if (!wer || werWithFailures === undefined) return [];
    const counted = percentCell({ point: werWithFailures, utterances: 0 });
    const { caveat: _, interval: __, ...point } = wer;
    const answered = percentCell(point);
    return counted === answered ? [] : [`${languageName(language)} ${counted} instead of ${answered}`];
  });
  const effect = changed.length === 0 ? "" : ` Counted as all words deleted, the WER would be: ${listed(changed)}.`;
  return [
    `${plain(label)} answered ${evaluated} of ${requested} clips (${listed(reasons)}); ${evaluated === 0 ? "nothing was measured" : "rates are over the answered ones"}.${effect}`,
    ...failures.map(
      ({ kind, first: { utterance, message } }) =>
        `${plain(label)}, clip ${plain(utterance)}: ${kind}: ${plain(reportedReason({ kind, message }))}`,
    ),
  ];
}

/** Fewer clips a language than this make no comparison of models. */
const fewestClipsForModels = 50;

function languageNotes({ language, wer, corrected, agreement }: LanguageSummary, label: string): readonly string[] {
  const name = languageName(language);
  const notes: string[] = [];
  if (agreement) {
    const share = percentCell({ point: agreement.share, utterances: agreement.clips });
    notes.push(
      `${plain(label)} agrees with the machine's transcript in ${share} of its words (${name}, ${counted(agreement.clips, "clip")}). That is agreement, not accuracy: a machine's transcript yields no WER.${wer ? ` Rates are over the other ${counted(wer.utterances, "clip")}.` : ""}`,
    );
  }
  for (const { engine, clips } of corrected) {
    notes.push(
      `${counted(clips, "reference")} in ${name} began as the transcript of ${plain(engine)}: they favour that engine, and engines like it.`,
    );
  }
  if (!wer) return notes;
  if (wer.caveat !== undefined) notes.push(`${name}: the intervals hold ${wer.caveat}.`);
  if (wer.utterances < fewestClipsForModels) {
    notes.push(
      `${name}: ${counted(wer.utterances, "clip")}; at least ${fewestClipsForModels} are needed to compare models.`,
    );
  }
  return notes;
}

function setNotes({
  name,
  locked,
  problems,
  comparisonNumber,
  languages,
}: RunSummary["testSets"][number]): readonly string[] {
  const notes: string[] = [];
  if (problems > 0) notes.push(`${plain(name)} has ${counted(problems, "problem")}: see dataset check.`);
  if (comparisonNumber !== undefined) {
    notes.push(
      `This is the ${ordinal(comparisonNumber)} comparison on ${plain(name)}${comparisonNumber > 1 ? "; the more there are, the likelier one of them is better by chance." : "."}`,
    );
    if (locked && comparisonNumber > 1)
      notes.push(`${plain(name)} is locked and was used before: it confirms nothing any more.`);
  }
  const unnamed = languages.filter(({ speakers, clips }) => speakers === undefined && clips > 1);
  if (unnamed.length > 0) {
    notes.push(`${plain(name)} does not name the speaker of every clip: intervals say nothing of other speakers.`);
  }
  return notes;
}

function timeNotes({ rows, comparisons }: RunSummary): readonly string[] {
  const contended = rows
    .filter(({ evaluated, times }) => evaluated > 0 && times.isContended)
    .map(({ label }) => plain(label));
  const cpu = rows.flatMap(({ label, times: { wallP50, cpuP50 } }) => {
    if (!wallP50 || !cpuP50 || cpuP50.point === 0) return [];
    const times = wallP50.point / cpuP50.point;
    return times < 1.1
      ? []
      : [`${plain(label)} took ${times.toFixed(1)} times its processor time: it waited, or shared the machine.`];
  });
  return [
    ...(contended.length > 0
      ? [`Other programs used the processor while ${listed(contended)} ran: times are too long.`]
      : []),
    ...cpu,
    ...(comparisons.some(({ speed }) => speed.verdict === "not compared")
      ? [
          "Speed and memory are compared only from interleaved repeats, against what the same code shows against itself.",
        ]
      : []),
  ];
}

/** `1st`, `2nd`, `17th`. */
export function ordinal(number: number): string {
  const ending = { one: "st", two: "nd", few: "rd", other: "th", zero: "th", many: "th" } as const;
  return `${number}${ending[new Intl.PluralRules("en", { type: "ordinal" }).select(number)]}`;
}
