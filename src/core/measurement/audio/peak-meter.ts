import type { Level } from "./audio";
import type { WavHeader } from "./wav-header";

/** Takes a WAV file in pieces, in order, and keeps the largest sample of each tenth of a second. */
export class PeakMeter implements Level {
  readonly #header: WavHeader;
  readonly #sampleSize: number;
  readonly #peaks: Float32Array;
  /** The start of a sample whose other bytes come with the next piece. */
  #rest = new Uint8Array(0);
  #samples = 0;

  constructor(header: WavHeader) {
    this.#header = header;
    this.#sampleSize = header.bits / 8;
    this.#peaks = new Float32Array(Math.ceil((header.frames * stepsPerSecond) / header.sampleRate));
  }

  add(piece: Uint8Array, position: number): void {
    const { start, frames, channels } = this.#header;
    const end = start + frames * channels * this.#sampleSize;
    const added = piece.subarray(Math.max(0, start - position), Math.max(0, end - position));
    const audio = this.#rest.length === 0 ? added : joined(this.#rest, added);
    const whole = audio.length - (audio.length % this.#sampleSize);
    this.#measure(audio.subarray(0, whole));
    this.#rest = audio.slice(whole);
  }

  peak(start: number, end: number): number {
    let peak = 0;
    const steps = this.#peaks.subarray(Math.floor(start * stepsPerSecond), Math.ceil(end * stepsPerSecond));
    for (const value of steps) peak = Math.max(peak, value);
    return peak;
  }

  #measure(bytes: Uint8Array): void {
    const amplitude = amplitudeReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), this.#header);
    const { channels, sampleRate } = this.#header;
    const samplesPerStep = (channels * sampleRate) / stepsPerSecond;
    for (let offset = 0; offset < bytes.length; offset += this.#sampleSize) {
      const step = Math.floor(this.#samples++ / samplesPerStep);
      const value = amplitude(offset);
      if (value > (this.#peaks[step] ?? 0)) this.#peaks[step] = value;
    }
  }
}

const stepsPerSecond = 10;

function amplitudeReader(view: DataView, { bits, type }: WavHeader): (offset: number) => number {
  if (type === "float") {
    return bits === 64
      ? (offset) => Math.abs(view.getFloat64(offset, true))
      : (offset) => Math.abs(view.getFloat32(offset, true));
  }
  switch (bits) {
    case 8:
      return (offset) => Math.abs(view.getUint8(offset) - 128) / 128;
    case 16:
      return (offset) => Math.abs(view.getInt16(offset, true)) / 2 ** 15;
    case 24:
      return (offset) => Math.abs(view.getInt16(offset + 1, true) * 256 + view.getUint8(offset)) / 2 ** 23;
    default:
      return (offset) => Math.abs(view.getInt32(offset, true)) / 2 ** 31;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
