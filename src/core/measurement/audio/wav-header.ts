import type { OpenFile } from "../../workspace/workspace";
import { AudioError } from "./audio";

/** Where the samples of a WAV file are and how they are written. */
export interface WavHeader {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bits: 8 | 16 | 24 | 32 | 64;
  readonly type: "integer" | "float";
  /** Byte position of the first sample. */
  readonly start: number;
  /** Sample frames that are in the file. */
  readonly frames: number;
}

/**
 * Reads the chunks up to the samples: RIFF with PCM of 8 to 32 bits or float of 32 and 64, also in the extensible form,
 * and RF64 below 4 GiB. Sizes in the file are only compared, never allocated.
 * Microsoft, "Multiple channel audio data and WAVE files"; EBU Tech 3306 for RF64.
 * @throws AudioError
 */
export async function readWavHeader(file: OpenFile): Promise<WavHeader> {
  const { size } = file.location;
  let format: Format | undefined;
  let position = 12;
  for (let chunks = 0; position + 8 <= size && chunks < mostChunks; chunks++) {
    const head = await file.read(position, 8);
    const id = String.fromCharCode(...head.subarray(0, 4));
    const length = view(head).getUint32(4, true);
    const start = position + 8;
    if (id === "fmt ") format = readFormat(await file.read(start, Math.min(length, 40)));
    if (id === "data") return withSamples(format, start, length, size);
    position = start + length + (length % 2);
  }
  throw damaged("It has no samples.");
}

interface Format {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bits: WavHeader["bits"];
  readonly type: "integer" | "float";
}

const mostChunks = 1000;
const [pcm, float, extensible] = [1, 3, 0xfffe];

function readFormat(bytes: Uint8Array): Format {
  if (bytes.length < 16) throw damaged("Its format is cut off.");
  const fields = view(bytes);
  const written = fields.getUint16(0, true);
  // The extensible form names the real one in the first two bytes of a GUID.
  const code = written === extensible && bytes.length >= 26 ? fields.getUint16(24, true) : written;
  const channels = fields.getUint16(2, true);
  const sampleRate = fields.getUint32(4, true);
  const bits = fields.getUint16(14, true);
  const type = code === pcm ? "integer" : code === float ? "float" : undefined;
  const depths: readonly number[] = type === "float" ? [32, 64] : [8, 16, 24, 32];
  if (type === undefined || !isDepth(bits) || !depths.includes(bits)) {
    const name = type === undefined ? (otherCodes.get(code) ?? `code ${code}`) : `${bits}-bit ${type} samples`;
    throw unsupported(`The WAV file holds ${name}, which is not supported.`);
  }
  if (channels < 1 || channels > 2) throw unsupported(`The WAV file has ${channels} channels; 1 and 2 are supported.`);
  if (sampleRate < 8000 || sampleRate > 48_000) {
    throw unsupported(`The WAV file has ${sampleRate} Hz; 8,000 to 48,000 are supported.`);
  }
  return { sampleRate, channels, bits, type };
}

const otherCodes: ReadonlyMap<number, string> = new Map([
  [2, "Microsoft ADPCM"],
  [6, "A-law"],
  [7, "µ-law"],
  [0x11, "IMA ADPCM"],
  [0x31, "GSM 6.10"],
  [0x55, "MP3"],
]);

function withSamples(format: Format | undefined, start: number, length: number, size: number): WavHeader {
  if (!format) throw damaged("Its samples come before their format.");
  const frameSize = (format.bits / 8) * format.channels;
  const present = size - start;
  // Programs that write into a pipe, and RF64, leave a placeholder in place of the length.
  const isOpenEnd = length >= 0x7fff_f000;
  if (!isOpenEnd && length > present) {
    const seconds = (bytes: number) => (bytes / frameSize / format.sampleRate).toFixed(2);
    throw new AudioError(
      "truncated",
      `The file is cut off: it announces ${seconds(length)} s of audio and holds ${seconds(present)} s.`,
      "Copy it again; if it was recorded so, repair its header with ffmpeg or sox and check the text.",
    );
  }
  return { ...format, start, frames: Math.floor((isOpenEnd ? present : length) / frameSize) };
}

function isDepth(bits: number): bits is WavHeader["bits"] {
  return bits === 8 || bits === 16 || bits === 24 || bits === 32 || bits === 64;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(reason: string): AudioError {
  return new AudioError("damaged", `The WAV file is damaged. ${reason}`, "Copy it again or convert it anew.");
}

function unsupported(message: string): AudioError {
  return new AudioError(
    "unsupported",
    message,
    "Convert it, for example with ffmpeg -i in.wav -ac 1 -c:a pcm_s16le out.wav.",
  );
}
