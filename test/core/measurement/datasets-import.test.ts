import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type DatasetImport, importDataset } from "../../../src/core/measurement/datasets/import-dataset";
import { importers } from "../../../src/core/measurement/datasets/importers";
import { makeFifo, temporaryWorkspace } from "../../support/temporary-workspace";

type Tree = Readonly<Record<string, string | Uint8Array>>;

/** The lines of the manifest `<folder>/out.jsonl`, and the problems as `path:line message`. */
async function imported(
  format: string,
  source: string,
  tree: Tree,
  options: Partial<DatasetImport> = {},
  prepare: (path: string) => void = () => {},
) {
  const { path, workspace, dispose } = await temporaryWorkspace(tree);
  onTestFinished(dispose);
  prepare(path);
  const wanted = {
    format,
    source: join(path, source),
    manifestFolder: path,
    workspaceFolder: path,
    ...options,
    ...(options.audioRoot !== undefined && { audioRoot: join(path, options.audioRoot) }),
  };
  const lines: unknown[] = [];
  const problems: string[] = [];
  for await (const item of importDataset(wanted, workspace, new AbortController().signal)) {
    if ("line" in item) lines.push(JSON.parse(item.line));
    else problems.push(`${item.problem.path.replace(`${path}/`, "")}:${item.problem.line} ${item.problem.message}`);
  }
  return { lines, problems };
}

const human = { referenceSource: { kind: "human" }, language: "en" } as const;
const said = { language: "en", referenceSource: "human" };
const json = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

describe("NeMo", () => {
  it("has offsets, languages and speakers of its own", async () => {
    const tree = {
      "nemo/m.json": `${json(
        { audio_filepath: "wav/a.wav", text: "ein wort", duration: 1.5, lang: "de", speaker: 7 },
        { audio_filepath: "/data/b.wav", text: "two", duration: 0.2, offset: 0.1, target_lang: "en" },
        { audio_filepath: "c.wav", duration: 1, lang: "en" },
        { text: "x", lang: "en" },
      )}{"audio_filepath": "d.wav", "text": "x", "offset": 1e999, "duration": 1}\nno json\n`,
    };
    expect(
      await imported("nemo", "nemo/m.json", tree, { referenceSource: { kind: "corrected", engine: "whisper" } }),
    ).toEqual({
      lines: [
        {
          audio: "nemo/wav/a.wav",
          text: "ein wort",
          language: "de",
          referenceSource: "corrected-from:whisper",
          speaker: "7",
        },
        {
          audio: "/data/b.wav",
          text: "two",
          language: "en",
          referenceSource: "corrected-from:whisper",
          start: 0.1,
          end: 0.3,
        },
      ],
      problems: [
        "nemo/m.json:3 The field text is missing.",
        "nemo/m.json:4 The field audio_filepath is missing.",
        "nemo/m.json:5 The line has an offset and no duration.",
        "nemo/m.json:6 The line is not JSON.",
      ],
    });
  });
});

describe("Kaldi", () => {
  it("names recordings, and never runs a command", async () => {
    const tree = {
      "data/wav.scp": "u1 wav/u1.wav\nu2 flac -c -d u2.flac |\nu3 /x/raw.ark:88\nu4 wav/u4.wav\nu1 other.wav\n",
      "data/text": "u1 HELLO  THERE\nu2 A\nu3 B\nu9 C\n",
      "data/utt2spk": "u1 anna\n",
    };
    expect(await imported("kaldi", "data", tree, { ...human, audioRoot: "." })).toEqual({
      lines: [{ id: "u1", audio: "wav/u1.wav", text: "HELLO  THERE", ...said, speaker: "anna" }],
      problems: [
        "data/wav.scp:5 u1 stands on line 1 already.",
        "data/wav.scp:2 u2 is the output of a command, which is never run.",
        "data/wav.scp:3 u3 lies in an archive of Kaldi, which is not supported.",
        "data/text:4 u9 has no line in wav.scp.",
        "data/wav.scp:4 u4 has no line in text.",
      ],
    });
  });

  it("cuts recordings into segments", async () => {
    const tree = {
      "wav.scp": "rec1 rec1.wav\n",
      text: "a-1 ONE\na-2 TWO\na-3 THREE\na-4 FOUR\na-5\n",
      segments: "a-1 rec1 0.5 1.25\na-2 rec1 2 -1\na-3 rec2 0 1\na-4 rec1 3 2\na-5 rec1 7 8\na-6 rec1 8 9\n",
    };
    const common = { audio: "rec1.wav", ...said, session: "rec1" };
    expect(await imported("kaldi", ".", tree, human)).toEqual({
      lines: [
        { id: "a-1", ...common, text: "ONE", start: 0.5, end: 1.25 },
        { id: "a-2", ...common, text: "TWO", start: 2 },
        { id: "a-5", ...common, text: "", start: 7, end: 8 },
      ],
      problems: [
        "segments:3 The recording rec2 has no line in wav.scp.",
        "segments:4 a-4 has no start with an end after it.",
        "segments:6 a-6 has no line in text.",
      ],
    });
  });
});

it("trn names audio by its ids, also below folders", async () => {
  const tree = {
    "ref.trn": "в этот день (ru/ru_0010)\n;; a comment\n\nшёл снег (ru_0020)\nno id\nдва (ru_0020)\nтри (ru_0030)\n",
    "corpus/wav/ru_0010.wav": "",
    "corpus/flac/ru_0020.flac": "",
  };
  expect(await imported("trn", "ref.trn", tree, { ...human, language: "ru", audioRoot: "corpus" })).toEqual({
    lines: [
      {
        id: "ru/ru_0010",
        audio: "corpus/wav/ru_0010.wav",
        text: "в этот день",
        language: "ru",
        referenceSource: "human",
      },
      { id: "ru_0020", audio: "corpus/flac/ru_0020.flac", text: "шёл снег", language: "ru", referenceSource: "human" },
    ],
    problems: [
      "ref.trn:5 The line has no utterance id at its end.",
      "ref.trn:6 The id ru_0020 stands on line 4 already.",
      "ref.trn:7 There is no audio file for ru_0030.",
    ],
  });
});

describe("Common Voice", () => {
  const columns = "client_id\tpath\tsentence\tup_votes\taccents\tlocale\n";

  it("is read without quoting, its speakers shortened", async () => {
    const tree = {
      "cv/test.tsv": `${columns}5d8c\tcv_1.mp3\t"Oh," he said.\t2\tScottish English\ten\n5d8c\tcv_2.mp3\tNo\t2\t\ten\nx\ty\n`,
    };
    const { lines, problems } = await imported("common-voice", "cv/test.tsv", tree);
    const speaker = expect.stringMatching(/^(?!5d8c)[0-9a-f]{12}$/);
    expect(lines).toEqual([
      {
        audio: "cv/clips/cv_1.mp3",
        text: '"Oh," he said.',
        ...said,
        speaker,
        conditions: ["accent: Scottish English"],
      },
      { audio: "cv/clips/cv_2.mp3", text: "No", ...said, speaker },
    ]);
    expect(problems).toEqual(["cv/test.tsv:4 The line has 2 columns; the first line has 6."]);
  });

  it("is not any other table", async () => {
    expect(await imported("common-voice", "a.tsv", { "a.tsv": "a\tb\n1\t2\n" })).toEqual({
      lines: [],
      problems: ["a.tsv:1 The first line has no columns path and sentence."],
    });
  });
});

it("LibriSpeech has speakers, chapters and parts in its folders", async () => {
  const folder = "LibriSpeech/dev-clean/84/121123";
  const tree = {
    [`${folder}/84-121123.trans.txt`]: "84-121123-0000 GO DO YOU HEAR\n84-121123-0001 BUT\n",
    [`${folder}/84-121123-0000.flac`]: "",
    [`${folder}/84-121123-0002.flac`]: "",
  };
  expect(await imported("librispeech", "LibriSpeech", tree)).toEqual({
    lines: [
      {
        id: "84-121123-0000",
        audio: `${folder}/84-121123-0000.flac`,
        text: "GO DO YOU HEAR",
        ...said,
        speaker: "84",
        session: "84-121123",
        conditions: ["dev-clean"],
      },
    ],
    problems: [
      `${folder}/84-121123.trans.txt:2 There is no audio file for 84-121123-0001.`,
      `${folder}/84-121123.trans.txt:1 84-121123-0002 has audio, but no text.`,
    ],
  });
});

it("a folder pairs recordings and texts, and says what is alone or cannot be read", async () => {
  const tree = {
    "calls/a.wav": "",
    "calls/a.txt": "one\r\ntwo\n\n",
    "calls/mon/b.mp3": "",
    "calls/mon/b.txt": "three",
    "calls/alone.wav": "",
    "calls/alone-too.txt": "x",
    "calls/twice.flac": "",
    "calls/twice.wav": "",
    "calls/twice.txt": "",
    "calls/fifo.wav": "",
    "calls/out.wav": "",
    "calls/binary.wav": "",
    "calls/binary.txt": Uint8Array.from([0xff, 0xfe, 0x41]),
  };
  const prepare = (path: string) => {
    makeFifo(join(path, "calls/fifo.txt"));
    symlinkSync("/etc/passwd", join(path, "calls/out.txt"));
  };
  expect(await imported("folder", "calls", tree, human, prepare)).toEqual({
    lines: [
      { id: "a", audio: "calls/a.wav", text: "one two", ...said },
      { id: "mon/b", audio: "calls/mon/b.mp3", text: "three", ...said, session: "mon" },
      { id: "twice", audio: "calls/twice.flac", text: "", ...said },
    ],
    problems: [
      "calls/twice.wav:1 There is another recording of this name.",
      "calls/alone.wav:1 The recording has no text.",
      "calls/binary.txt:1 The line is not UTF-8.",
      expect.stringContaining("fifo.txt` is not a regular file."),
      expect.stringContaining("out.txt` leads outside the workspace through a link."),
      "calls/alone-too.txt:1 The text has no recording.",
    ],
  });
});

describe("what only the person knows is asked", () => {
  const tree = { "m.json": json({ audio_filepath: "a.wav", text: "x" }), "t.tsv": "path\tsentence\na.mp3\tx\n" };
  it.each([
    ["nemo", "m.json", {}, "Who made the texts?"],
    ["nemo", "m.json", { referenceSource: { kind: "machine" } }, "Which language is it?"],
    ["common-voice", "t.tsv", {}, "Which language is it?"],
    ["common-voice", "t.tsv", { language: "english!" }, "english! is no language tag."],
    ["common-voice", "t.tsv", { language: "english" }, "english is no language tag."],
    ["sphere", "m.json", {}, "There is no format sphere."],
  ] as const)("%s %s %j: %s", async (format, source, options, question) => {
    await expect(imported(format, source, tree, options)).rejects.toThrow(question);
  });
});

it("every format has a name and says what it reads", () => {
  expect(importers.map(({ id }) => id)).toEqual(["nemo", "kaldi", "trn", "common-voice", "librispeech", "folder"]);
});
