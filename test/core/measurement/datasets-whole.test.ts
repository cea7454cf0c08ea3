import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AudioCache } from "../../../src/core/measurement/audio/audio-cache";
import { wav } from "../../support/wav";
import { type Line, line, open, problemsOf, read, second, shown } from "./datasets-support";

describe("windows", () => {
  it("of one recording are one session, and no speech counts twice", async () => {
    const lines = [
      line({ start: 0, end: 0.5, id: "1", text: "one" }),
      line({ start: 0.52, end: 0.7, id: "2", text: "one" }),
      line({ start: 0.4, end: 0.6, id: "3", text: "one" }),
      line({ start: 0.7, id: "4", session: "mine", text: "one" }),
      line({ start: 0.9, end: 1.2, id: "5" }),
      line({ id: "6" }),
    ];
    const { utterances, problems } = await read(lines);
    expect(utterances.map(({ id, session, duration, window }) => ({ id, session, duration, window }))).toEqual([
      { id: "1", session: "a.wav", duration: 0.5, window: { start: 0, end: 0.5 } },
      { id: "2", session: "a.wav", duration: expect.closeTo(0.18), window: { start: 0.52, end: 0.7 } },
      { id: "4", session: "mine", duration: expect.closeTo(0.3), window: { start: 0.7, end: 1 } },
    ]);
    expect(shown(problems)).toEqual([
      "3! Line 1 has 0.10 s of the same audio.",
      "5! The window (0.90–1.20 s) goes beyond the audio, which has 1.00 s.",
      "6! Line 1 has 0.50 s of the same audio.",
    ]);
  });

  it("are silent each on their own", async () => {
    const half = wav({ seconds: 2, amplitude: (frame) => (frame < 16_000 ? 0.5 : 0) });
    expect(
      await problemsOf([line({ audio: "half.wav", end: 1 }), line({ audio: "half.wav", start: 1.1 })], {
        "set/half.wav": half,
      }),
    ).toEqual(["2! The audio is silent (its peak is below −60 dBFS), but there is a text."]);
  });
});

it("tells copies of a file under another name", async () => {
  expect(await problemsOf([line(), line({ audio: "b.wav" })], { "set/b.wav": second })).toEqual([
    "2 The audio has the same bytes as that of line 1.",
  ]);
});

describe("the hash", () => {
  const hashOf = async (lines: readonly Line[], files = {}) => (await read(lines, files)).hash;

  it("changes with everything that decides a result, and not with the folder", async () => {
    const variants: [Line[], Record<string, Uint8Array>?][] = [
      [[line()]],
      [[line()], { "set/a.wav": wav({ sampleRate: 8000, amplitude: 0.4 }) }],
      [[line({ text: "one  two" })]],
      [[line({ language: "ru" })]],
      [[line({ referenceSource: "machine" })]],
      [[line({ id: "b" })]],
      [[line({ speaker: "b" })]],
      [[line({ words: [{ text: "one", start: 0, end: 0.5 }] })]],
      [[line({ start: 0, end: 1 })]],
    ];
    const hashes = await Promise.all(variants.map(([lines, files]) => hashOf(lines, files)));
    expect(new Set(hashes).size).toBe(variants.length);
    expect(await hashOf([line()])).toBe(hashes[0]);
    expect(await hashOf([line({ audio: "sub/a.wav", id: "a" })], { "set/sub/a.wav": second })).toBe(hashes[0]);
  });

  it("sees a file that changed in the same process, and reads no other one again", async () => {
    const { path, read, workspace } = await open([line({ end: 0.5 }), line({ start: 0.5 })]);
    let bytesRead = 0;
    const counting = {
      open: async (input: string) => {
        const file = await workspace.open(input);
        const readInto = async (target: Uint8Array, position: number) => {
          const length = await file.readInto(target, position);
          if (!input.endsWith(".jsonl")) bytesRead += length;
          return length;
        };
        return { ...file, readInto };
      },
    };
    const ports = { workspace: counting, audio: new AudioCache() };
    const before = await read({}, ports);
    await read({}, ports);
    expect(bytesRead).toBe(second.length);
    writeFileSync(join(path, "set/a.wav"), wav({ sampleRate: 8000, seconds: 2 }));
    const after = await read({}, ports);
    expect([before.hash === after.hash, after.utterances[1]?.duration]).toEqual([false, 1.5]);
  });
});
