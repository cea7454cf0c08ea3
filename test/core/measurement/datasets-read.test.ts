import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { openNamedFolders } from "../../../src/core/workspace/named-folders";
import { wav } from "../../support/wav";
import { line, open, problemsOf, read, second, shown } from "./datasets-support";

describe("a line", () => {
  it("becomes an utterance with its audio's length", async () => {
    const words = [
      { word: "one", start: 0.1, end: 0.4 },
      { text: "two", start: 0.4, end: 0.9 },
    ];
    const fields = { id: "x1", words, speaker: "s", session: "t", conditions: ["noisy", "noisy", "phone"] };
    const { path, read } = await open([
      line({ ...fields, language: "en-us", referenceSource: "corrected-from:whisper" }),
    ]);
    expect(await read()).toEqual({
      name: "test",
      requested: 1,
      problems: [],
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      utterances: [
        {
          id: "x1",
          audio: "a.wav",
          audioPath: join(path, "set/a.wav"),
          duration: 1,
          text: "one two",
          language: "en-US",
          referenceSource: { kind: "corrected", engine: "whisper" },
          words: [
            { text: "one", start: 0.1, end: 0.4 },
            { text: "two", start: 0.4, end: 0.9 },
          ],
          speaker: "s",
          session: "t",
          conditions: ["noisy", "phone"],
        },
      ],
    });
  });

  it("that is broken loses only itself, and says what to write", async () => {
    const { utterances, problems, requested } = await read([
      "{",
      "[1]",
      "",
      {},
      line({ language: "ru_RU" }),
      line({ referenceSource: "me" }),
      line({ referenceSource: "corrected-from: " }),
      line({ audio: 3 }),
      line({ start: 2, end: 1 }),
      line({ start: "0" }),
      line({ id: " x" }),
      line({ text: "\ud800" }),
      line({ audio: " " }),
      line(),
    ]);
    expect(utterances.map(({ id }) => id)).toEqual(["a"]);
    expect(requested).toBe(13);
    expect(shown(problems)).toEqual([
      "1! The line is not JSON.",
      "2! The line is JSON, but no object.",
      "4! The field audio is missing.",
      "4! The field text is missing.",
      "4! The field language is missing.",
      "4! The field referenceSource is missing.",
      '5! The field language is no language tag: "ru_RU".',
      '6! The field referenceSource is "me", which is none.',
      '7! The field referenceSource is "corrected-from: ", which is none.',
      "8! The field audio is no text.",
      "9! The window from 2 to 1 s is empty or before the audio.",
      "10! The field start is no number.",
      "11! The id is empty, too long, or has spaces around it.",
      "12! The field text is no text.",
      "13! The field audio is empty.",
    ]);
    expect(problems.every(({ path, remedy }) => path === "set/test.jsonl" && remedy.endsWith("."))).toBe(true);
  });

  it("takes no language's name for its tag", async () => {
    expect(await problemsOf([line({ language: "russian" }), line({ language: "rus" })])).toEqual([
      '1! The field language is no language tag: "russian".',
    ]);
  });

  it("is measured without a speaker that is no text", async () => {
    const { utterances, problems } = await read([line({ speaker: 7 })]);
    expect(shown(problems)).toEqual(["1 The field speaker is no text and is ignored."]);
    expect(utterances.map(({ speaker }) => speaker)).toEqual([undefined]);
  });

  it("without an id is named by its audio; an id stands once", async () => {
    const { utterances, problems } = await read(
      [line({ audio: "./clips/b.WAV" }), line({ start: 0, end: 0.5 }), line({ audio: "clips/b.wav", id: "clips/b" })],
      { "set/clips/b.WAV": wav({ amplitude: 0.3 }), "set/clips/b.wav": second },
    );
    expect(utterances.map(({ id }) => id)).toEqual(["clips/b", "a#0-0.5"]);
    expect(shown(problems)).toEqual(["3! The id clips/b stands on line 1 already."]);
  });

  it("keeps its clip when only its word times or tags are broken", async () => {
    const { utterances, problems } = await read([
      line({ id: "1", start: 0, end: 0.3, words: [{ text: "one", start: 0.2, end: 0.1 }], text: "a" }),
      line({
        id: "2",
        start: 0.3,
        end: 0.5,
        words: [{ text: "one", start: 0.1, end: 0.4 }],
        text: "a",
        conditions: "x",
      }),
      line({
        id: "3",
        start: 0.5,
        end: 0.7,
        text: "a",
        words: [
          { text: "b", start: 0.6, end: 0.7 },
          { text: "c", start: 0.5, end: 0.6 },
        ],
        note: 1,
      }),
      line({ id: "4", start: 0.7, text: "a", words: 5, note: 2, lang: "en" }),
    ]);
    expect(utterances.map(({ id, words }) => [id, words])).toEqual(["1", "2", "3", "4"].map((id) => [id, undefined]));
    expect(shown(problems)).toEqual([
      "1 Word 1 has no text with a start and an end after it. The word times are left out.",
      "2 The field conditions is no list of texts and is ignored.",
      "2 Word 1 lies outside of the window (0.30–0.50 s). The word times are left out.",
      "3 Word 2 starts before the one before it. The word times are left out.",
      "3 The field note is not one of a manifest and is ignored, here and on further lines.",
      "4 The field words is no list. The word times are left out.",
      "4 The field lang is not one of a manifest and is ignored, here and on further lines.",
    ]);
  });
});

describe("audio", () => {
  it("that cannot carry its text is reported", async () => {
    const silent = wav({ seconds: 12, amplitude: 0.0005 });
    const files = {
      "set/empty.wav": "",
      "set/cut.wav": second.subarray(0, 9000),
      "set/silent.wav": silent,
      "set/quiet.wav": wav({ seconds: 1, amplitude: 0.002 }),
      "set/none.wav": wav({ seconds: 0 }),
      "set/text.wav": "RIFF is a format",
      "set/long.wav": wav({ seconds: 11, sampleRate: 8000 }),
    };
    const names = ["missing", "empty", "cut", "silent", "quiet", "none", "text"];
    const fast = "and so it goes on and on and on";
    expect(
      await problemsOf(
        [
          ...names.map((name) => line({ audio: `${name}.wav` })),
          line({ audio: "silent.wav", id: "silence", text: "", conditions: ["no-speech"] }),
          line({ audio: "long.wav", text: "…" }),
          line({ text: fast, end: 0.5, id: "fast" }),
          line({ text: fast.repeat(3), start: 0.5, id: "faster" }),
        ],
        files,
      ),
    ).toEqual([
      "1! The audio missing.wav is missing.",
      "2! The file is empty.",
      "3! The file is cut off: it announces 1.00 s of audio and holds 0.56 s.",
      "4! The audio is silent (its peak is below −60 dBFS), but there is a text.",
      "6! The audio has a duration of zero.",
      "7! The file is no audio in a format that is supported.",
      "9 There is no text for 11.0 s of audio.",
      "10 The text would need at least 1.3 s; the audio has 0.5 s.",
      "11! The text would need at least 3.6 s; the audio has 0.5 s.",
    ]);
  });

  test.each([
    ["Сегодня хорошая погода, не правда ли", 2, []],
    ["今天天气很好我们一起去公园散步吧好不好", 2.5, []],
    [
      "今天天气很好我们一起去公园散步吧好不好今天天气很好",
      0.8,
      ["1 The text would need at least 1.7 s; the audio has 0.8 s."],
    ],
  ])("%s in %s s", async (text, seconds, problems) => {
    expect(await problemsOf([line({ audio: "b.wav", text })], { "set/b.wav": wav({ seconds }) })).toEqual(problems);
  });

  it("of other formats has its length, and that silence was not looked for is said once", async () => {
    const folder = join(import.meta.dirname, "audio-files");
    const named = await openNamedFolders([folder]);
    const { read } = await open([
      line(),
      ...["tone.flac", "tone.mp3", "tone.ogg"].map((audio) => line({ audio, id: audio })),
    ]);
    const { utterances, problems } = await read({}, { namedFolders: named });
    expect(utterances.map(({ duration }) => Math.round(duration * 10) / 10)).toEqual([1, 1, 1.6, 1.5]);
    expect(shown(problems)).toEqual(["2 Silence is not checked in FLAC, MP3, OGG (3 clips, this is the first)."]);
  });

  it("is looked for beside the manifest, then below the audio roots", async () => {
    const { read, path } = await open([line(), line({ audio: "b.wav" })], {
      "corpus/a.wav": wav({ amplitude: 0.1 }),
      "corpus/b.wav": wav({ amplitude: 0.2 }),
    });
    const { utterances } = await read({ audioRoots: ["corpus"] });
    expect(utterances.map(({ audioPath }) => audioPath)).toEqual([join(path, "set/a.wav"), join(path, "corpus/b.wav")]);
  });
});
