import type { AudioFacts } from "../audio/audio";
import type { TimedWord } from "../dataset";
import type { ManifestEntry } from "./manifest-entry";
import { type Finding, fatal, warning } from "./problems";
import { isWordless, shortestDuration } from "./speaking-rate";

/** What a line's audio says about it. */
export interface CheckedClip {
  /** Seconds. Absent when the clip cannot be measured. */
  readonly part?: { readonly start: number; readonly end: number };
  readonly words?: readonly TimedWord[];
  readonly findings: readonly Finding[];
}

/**
 * Compares a line with its audio. What makes a reference impossible is fatal: no audio, a window outside of it, silence
 * under a text, a text that would need twice the clip. What only looks wrong is not: leaving out clips because they are
 * spoken fast would make an engine look better than it is.
 */
export function checkClip(entry: ManifestEntry, facts: AudioFacts): CheckedClip {
  const part = partOf(entry, facts);
  if ("message" in part) return { findings: [part] };
  const findings = [...silence(entry, facts, part), ...textLength(entry, part.end - part.start)];
  const words = entry.words;
  const stray = words?.findIndex(({ start, end }) => start < part.start - rounding || end > part.end + rounding) ?? -1;
  if (stray !== -1) {
    findings.push(
      warning(
        `Word ${stray + 1} lies outside of the ${entry.window ? "window" : "audio"} (${span(part)}). The word times are left out.`,
        "Give times in seconds from the start of the file, also in windows.",
      ),
    );
  }
  return {
    findings,
    ...(!findings.some((finding) => finding.fatal) && { part }),
    ...(words && stray === -1 && { words }),
  };
}

/** Times are written with few digits, and encoders add and cut some milliseconds. Seconds. */
export const rounding = 0.05;
/** −60 dBFS. */
const silentPeak = 10 ** (-60 / 20);
/** Seconds that a clip may be cut closer than its speech. */
const allowance = 0.5;
const longWithoutText = 10;

function partOf({ window }: ManifestEntry, { duration }: AudioFacts): { start: number; end: number } | Finding {
  if (!(duration > 0)) return fatal("The audio has a duration of zero.", "Record or convert it again.");
  if (!window) return { start: 0, end: duration };
  const { start, end = duration } = window;
  if (start >= duration || end > duration + rounding) {
    return fatal(
      `The window (${span({ start, end })}) goes beyond the audio, which has ${duration.toFixed(2)} s.`,
      "Correct start and end, or check whether the file is complete.",
    );
  }
  return { start, end: Math.min(end, duration) };
}

function silence(
  { text }: ManifestEntry,
  { level }: AudioFacts,
  { start, end }: { start: number; end: number },
): readonly Finding[] {
  // Silence without a text is a good test: an engine should say nothing.
  if (!level || isWordless(text) || level.peak(start, end) >= silentPeak) return [];
  return [
    fatal(
      "The audio is silent (its peak is below −60 dBFS), but there is a text.",
      'Record it again, or set text to "" when silence is meant.',
    ),
  ];
}

function textLength({ text, conditions }: ManifestEntry, duration: number): readonly Finding[] {
  if (isWordless(text)) {
    if (duration < longWithoutText || conditions.includes("no-speech")) return [];
    return [
      warning(
        `There is no text for ${duration.toFixed(1)} s of audio.`,
        'Add what is said, or the condition "no-speech" where nobody speaks.',
      ),
    ];
  }
  const needed = shortestDuration(text);
  const available = duration + allowance;
  if (needed <= available) return [];
  const message = `The text would need at least ${needed.toFixed(1)} s; the audio has ${duration.toFixed(1)} s.`;
  const remedy = "Listen to it: is this the text of this clip, and is the clip complete?";
  return [needed > 2 * available ? fatal(message, remedy) : warning(message, remedy)];
}

function span({ start, end }: { start: number; end: number }): string {
  return `${start.toFixed(2)}–${end.toFixed(2)} s`;
}
