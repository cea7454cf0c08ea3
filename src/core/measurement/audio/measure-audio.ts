import { createHash } from "node:crypto";
import type { OpenFile } from "../../workspace/workspace";
import { AudioError, type AudioFacts, type AudioFormat } from "./audio";
import { readCompressed } from "./compressed";
import { PeakMeter } from "./peak-meter";
import { readWavHeader } from "./wav-header";
import { requireWholeFile } from "./whole-file";

/**
 * Measures an opened file. Its bytes are read once from start to end, in pieces, whatever its headers claim.
 * @throws AudioError, and the signal's reason
 */
export async function measureAudio(file: OpenFile, signal: AbortSignal): Promise<AudioFacts> {
  const { size } = file.location;
  if (size === 0) throw new AudioError("empty", "The file is empty.", "Copy or record it again.");
  if (size > largestFile) {
    throw new AudioError("too-large", "The file is larger than 4 GiB.", "Split the recording into several files.");
  }
  const format = await formatOf(file);
  if (format !== "wav") {
    await requireWholeFile[format](file);
    const facts = await readCompressed(file, format, signal);
    return { format, ...facts, hash: await hashOf(file, signal) };
  }
  const header = await readWavHeader(file);
  const meter = new PeakMeter(header);
  const hash = await hashOf(file, signal, (piece, position) => meter.add(piece, position));
  const { sampleRate, channels, frames } = header;
  return { format, sampleRate, channels, duration: frames / sampleRate, hash, level: meter };
}

const largestFile = 4 * 1024 ** 3;
const pieceSize = 256 * 1024;

async function formatOf(file: OpenFile): Promise<AudioFormat> {
  const head = await file.read(0, 12);
  const text = String.fromCharCode(...head);
  if (/^(?:RIFF|RF64|BW64)....WAVE/s.test(text)) return "wav";
  if (text.startsWith("fLaC")) return "flac";
  if (text.startsWith("OggS")) return "ogg";
  const [first = 0, second = 0] = head;
  // The sync word of an MPEG frame, layer III; layer 0 would be AAC.
  if (text.startsWith("ID3") || (first === 0xff && (second & 0xe6) === 0xe2)) return "mp3";
  const known = otherFormats.find(({ pattern }) => pattern.test(text));
  throw new AudioError(
    "unsupported",
    known
      ? `The file is ${known.name}, which is not supported.`
      : "The file is no audio in a format that is supported.",
    known?.remedy ?? "Convert it to WAV or FLAC, for example with ffmpeg -i in out.wav.",
  );
}

const otherFormats: readonly { readonly pattern: RegExp; readonly name: string; readonly remedy?: string }[] = [
  { pattern: /^version http/, name: "a pointer of Git LFS", remedy: "Fetch the audio itself with git lfs pull." },
  { pattern: /^RIFX/, name: "a big-endian WAV file" },
  { pattern: /^....ftyp/s, name: "MP4 or M4A" },
  { pattern: /^\p{Cc}Eß£/u, name: "WebM or Matroska" },
  { pattern: /^NIST_1A/, name: "NIST SPHERE" },
  { pattern: /^FORM....AIF/s, name: "AIFF" },
  { pattern: /^\.snd/, name: "AU" },
  { pattern: /^#!AMR/, name: "AMR" },
  { pattern: /^caff/, name: "CAF" },
  { pattern: /^\xff[\xf0-\xf9]/, name: "AAC" },
];

async function hashOf(
  file: OpenFile,
  signal: AbortSignal,
  onPiece?: (piece: Uint8Array, position: number) => void,
): Promise<string> {
  const hash = createHash("sha256");
  const buffer = new Uint8Array(Math.min(pieceSize, file.location.size));
  let position = 0;
  while (position < file.location.size) {
    signal.throwIfAborted();
    const length = await file.readInto(buffer, position);
    if (length === 0) throw new AudioError("damaged", "The file became shorter while it was read.", "Try again.");
    const piece = buffer.subarray(0, Math.min(length, file.location.size - position));
    hash.update(piece);
    onPiece?.(piece, position);
    position += piece.length;
  }
  return hash.digest("hex");
}
