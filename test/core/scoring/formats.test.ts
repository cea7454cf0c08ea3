import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readCtm, readRttm } from "../../../src/core/scoring/formats/recordings";
import { readText, readTrn } from "../../../src/core/scoring/formats/utterances";

const readers = { text: readText, trn: readTrn, ctm: readCtm, rttm: readRttm };
type Format = keyof typeof readers;

/** What a reader makes of two files: the rows as text, or the problems as a person sees them. */
function read(format: Format, reference: string | Uint8Array, hypothesis: string | Uint8Array): readonly string[] {
  const { value, problems } = readers[format]({ reference: bytesOf(reference), hypothesis: bytesOf(hypothesis) });
  if (!value) return problems.map(({ side, line, message, remedy }) => `${side}:${line}: ${message} ${remedy}`);
  return value.map(({ id, reference, hypothesis }) => `${id}: ${shown(reference)} / ${shown(hypothesis)}`);
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly text?: string;
  readonly speaker?: string;
}

function shown(content: string | readonly Span[]): string {
  if (typeof content === "string") return JSON.stringify(content);
  return content.map(({ text, speaker, start, end }) => `${text ?? speaker} ${start}-${end}`).join(", ");
}

describe("text: line n against line n", () => {
  it.each<[string, string | Uint8Array, string | Uint8Array, readonly string[]]>([
    ["one line without an end", "a b", "a b", ['1: "a b" / "a b"']],
    ["the end of the last line is no line", "a\nb\n", "a\nb", ['1: "a" / "a"', '2: "b" / "b"']],
    ["an empty line is an empty utterance", "a\n\n", "\nb\n", ['1: "a" / ""', '2: "" / "b"']],
    ["Windows line ends and a byte order mark", "\uFEFFa\r\nb\r\n", "a\nb\n", ['1: "a" / "a"', '2: "b" / "b"']],
    ["an empty line of Windows", "a\r\n\r\n", "a\n\n", ['1: "a" / "a"', '2: "" / ""']],
    ["other line separators are characters", "a\u2028b", "a\vb", ['1: "a\u2028b" / "a\\u000bb"']],
    [
      "too few lines",
      "a\nb\nc\n",
      "a\nb\n",
      [
        "hypothesis:3: The hypothesis ends before line 3; the reference has 3 lines. Write one line for each utterance, an empty one where nothing was recognised.",
      ],
    ],
    [
      "too many lines",
      "a\n",
      "a\nb\n",
      [
        "hypothesis:2: The hypothesis has 2 lines; the reference ends before line 2. Write one line for each utterance, an empty one where nothing was recognised.",
      ],
    ],
    ["nothing at all", "", "", ["reference:1: The reference holds nothing to score. Check which file was named."]],
    [
      "Latin-1",
      Uint8Array.of(0x61, 0x0a, 0xe9, 0x0a),
      "a\nb\n",
      ["reference:2: The line is not UTF-8. Save the file as UTF-8, for example with iconv -t UTF-8."],
    ],
    [
      "UTF-16 with a mark",
      "a",
      Uint8Array.of(0xff, 0xfe, 0x61, 0x00),
      ["hypothesis:1: The file is UTF-16. Save the file as UTF-8, for example with iconv -t UTF-8."],
    ],
    [
      "UTF-16 without one",
      "a\nb\n",
      Uint8Array.of(0x61, 0x0a, 0x62, 0x00),
      [
        "hypothesis:2: The line holds a NUL character, as in UTF-16. Save the file as UTF-8, for example with iconv -t UTF-8.",
      ],
    ],
  ])("%s", (_, reference, hypothesis, rows) => expect(read("text", reference, hypothesis)).toEqual(rows));
});

describe("trn: by id", () => {
  it.each<[string, string, string, readonly string[]]>([
    ["another order", "a b (1)\nc (2)\n", "c (2)\na (1)\n", ['1: "a b" / "a"', '2: "c" / "c"']],
    ["nothing recognised", "a (1)\n", "(1)\n", ['1: "a" / ""']],
    ["comments and empty lines", ";; made by hand\n\n  ;; (2)\na (1)\n", "a (1)\n", ['1: "a" / "a"']],
    ["brackets in the text", "a (b) c (1)\r\n", "a (1)\n", ['1: "a (b) c" / "a"']],
    [
      "an unknown id",
      "a (1)\n",
      "a (1)\nb (2)\n",
      ["hypothesis:2: The reference has no utterance 2. Take the line out, or add the utterance to the reference."],
    ],
    [
      "a missing id",
      "a (1)\nb (2)\n",
      "a (1)\n",
      [
        "reference:2: The hypothesis has no utterance 2. Add a line to the hypothesis: (2) alone where nothing was recognised.",
      ],
    ],
    [
      "an id twice",
      "a (1)\nb (1)\n",
      "a (1)\n",
      ["reference:2: The id 1 stands on line 1 already. Give every utterance an id of its own."],
    ],
    [
      "no id, and a score in the brackets",
      "a\n",
      "a (1 -18115)\n",
      [
        "reference:1: The line has no utterance id at its end. Write: text (utterance-id), the id without spaces.",
        "hypothesis:1: The line has no utterance id at its end. Write: text (utterance-id), the id without spaces.",
      ],
    ],
    [
      "alternatives",
      "a { b / c } d (1)\n",
      "a (1)\n",
      ["reference:1: The line has alternatives ({ a / b }). Keep one of them: alternatives are not supported."],
    ],
  ])("%s", (_, reference, hypothesis, rows) => expect(read("trn", reference, hypothesis)).toEqual(rows));
});

const ctm = "talk 1 0.5 0.25 a\n";

describe("ctm: by file and channel", () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      "words with and without confidence",
      ";; head\ntalk 1 0.5 0.25 a\ntalk 2 0 .5 b\n",
      "talk 2 0.5 0.5 b 0.9\ntalk 1 0.5 0 a\n",
      ["talk 1: a 0.5-0.75 / a 0.5-0.5", "talk 2: b 0-0.5 / b 0.5-1"],
    ],
    [
      "kind and speaker of a word, as NeMo writes them",
      ctm,
      "talk 1 0.5 0.25 a NA lex NA\ntalk 1 1 0.25 b 0.9 LEX\n",
      ["talk 1: a 0.5-0.75 / a 0.5-0.75, b 1-1.25"],
    ],
    [
      "a sound that is no word",
      ctm,
      "talk 1 0.5 0.25 a 0.9 fp A\n",
      ["hypothesis:1: The kind of word fp is not lex. Take the line out, or mark what is scored as lex."],
    ],
    [
      "too many fields",
      ctm,
      "talk 1 0.5 0.25 a 0.9 lex A b\n",
      ["hypothesis:1: The line has 9 fields. Write: file channel start duration word [confidence [lex [speaker]]]."],
    ],
    ["a recording that was not recognised at all", ctm, "", ["talk 1: a 0.5-0.75 / "]],
    [
      "an unknown recording",
      ctm,
      "talk A 0.5 0.25 a\n",
      [
        'hypothesis:1: The reference has no recording "talk A" (file and channel). Name files and channels alike in both files.',
      ],
    ],
    [
      "too few fields",
      ctm,
      "talk 1 0.5 0.25\n",
      ["hypothesis:1: The line has 4 fields. Write: file channel start duration word [confidence [lex [speaker]]]."],
    ],
    [
      "times that are none",
      ctm,
      "talk 1 0x10 0.25 a\ntalk 1 1 -1 a\n",
      [
        "hypothesis:1: Start 0x10 and duration 0.25 are no times. Write both in seconds, from zero up, as 12.34.",
        "hypothesis:2: Start 1 and duration -1 are no times. Write both in seconds, from zero up, as 12.34.",
      ],
    ],
    [
      "a confidence that is none",
      ctm,
      "talk 1 0 1 a high\n",
      ["hypothesis:1: The confidence high is no number. Leave it out or write it as 0.93."],
    ],
    [
      "words out of order",
      ctm,
      "talk 1 1 1 a\ntalk 1 0.5 1 b\n",
      [
        "hypothesis:2: The word starts at 0.5 s, before the word above it (1 s). Sort the file by time, for example with sort -s -k1,1 -k2,2 -k3,3n.",
      ],
    ],
    [
      "alternatives",
      "talk 1 * * <ALT_BEGIN>\n",
      ctm,
      ["reference:1: The file has alternatives (<ALT>). Keep one of them: alternatives are not supported."],
    ],
  ])("%s", (_, reference, hypothesis, rows) => expect(read("ctm", reference, hypothesis)).toEqual(rows));
});

const rttm = "SPEAKER talk 1 0.5 2 <NA> <NA> ann <NA> <NA>\n";

describe("rttm: by file and channel", () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      "turns; other kinds of lines say nothing of speakers",
      `SPKR-INFO talk 1 <NA> <NA> <NA> unknown ann <NA> <NA>\n${rttm}`,
      "SPEAKER talk 1 0 1.5 <NA> <NA> s1\n",
      ["talk 1: ann 0.5-2.5 / s1 0-1.5"],
    ],
    ["nobody was found", rttm, "", ["talk 1: ann 0.5-2.5 / "]],
    [
      "an unknown recording",
      rttm,
      rttm.replace("talk", "walk"),
      [
        'hypothesis:1: The reference has no recording "walk 1" (file and channel). Name files and channels alike in both files.',
      ],
    ],
    [
      "a line of another format",
      rttm,
      "talk 1 0.5 2 a\n",
      [
        "hypothesis:1: talk is no kind of RTTM line. Write: SPEAKER file channel start duration <NA> <NA> name <NA> <NA>.",
      ],
    ],
    [
      "too few fields",
      rttm,
      "SPEAKER talk 1 0.5 2\n",
      ["hypothesis:1: The line has 5 fields. Write: SPEAKER file channel start duration <NA> <NA> name <NA> <NA>."],
    ],
    [
      "regions left out",
      `${rttm}NOSCORE talk 1 0 1 <NA> <NA> <NA> <NA> <NA>\n`,
      rttm,
      ["reference:2: NOSCORE regions are not supported. Take the region out of both files."],
    ],
  ])("%s", (_, reference, hypothesis, rows) => expect(read("rttm", reference, hypothesis)).toEqual(rows));
});

test("whatever the bytes: rows or problems on lines that exist, and nothing is thrown", () => {
  const piece = fc.constantFrom(
    "talk 1 0.5 1 a",
    "SPEAKER t 1 0 1 x x s",
    "a (1)",
    "(2)",
    ";;",
    "\r",
    "\n",
    "\n",
    "\0",
    " ",
    "é",
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => new TextEncoder().encode(pieces.join("")));
  const bytes = fc.oneof(text, fc.uint8Array({ maxLength: 20 }));
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(readers)), bytes, bytes, (reader, reference, hypothesis) => {
      const { value, problems } = reader({ reference, hypothesis });
      expect(value === undefined).toBe(problems.length > 0);
      // A line that is missing is reported where it would stand, after the last one.
      const lines = 1 + Math.max(...[reference, hypothesis].map((file) => file.filter((byte) => byte === 10).length));
      for (const { line } of problems) expect(line >= 1 && line <= lines + 1).toBe(true);
    }),
    { numRuns: 500 },
  );
});
