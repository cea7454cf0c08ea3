import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { align } from "../../../src/core/scoring/alignment";
import { type ChangeColumn, compareErrors } from "../../../src/core/scoring/analysis/changes";
import { findConfusions } from "../../../src/core/scoring/analysis/confusions";
import { findNames, scoreNames } from "../../../src/core/scoring/analysis/names";
import { findInventedPassages, findRepetitions } from "../../../src/core/scoring/analysis/repetitions";
import { scoreTerms } from "../../../src/core/scoring/analysis/terms";
import { scoreNegations, scoreNumbers } from "../../../src/core/scoring/analysis/word-kinds";
import { unitCounts } from "../../../src/core/scoring/measures";
import type { Alignment } from "../../../src/core/scoring/scoring";

/** Lower case, without punctuation: enough to see what names do with a normaliser. */
const plain = { words: (text: string) => text.toLowerCase().match(/[\p{L}\p{N}'-]+/gu) ?? [] };

const aligned = (reference: string, hypothesis: string) => align(plain.words(reference), plain.words(hypothesis));

describe("confusions", () => {
  const alignments = [
    aligned("the cat sat here", "a cat sad here"),
    aligned("the dog", "a dog barks"),
    aligned("of it", "it"),
  ];

  it("counts pairs, deletions and insertions, most frequent first", () =>
    expect(findConfusions(alignments)).toEqual({
      substitutions: [
        { reference: "the", hypothesis: "a", count: 2 },
        { reference: "sat", hypothesis: "sad", count: 1 },
      ],
      deletions: [{ word: "of", count: 1 }],
      insertions: [{ word: "barks", count: 1 }],
    }));

  it("stops at the top", () => expect(findConfusions(alignments, 1).substitutions).toHaveLength(1));
});

describe("changes between two hypotheses", () => {
  it("shows three rows", () =>
    expect(threeRows("он не пришёл домой вчера", "он пришёл домой э вчера", "он не пришла домой вчера")).toBe(
      [
        "right    он      он      он",
        "fixed    не      -       не",
        "new      пришёл  пришёл  пришла",
        "right    домой   домой   домой",
        "fixed    -       э       -",
        "right    вчера   вчера   вчера",
      ].join("\n"),
    ));

  it("compares words inserted at one place with each other", () =>
    expect(threeRows("a b", "a x y b", "a y b")).toBe(
      ["right    a  a  a", "fixed    -  x  -", "remains  -  y  y", "right    b  b  b"].join("\n"),
    ));

  it("refuses two references", () =>
    expect(() => compareErrors(aligned("a", "a"), aligned("b", "a"))).toThrow("Both alignments must be of the same"));

  const words = array(constantFrom("a", "b", "c"), { maxLength: 25 });
  it("accounts for every error and every word", () =>
    assert(
      property(words, words, words, (reference, one, other) => {
        const [a, b] = [align(reference, one), align(reference, other)];
        const { columns, newErrors, fixedErrors, remainingErrors } = compareErrors(a, b);
        expect(fixedErrors + remainingErrors).toBe(unitCounts(a).errors);
        expect(newErrors + remainingErrors).toBe(unitCounts(b).errors);
        expect(columns.flatMap((column) => column.reference?.word ?? [])).toEqual(reference);
        expect(columns.flatMap((column) => column.a?.word ?? [])).toEqual(one);
        expect(columns.flatMap((column) => column.b?.position ?? [])).toEqual([...other.keys()]);
      }),
    ));

  function threeRows(reference: string, a: string, b: string): string {
    const { columns } = compareErrors(aligned(reference, a), aligned(reference, b));
    const cell = (column: ChangeColumn, row: "reference" | "a" | "b") => column[row]?.word ?? "-";
    const width = Math.max(...columns.map((column) => cell(column, "reference").length)) + 2;
    return columns
      .map(
        (column) =>
          column.change.padEnd(9) +
          cell(column, "reference").padEnd(width) +
          cell(column, "a").padEnd(width) +
          cell(column, "b"),
      )
      .join("\n");
  }
});

describe("terms", () => {
  const terms = [
    {
      name: "Нью-Йорк",
      forms: [
        ["нью", "йорк"],
        ["нью", "йорке"],
      ],
    },
    { name: "ибупрофен", forms: [["ибупрофен"], ["ибупрофена"]] },
  ];

  it("tells the exact form, another form, a lost and an invented term", () => {
    const { all, terms: scores } = scoreTerms(
      [
        aligned("он живёт в нью йорке", "он живёт в нью йорк"),
        aligned("дай ибупрофена", "дай ибупрофена"),
        aligned("дай ибупрофен", "дай профиль"),
        aligned("дай чаю", "дай ибупрофен"),
      ],
      terms,
    );
    expect(scores[0]).toMatchObject({ name: "Нью-Йорк", occurrences: 1, correct: 0, found: 1, invented: 0, recall: 1 });
    expect(scores[1]).toMatchObject({ occurrences: 2, correct: 1, found: 1, invented: 1, precision: 0.5 });
    expect(all).toMatchObject({ occurrences: 3, correct: 1, found: 2, invented: 1 });
    expect(all.errorRate).toBeCloseTo(2 / 3, 12);
  });

  it("has no rate for a term that nobody said", () =>
    expect(scoreTerms([aligned("a", "a")], terms).all).toMatchObject({ occurrences: 0, errorRate: Number.NaN }));
});

describe("numbers and negations", () => {
  it("takes a run of number words as one number", () => {
    const alignments = [aligned("сто двадцать три рубля и 5 копеек", "сто двадцать рубля и 5 копеек")];
    expect(scoreNumbers(alignments, "ru")).toMatchObject({ occurrences: 2, correct: 1, found: 2, invented: 0 });
    expect(scoreNumbers([aligned("twenty one men", "twenty one men")], "en")).toMatchObject({ correct: 1, recall: 1 });
    expect(scoreNumbers([aligned("ходим", "семь ходим")], "ru")).toMatchObject({ occurrences: 0, invented: 1 });
  });

  it("counts lost and invented negations in both languages", () => {
    const russian = [aligned("он не пришёл", "он пришёл"), aligned("ну да", "ни да")];
    expect(scoreNegations(russian, "ru")).toMatchObject({ occurrences: 1, correct: 0, found: 0, invented: 1 });
    const english = [align(["don’t", "go"], ["do", "go"]), align(["Never", "mind"], ["Never", "mind"])];
    expect(scoreNegations(english, "en")).toMatchObject({ occurrences: 2, correct: 1, errorRate: 0.5 });
  });
});

describe("names", () => {
  it.each([
    ["Вчера Иван Петров уехал в Москву.", "иван петров, москву"],
    ["Он ушёл. Потом пришёл Олег, Анна и другие.", "олег, анна"],
    ["— Здравствуй, — сказал Фёдор.", "фёдор"],
    ["Yesterday I met Mr. Smith in New York.", "mr, smith, new york"],
    ["Она родилась в г. Твери", "твери"],
    ["Nothing here. Neither here", ""],
  ])("in “%s”", (text, expected) => {
    const names = findNames(text, plain.words(text), plain).map(({ label }) => label);
    expect(names.join(", ")).toBe(expected);
  });

  it("counts recognised, lost and invented ones", () => {
    const pairs = [
      ["Мы видели Ивана и Марию.", "мы видели ивана и марина"],
      ["Ивана не было.", "ивана не было"],
      ["Это был он", "это был ивана"],
    ] as const;
    const utterances = pairs.map(([text, hypothesis]) => ({ text, alignment: aligned(text, hypothesis) }));
    expect(scoreNames(utterances, plain)).toMatchObject({
      occurrences: 2,
      correct: 1,
      found: 1,
      invented: 1,
      recall: 0.5,
      precision: 0.5,
    });
  });
});

describe("loops and invented passages", () => {
  const loops = ({ reference, hypothesis }: { reference: string; hypothesis: string }) =>
    findRepetitions(aligned(reference, hypothesis)).map(
      ({ phrase, repeats, hypothesisStart }) => `${hypothesisStart}: ${repeats} × ${phrase.join(" ")}`,
    );

  it.each([
    { reference: "thank you", hypothesis: "thank you thank you thank you", expected: ["0: 3 × thank you"] },
    { reference: "no no no", hypothesis: "no no no", expected: [] },
    { reference: "да", hypothesis: "да да", expected: [] },
    { reference: "so it goes on", hypothesis: "so so so so it goes on on on", expected: ["0: 4 × so", "6: 3 × on"] },
    { reference: "a b c d", hypothesis: "a b c d a b c d", expected: ["0: 2 × a b c d"] },
    { reference: "ha ha ha ha", hypothesis: "ha ha", expected: [] },
  ])("$hypothesis", ({ expected, ...texts }) => expect(loops(texts)).toEqual(expected));

  it("reports runs of insertions and all text over silence", () => {
    const subtitles = aligned("до свидания", "до свидания редактор субтитров а семкин");
    expect(passages(subtitles)).toEqual(["2–6 редактор субтитров а семкин"]);
    expect(passages(aligned("да", "да ну его"))).toEqual([]);
    expect(findInventedPassages(aligned("", "thank you"))).toMatchObject([{ overEmptyReference: true }]);
  });

  function passages(alignment: Alignment): readonly string[] {
    return findInventedPassages(alignment).map(
      ({ hypothesisStart, hypothesisEnd, words }) => `${hypothesisStart}–${hypothesisEnd} ${words.join(" ")}`,
    );
  }
});
