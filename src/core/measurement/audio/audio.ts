/** What is measured of an audio file from its own bytes, whatever its name says. */
export interface AudioFacts {
  readonly format: AudioFormat;
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Seconds. */
  readonly duration: number;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly hash: string;
  /** Only where the samples can be read without a decoder, which is WAV. */
  readonly level?: Level;
}

export type AudioFormat = "wav" | "flac" | "ogg" | "mp3";

/** How loud a recording is, in steps of a tenth of a second. */
export interface Level {
  /** The largest sample of the part between two times in seconds, over all channels; 1 is full scale. */
  peak(start: number, end: number): number;
}

export type AudioProblem = "empty" | "unsupported" | "damaged" | "truncated" | "too-large";

/** Why nothing can be measured of a file. The message is a sentence without the file's name. */
export class AudioError extends Error {
  override readonly name = "AudioError";
  readonly problem: AudioProblem;
  readonly remedy: string;

  constructor(problem: AudioProblem, message: string, remedy: string) {
    super(message);
    this.problem = problem;
    this.remedy = remedy;
  }
}
