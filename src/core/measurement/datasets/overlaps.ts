import type { Utterance } from "../dataset";
import { rounding } from "./check-clip";
import type { Problems } from "./problems";
import { fatal, warning } from "./problems";

export interface PlacedUtterance {
  readonly line: number;
  readonly utterance: Utterance;
  /** Of the whole file. */
  readonly audioHash: string;
}

/** Keeps what counts no speech twice: of two lines on the same part of a file the later one is left out. */
export function withoutOverlaps(placed: readonly PlacedUtterance[], problems: Problems): readonly PlacedUtterance[] {
  const dropped = new Set<PlacedUtterance>();
  for (const sameFile of byFile(placed)) {
    let last: PlacedUtterance | undefined;
    for (const current of sameFile.toSorted((one, other) => startOf(one) - startOf(other) || one.line - other.line)) {
      const overlap = last ? endOf(last) - startOf(current) : 0;
      if (!last || overlap <= rounding) {
        last = current;
        continue;
      }
      const [kept, left] = last.line < current.line ? [last, current] : [current, last];
      dropped.add(left);
      last = kept;
      problems.add(
        left.line,
        fatal(
          `Line ${kept.line} has ${overlap.toFixed(2)} s of the same audio.`,
          "Keep one of the two lines, or correct start and end: the same speech would count twice.",
        ),
        left.utterance.id,
      );
    }
  }
  return dropped.size === 0 ? placed : placed.filter((one) => !dropped.has(one));
}

/** Two files with the same bytes are told, not refused: a copy under another name may be meant. */
export function reportCopies(placed: readonly PlacedUtterance[], problems: Problems): void {
  const first = new Map<string, PlacedUtterance>();
  for (const current of placed) {
    const original = first.get(current.audioHash);
    if (!original) first.set(current.audioHash, current);
    else if (original.utterance.audioPath !== current.utterance.audioPath) {
      problems.add(
        current.line,
        warning(
          `The audio has the same bytes as that of line ${original.line}.`,
          "Remove the copy unless the recording is meant to count twice.",
        ),
        current.utterance.id,
      );
    }
  }
}

function byFile(placed: readonly PlacedUtterance[]): Iterable<readonly PlacedUtterance[]> {
  const files = new Map<string, PlacedUtterance[]>();
  for (const one of placed) {
    const file = files.get(one.utterance.audioPath);
    if (file) file.push(one);
    else files.set(one.utterance.audioPath, [one]);
  }
  return files.values();
}

function startOf({ utterance }: PlacedUtterance): number {
  return utterance.window?.start ?? 0;
}

function endOf({ utterance }: PlacedUtterance): number {
  return utterance.window?.end ?? utterance.duration;
}
