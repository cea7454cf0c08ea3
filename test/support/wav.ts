export interface WavOptions {
  readonly seconds?: number;
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly bits?: 8 | 16 | 24 | 32 | 64;
  readonly isFloat?: boolean;
  readonly isExtensible?: boolean;
  /** Of full scale; at each sample's index in its channel. */
  readonly amplitude?: number | ((frame: number, channel: number) => number);
  /** Chunks between the format and the samples. */
  readonly between?: Uint8Array;
  /** What the data chunk says of its length; default: the truth. */
  readonly announced?: number;
}

/** A WAV file with a tone of 440 Hz. */
export function wav(options: WavOptions = {}): Uint8Array {
  const { seconds = 1, sampleRate = 16_000, channels = 1, bits = 16, isFloat = false, isExtensible = false } = options;
  const { amplitude = 0.5, between = new Uint8Array(0) } = options;
  const frames = Math.round(seconds * sampleRate);
  const sampleSize = bits / 8;
  const length = frames * channels * sampleSize;
  const formatSize = isExtensible ? 40 : 16;
  const start = 12 + 8 + formatSize + between.length + 8;
  const bytes = new Uint8Array(start + length);
  const view = new DataView(bytes.buffer);
  const text = (position: number, value: string) => bytes.set(new TextEncoder().encode(value), position);
  const code = isFloat ? 3 : 1;
  text(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, formatSize, true);
  view.setUint16(20, isExtensible ? 0xfffe : code, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * sampleSize, true);
  view.setUint16(32, channels * sampleSize, true);
  view.setUint16(34, bits, true);
  if (isExtensible) view.setUint16(44, code, true);
  bytes.set(between, 20 + formatSize);
  text(start - 8, "data");
  view.setUint32(start - 4, options.announced ?? length, true);
  for (let index = 0; index < frames * channels; index++) {
    const [frame, channel] = [Math.floor(index / channels), index % channels];
    const level = typeof amplitude === "number" ? amplitude : amplitude(frame, channel);
    write(view, start + index * sampleSize, level * Math.sin((2 * Math.PI * 440 * (frame + 9)) / sampleRate), {
      bits,
      isFloat,
    });
  }
  return bytes;
}

function write(
  view: DataView,
  offset: number,
  value: number,
  { bits, isFloat }: Required<Pick<WavOptions, "bits" | "isFloat">>,
) {
  if (isFloat && bits === 64) view.setFloat64(offset, value, true);
  else if (isFloat) view.setFloat32(offset, value, true);
  else if (bits === 8) view.setUint8(offset, Math.round(128 + value * 127));
  else if (bits === 16) view.setInt16(offset, Math.round(value * 32_767), true);
  else if (bits === 24) {
    const sample = Math.round(value * 8_388_607);
    view.setUint8(offset, sample & 0xff);
    view.setInt16(offset + 1, sample >> 8, true);
  } else view.setInt32(offset, Math.round(value * 2_147_483_647), true);
}
