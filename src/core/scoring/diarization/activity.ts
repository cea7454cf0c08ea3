import type { SpeakerTurn, TimeSpan } from "./spans";

/** A stretch in which nobody starts or stops. */
export interface ActivitySpan {
  readonly seconds: number;
  readonly reference: readonly string[];
  readonly hypothesis: readonly string[];
}

/** Cuts the scored spans (apart from each other) at every boundary; stretches without a speaker are left out. */
export function activitySpans(
  scored: readonly TimeSpan[],
  reference: readonly SpeakerTurn[],
  hypothesis: readonly SpeakerTurn[],
): readonly ActivitySpan[] {
  const events = [
    ...edgesOf(scored, "scored"),
    ...edgesOf(reference, "reference"),
    ...edgesOf(hypothesis, "hypothesis"),
  ];
  events.sort((one, other) => one.time - other.time);
  const active = { reference: new Map<string, number>(), hypothesis: new Map<string, number>() };
  const spans: ActivitySpan[] = [];
  let depth = 0;
  let from = 0;
  for (const { time, step, kind, speaker } of events) {
    if (depth > 0 && time > from && (active.reference.size > 0 || active.hypothesis.size > 0))
      spans.push({
        seconds: time - from,
        reference: [...active.reference.keys()],
        hypothesis: [...active.hypothesis.keys()],
      });
    from = time;
    if (kind === "scored") depth += step;
    else {
      const count = (active[kind].get(speaker) ?? 0) + step;
      if (count === 0) active[kind].delete(speaker);
      else active[kind].set(speaker, count);
    }
  }
  return spans;
}

/** Speaker seconds of one stretch, by what became of them. */
export function countSpan(
  { seconds, reference, hypothesis }: ActivitySpan,
  mapping: ReadonlyMap<string, string>,
): { reference: number; missed: number; falseAlarm: number; confusion: number; correct: number } {
  const correct = hypothesis.filter((speaker) => {
    const meant = mapping.get(speaker);
    return meant !== undefined && reference.includes(meant);
  }).length;
  return {
    reference: seconds * reference.length,
    missed: seconds * Math.max(0, reference.length - hypothesis.length),
    falseAlarm: seconds * Math.max(0, hypothesis.length - reference.length),
    confusion: seconds * (Math.min(reference.length, hypothesis.length) - correct),
    correct: seconds * correct,
  };
}

/** How long each pair of speakers speaks at the same time; rows: reference. */
export function overlapSeconds(spans: readonly ActivitySpan[]): {
  readonly references: readonly string[];
  readonly hypotheses: readonly string[];
  readonly seconds: readonly (readonly number[])[];
} {
  const references = [...new Set(spans.flatMap(({ reference }) => reference))].sort();
  const hypotheses = [...new Set(spans.flatMap(({ hypothesis }) => hypothesis))].sort();
  const rows = new Map(references.map((speaker, row) => [speaker, row]));
  const columns = new Map(hypotheses.map((speaker, column) => [speaker, column]));
  const seconds = references.map(() => hypotheses.map(() => 0));
  for (const span of spans)
    for (const reference of span.reference)
      for (const hypothesis of span.hypothesis) {
        const row = seconds[rows.get(reference) ?? 0];
        const column = columns.get(hypothesis) ?? 0;
        if (row) row[column] = (row[column] ?? 0) + span.seconds;
      }
  return { references, hypotheses, seconds };
}

interface Edge {
  readonly time: number;
  readonly step: 1 | -1;
  readonly kind: "scored" | "reference" | "hypothesis";
  readonly speaker: string;
}

function edgesOf(spans: readonly (TimeSpan & { readonly speaker?: string })[], kind: Edge["kind"]): readonly Edge[] {
  return spans
    .filter(({ start, end }) => end > start)
    .flatMap(({ start, end, speaker = "" }): Edge[] => [
      { time: start, step: 1, kind, speaker },
      { time: end, step: -1, kind, speaker },
    ]);
}
