import type { ClipAudio } from "../../../src/protocol/report";

type PlayableAudio = Extract<ClipAudio, { address: string }>;

/** Plays one clip, or a stretch of it, at a time. */
export interface Player {
  /** The utterance that is heard now. */
  readonly playing: number | undefined;
  /** The utterance whose audio the browser refused. */
  readonly broken: ReadonlySet<number>;
  /** `span`: seconds of the file; without it the whole clip. */
  play(utterance: number, audio: PlayableAudio, span?: readonly [number, number]): void;
  stop(): void;
}

/** Seconds around a word, without which its first and last sound are cut. */
const around = 0.2;

export function createPlayer(changed: () => void): Player {
  const element = new Audio();
  element.preload = "none";
  const broken = new Set<number>();
  let playing: number | undefined;
  let until = Number.POSITIVE_INFINITY;
  let timer = 0;

  const stop = () => {
    cancelAnimationFrame(timer);
    element.pause();
    if (playing === undefined) return;
    playing = undefined;
    changed();
  };
  const watch = () => {
    // The element tells its time a few times a second, which is too seldom for a word.
    if (element.currentTime >= until) return stop();
    timer = requestAnimationFrame(watch);
  };
  const fail = (utterance: number) => {
    if (playing !== utterance) return;
    broken.add(utterance);
    stop();
    changed();
  };
  element.addEventListener("ended", stop);

  return {
    get playing() {
      return playing;
    },
    broken,
    stop,
    play(utterance, { address, start = 0, end = Number.POSITIVE_INFINITY }, span) {
      stop();
      playing = utterance;
      const from = span ? Math.max(start, span[0] - around) : start;
      until = span ? Math.min(end, span[1] + around) : end;
      if (element.src !== address) element.src = address;
      element.currentTime = from;
      element.play().then(
        () => watch(),
        // Another click takes the place of this one before it was heard: that is no failure.
        (error: unknown) => !(error instanceof DOMException && error.name === "AbortError") && fail(utterance),
      );
      changed();
    },
  };
}
