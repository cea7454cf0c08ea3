import { type ActivitySpan, activitySpans, countSpan, overlapSeconds } from "./diarization/activity";
import { bestAssignment } from "./diarization/assignment";
import { around, extentOf, overlaps, type SpeakerTurn, type TimeSpan, without } from "./diarization/spans";

/** One recording. Speaker names of the two sides need not agree. */
export interface DiarizedFile {
  readonly reference: readonly SpeakerTurn[];
  readonly hypothesis: readonly SpeakerTurn[];
  /** What is scored of it (a UEM); without, see {@link DiarizationOptions.convention}. */
  readonly regions?: readonly TimeSpan[];
}

export interface DiarizationOptions {
  /**
   * Seconds left out on each side of every reference boundary: md-eval's `-c`, and half of what pyannote.metrics calls
   * `collar`. Default: 0.
   */
  readonly collarEachSide?: number;
  /** Leaves out where two or more reference turns overlap: md-eval's `-1`, pyannote's `skip_overlap`. Default: false. */
  readonly skipOverlap?: boolean;
  /**
   * Where two tools differ. `pyannote` (default): without `regions` everything from the first to the last turn of either side
   * counts, and speakers are mapped over what is scored. `md-eval`: from the first to the last turn of the reference, so
   * speech invented before or after it costs nothing; speakers are mapped before collars and overlaps are left out.
   */
  readonly convention?: "pyannote" | "md-eval";
}

/**
 * Diarisation error rate (NIST Rich Transcription, 2003): the share of the reference's speaker time that is missed, invented or
 * given to another speaker. Two people at once count twice. Rates are fractions of `total`; without any reference speech in
 * what is scored, the rate of something that is wrong is 1 and of nothing 0.
 */
export interface DiarizationMeasures {
  readonly der: number;
  readonly missed: number;
  readonly falseAlarm: number;
  readonly confusion: number;
  /** Speaker seconds of the reference. */
  readonly total: number;
  readonly seconds: {
    readonly missed: number;
    readonly falseAlarm: number;
    readonly confusion: number;
    readonly correct: number;
  };
  /** For each file: the reference speaker that each hypothesis speaker stands for; those who stand for nobody are left out. */
  readonly mappings: readonly ReadonlyMap<string, string>[];
}

/** Over all files together: seconds are summed, then divided; speakers are mapped file by file, one to one, at least cost. */
export function measureDiarization(
  files: Iterable<DiarizedFile>,
  options: DiarizationOptions = {},
): DiarizationMeasures {
  const seconds = { missed: 0, falseAlarm: 0, confusion: 0, correct: 0 };
  let total = 0;
  const mappings: ReadonlyMap<string, string>[] = [];
  for (const file of files) {
    const regions = file.regions ?? defaultRegions(file, options.convention);
    const scored = activitySpans(scoredSpans(file, regions, options), file.reference, file.hypothesis);
    const mapped = options.convention === "md-eval" ? activitySpans(regions, file.reference, file.hypothesis) : scored;
    const mapping = mapSpeakers(mapped);
    mappings.push(mapping);
    for (const span of scored) {
      const { reference, missed, falseAlarm, confusion, correct } = countSpan(span, mapping);
      total += reference;
      seconds.missed += missed;
      seconds.falseAlarm += falseAlarm;
      seconds.confusion += confusion;
      seconds.correct += correct;
    }
  }
  const rate = (part: number) => (total > 0 ? part / total : part > 0 ? 1 : 0);
  return {
    der: rate(seconds.missed + seconds.falseAlarm + seconds.confusion),
    missed: rate(seconds.missed),
    falseAlarm: rate(seconds.falseAlarm),
    confusion: rate(seconds.confusion),
    total,
    seconds,
    mappings,
  };
}

function defaultRegions(
  { reference, hypothesis }: DiarizedFile,
  convention: DiarizationOptions["convention"],
): readonly TimeSpan[] {
  return extentOf(convention === "md-eval" ? reference : [...reference, ...hypothesis]);
}

function scoredSpans(
  { reference }: DiarizedFile,
  regions: readonly TimeSpan[],
  { collarEachSide = 0, skipOverlap = false }: DiarizationOptions,
): readonly TimeSpan[] {
  const boundaries = reference.flatMap(({ start, end }) => (end > start ? [start, end] : []));
  const collars = collarEachSide > 0 ? around(boundaries, collarEachSide) : [];
  return without(regions, skipOverlap ? [...collars, ...overlaps(reference)] : collars);
}

function mapSpeakers(spans: readonly ActivitySpan[]): ReadonlyMap<string, string> {
  const { references, hypotheses, seconds } = overlapSeconds(spans);
  const mapping = new Map<string, string>();
  bestAssignment(seconds).forEach((column, row) => {
    const [reference, hypothesis] = [references[row], hypotheses[column]];
    if (reference === undefined || hypothesis === undefined) return;
    if ((seconds[row]?.[column] ?? 0) > 0) mapping.set(hypothesis, reference);
  });
  return mapping;
}
