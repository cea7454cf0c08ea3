import { describe, expect, it } from "vitest";
import {
  checkDocument,
  type DocumentCheckOptions,
  type DocumentNode,
  structureTags,
  type TranscriptDocument,
} from "../../../src/core/scoring/document";
import { expectedTags } from "../../../src/core/scoring/document/tags";

describe("a document", () => {
  it("as it should be has no problem", () => expect(problems(build("привет мир | как дела", "пока"))).toEqual([]));

  it("without segments has none either", () => expect(problems({ segments: [] })).toEqual([]));

  it("has a family of twelve tags", () =>
    expect([...structureTags()].sort().join(" ")).toBe(
      [
        "first-line-in-document first-line-in-segment first-segment-in-document first-word-in-document",
        "first-word-in-line first-word-in-segment last-line-in-document last-line-in-segment",
        "last-segment-in-document last-word-in-document last-word-in-line last-word-in-segment",
      ].join(" "),
    ));
});

describe("problems of times", () => {
  it.each([
    [
      "word",
      { start: 5, end: 4 },
      "time: The word 2 of line 1 of segment 1 (5 s–4 s) has no usable time: it needs 0 ≤ start ≤ end.",
    ],
    [
      "word",
      { start: Number.NaN, end: 4 },
      "time: The word 2 of line 1 of segment 1 (NaN s–4 s) has no usable time: it needs 0 ≤ start ≤ end.",
    ],
    [
      "word",
      { start: 0.2, end: 1.5 },
      "order: The word 2 of line 1 of segment 1 (0.2 s–1.5 s) starts before the word 1 of line 1 of segment 1 ends.",
    ],
    [
      "word",
      { start: 1, end: 2.5 },
      "containment: The word 2 of line 1 of segment 1 (1 s–2.5 s) reaches beyond its line (0 s–1.9 s).",
    ],
    [
      "line",
      { start: 0, end: 9 },
      "containment: The line 1 of segment 1 (0 s–9 s) reaches beyond its segment (0 s–3.9 s).",
    ],
  ] as const)("%s %o", (kind, time, expected) => {
    const document = build("one two | three four");
    const line = document.segments[0]?.lines[0];
    Object.assign((kind === "word" ? line?.words[1] : line) ?? {}, { time });
    expect(problems(document)).toContain(expected);
  });

  it("forgives rounding, as far as asked", () => {
    const document = build("one two");
    Object.assign(document.segments[0]?.lines[0]?.words[1] ?? {}, { time: { start: 0.8995, end: 1.9005 } });
    expect(problems(document)).toEqual([]);
    expect(problems(document, { tolerance: 0 })).toHaveLength(2);
  });

  it("finds segments out of order", () => {
    const [first, second] = build("one", "two").segments;
    const swapped = { segments: [second, first].flatMap((segment) => segment ?? []) };
    expect(problems(swapped, { tagName: false })).toEqual([
      "order: The segment 2 (0 s–0.9 s) starts before the segment 1 does.",
    ]);
  });
});

describe("problems of lines", () => {
  it("finds lines that are too wide, counted as people count", () => {
    const wide = "двадцать восемь букв это много";
    expect(problems(build(wide), { lineWidth: 30 })).toEqual([]);
    expect(problems(build(wide), { lineWidth: 29 })).toEqual([
      "width: The line 1 of segment 1 takes 30 characters; 29 are allowed.",
    ]);
    expect(problems(build("e\u0301te\u0301 👩‍🚀"), { lineWidth: 5 })).toEqual([]);
  });

  it("tells a word that no break can help", () =>
    expect(problems(build("превысокомногорассмотрительствующий"))).toEqual([
      "unbreakable: The word 1 of line 1 of segment 1 alone takes 35 of 32 characters.",
    ]));

  it("finds words that were cut at a line's end", () => {
    const document = build("one two | three");
    Object.assign(document.segments[0]?.lines[0] ?? {}, { text: "one two th" });
    expect(problems(document)).toEqual([
      "boundary: The segment 1 has a text other than its lines have together.",
      "boundary: The line 1 of segment 1 has a text other than its words have together: a word was cut, lost or doubled.",
    ]);
  });

  it("finds lines that could be more even", () => {
    const uneven = "aaaa bbbb cccc dddd eeee ffff | gg";
    expect(problems(build(uneven))).toEqual([
      "balance: The segment 1 has a line of 29 characters where 2 lines of at most 17 would do.",
    ]);
    expect(problems(build(uneven), { imbalance: 12 })).toEqual([]);
    expect(problems(build("aaaa bbbb cccc | dddd eeee ffff gg"))).toEqual([]);
  });

  it("finds what is empty", () => {
    const document = build("one");
    const segments = [...document.segments, { text: "", time: { start: 2, end: 3 }, lines: [] }];
    expect(problems({ segments }, { tagName: false })).toEqual(["empty: The segment 2 has no lines."]);
  });
});

describe("structure tags", () => {
  it("names what is missing and what does not belong", () => {
    const document = build("one two", "three");
    Object.assign(document.segments[0]?.lines[0]?.words[0] ?? {}, {
      structure_tags: [{ name: "first-word-in-line" }, "last-word-in-segment", "loud"],
    });
    expect(problems(document)).toEqual([
      "tags: Word 1 of line 1 of segment 1 lacks first-word-in-segment, first-word-in-document.",
      "tags: Word 1 of line 1 of segment 1 must not have last-word-in-segment.",
    ]);
  });

  it("may be written in another way", () => {
    const tagName = (place: string, _node: string, container: string) => `${place}-in-${container}`;
    expect(problems(build("one two"), { tagName })[0]).toBe(
      "tags: Segment 1 lacks first-in-document, last-in-document.",
    );
  });
});

function problems(document: TranscriptDocument, options?: DocumentCheckOptions): readonly string[] {
  return checkDocument(document, options).map(({ kind, message }) => `${kind}: ${message}`);
}

/** Segments of lines (between bars) of words; each word takes 0.9 of a second, one a second. Tagged as it should be. */
function build(...texts: readonly string[]): TranscriptDocument {
  let second = 0;
  const segments = texts.map((text) => {
    const lines = text.split(" | ").map((lineText) => {
      const words = lineText.split(" ").map((word) => ({ text: word, time: { start: second, end: second++ + 0.9 } }));
      return { text: lineText, time: spanOf(words), words };
    });
    return { text: text.replaceAll(" | ", " "), time: spanOf(lines), lines };
  });
  for (const [node, tags] of expectedTags({ segments })) Object.assign(node, { structure_tags: [...tags] });
  return { segments };
}

function spanOf(nodes: readonly DocumentNode[]): DocumentNode["time"] {
  return { start: nodes[0]?.time.start ?? 0, end: nodes.at(-1)?.time.end ?? 0 };
}
