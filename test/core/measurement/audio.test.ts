import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { AudioError } from "../../../src/core/measurement/audio/audio";
import { measureAudio } from "../../../src/core/measurement/audio/measure-audio";
import { temporaryWorkspace } from "../../support/temporary-workspace";
import { type WavOptions, wav } from "../../support/wav";

const signal = new AbortController().signal;

async function measure(bytes: Uint8Array) {
  const { workspace, dispose } = await temporaryWorkspace({ audio: bytes });
  onTestFinished(dispose);
  const file = await workspace.open("audio");
  try {
    return await measureAudio(file, signal);
  } finally {
    await file.close();
  }
}

async function failure(bytes: Uint8Array): Promise<string> {
  const error = await measure(bytes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AudioError)) throw error ?? new Error("It was measured.");
  return `${error.problem}: ${error.message}`;
}

const recorded = (name: string) => readFileSync(join(import.meta.dirname, "audio-files", name));

describe("WAV", () => {
  const kinds: WavOptions[] = [
    { bits: 8, sampleRate: 8000 },
    { bits: 16 },
    { bits: 16, isExtensible: true, channels: 2, sampleRate: 44_100 },
    { bits: 24, sampleRate: 48_000 },
    { bits: 24, sampleRate: 11_025, channels: 2 },
    { bits: 32, sampleRate: 22_050 },
    { bits: 32, isFloat: true },
    { bits: 64, isFloat: true, isExtensible: true },
  ];
  it.each(kinds)("%j", async (options) => {
    const { level, ...facts } = await measure(wav({ ...options, seconds: 1.25 }));
    expect(facts).toEqual({
      format: "wav",
      sampleRate: options.sampleRate ?? 16_000,
      channels: options.channels ?? 1,
      duration: expect.closeTo(1.25, 4),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(level?.peak(0, 1.25)).toBeCloseTo(0.5, 1);
  });

  it("says where it is loud, in pieces that cut samples apart, in either channel", async () => {
    const loudAt = (frame: number, channel: number) => (channel === 1 && frame >= 320_000 && frame < 336_000 ? 0.8 : 0);
    const { level } = await measure(wav({ seconds: 30, channels: 2, bits: 24, amplitude: loudAt }));
    expect([level?.peak(0, 20), level?.peak(21, 30)]).toEqual([0, 0]);
    expect(level?.peak(20, 21)).toBeCloseTo(0.8, 2);
    expect(level?.peak(20.5, 20.6)).toBeCloseTo(0.8, 2);
  });

  it("passes over other chunks, and takes a length that a pipe left open as the rest of the file", async () => {
    const list = Uint8Array.from([...Buffer.from("LIST"), 3, 0, 0, 0, 1, 2, 3, 0]);
    expect(await measure(wav({ between: list }))).toMatchObject({ duration: 1 });
    expect(await measure(wav({ announced: 0xffff_ffff }))).toMatchObject({ duration: 1 });
  });

  it("refuses what it cannot measure with the reason", async () => {
    const changed = (offset: number, value: number) => {
      const bytes = wav();
      bytes[offset] = value;
      return bytes;
    };
    expect(await failure(new Uint8Array(0))).toBe("empty: The file is empty.");
    expect(await failure(wav().subarray(0, 20_000))).toBe(
      "truncated: The file is cut off: it announces 1.00 s of audio and holds 0.62 s.",
    );
    expect(await failure(wav().subarray(0, 38))).toBe("damaged: The WAV file is damaged. It has no samples.");
    expect(await failure(changed(20, 7))).toBe("unsupported: The WAV file holds µ-law, which is not supported.");
    expect(await failure(changed(22, 6))).toBe("unsupported: The WAV file has 6 channels; 1 and 2 are supported.");
    expect(await failure(wav({ sampleRate: 96_000 }))).toContain("96000 Hz");
    expect(await failure(changed(12, 120))).toBe(
      "damaged: The WAV file is damaged. Its samples come before their format.",
    );
  });

  it("has a duration of zero without samples", async () => {
    expect(await measure(wav({ seconds: 0 }))).toMatchObject({ duration: 0 });
  });
});

describe("compressed", () => {
  it.each([
    ["tone.flac", "flac", 16_000, 1],
    ["tone.ogg", "ogg", 16_000, 1.5],
    ["tone-opus.ogg", "ogg", 16_000, 1.5],
    ["tone.mp3", "mp3", 16_000, 1.58],
    ["tone-bare.mp3", "mp3", 16_000, 1.58],
  ])("%s", async (name, format, sampleRate, duration) => {
    const { level, ...facts } = await measure(recorded(name));
    expect(facts).toMatchObject({ format, sampleRate, channels: 1 });
    expect(Math.abs(facts.duration - duration)).toBeLessThan(0.1);
    expect(level).toBeUndefined();
  });

  it("goes by the bytes, not by the name, and names other formats", async () => {
    expect(await failure(recorded("tone.m4a"))).toBe("unsupported: The file is MP4 or M4A, which is not supported.");
    expect(await failure(Buffer.from("version https://git-lfs.github.com/spec/v1\n"))).toBe(
      "unsupported: The file is a pointer of Git LFS, which is not supported.",
    );
    expect(await failure(Buffer.from("hello"))).toBe(
      "unsupported: The file is no audio in a format that is supported.",
    );
  });

  it.each(["tone.flac", "tone.ogg", "tone-opus.ogg", "tone.mp3"])("%s without its end is truncated", async (name) => {
    const bytes = recorded(name);
    for (const part of [0.3, 0.5, 0.85]) {
      expect(await failure(bytes.subarray(0, Math.floor(bytes.length * part)))).toMatch(
        /^truncated: The file is cut off/,
      );
    }
  });

  it("may have tags before and after", async () => {
    const before = Uint8Array.from([...Buffer.from("ID3"), 4, 0, 0, 0, 0, 0, 20, ...new Uint8Array(20)]);
    const after = Buffer.concat([Buffer.from("TAG"), Buffer.alloc(125)]);
    for (const bytes of [
      Buffer.concat([before, recorded("tone.mp3").subarray(45), after]),
      Buffer.concat([recorded("tone.flac"), after]),
    ]) {
      expect(await measure(bytes)).toMatchObject({ sampleRate: 16_000 });
    }
  });
});

it("any damage gives facts or an AudioError, soon", async () => {
  const sources = [wav({ seconds: 0.1 }), ...["tone.flac", "tone.ogg", "tone.mp3"].map(recorded)];
  const damage = fc.array(fc.tuple(fc.nat({ max: 2000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sources), damage, fc.nat(), async (source, changes, length) => {
      const bytes = Uint8Array.from(source).subarray(0, 1 + (length % source.length));
      for (const [offset, value] of changes) bytes[offset % bytes.length] = value;
      const { workspace, dispose } = await temporaryWorkspace({ audio: bytes });
      const file = await workspace.open("audio");
      try {
        const facts = await measureAudio(file, signal).catch((error: unknown) => error);
        if (facts instanceof Error && !(facts instanceof AudioError)) throw facts;
      } finally {
        await file.close();
        await dispose();
      }
    }),
    { numRuns: 150 },
  );
});
