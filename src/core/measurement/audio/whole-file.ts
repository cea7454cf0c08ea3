import type { OpenFile } from "../../workspace/workspace";
import type { AudioFormat } from "./audio";
import { requireLastFrame } from "./flac-frames";
import { requireAnnouncedBytes } from "./mp3-length";
import { requireWholePages } from "./ogg-pages";

/** Refuses a compressed file that lost its end. @throws AudioError */
export const requireWholeFile: Readonly<Record<Exclude<AudioFormat, "wav">, (file: OpenFile) => Promise<void>>> = {
  flac: requireLastFrame,
  mp3: requireAnnouncedBytes,
  ogg: requireWholePages,
};
