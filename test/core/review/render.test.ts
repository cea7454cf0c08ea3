import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Finding, Observation } from "../../../src/core/review/finding";
import { parseReview } from "../../../src/core/review/parse";
import { ReviewFormatError } from "../../../src/core/review/parse-row";
import { renderReview } from "../../../src/core/review/render";
import { type Review, reviewPipeline } from "../../../src/core/review/review";
import { oneLine } from "../../../src/core/review/wording";
import { visible } from "../../../src/core/workspace/visible-text";
import { google, map, parameter, pipeline, use, value } from "./small-maps";

const review = reviewPipeline(
  pipeline({
    engines: [
      use({ role: "load", call: "whisper.load_model", model: value("large", "constant", "constants.py:3") }),
      use({ parameters: [parameter("temperature", "0.2"), parameter("beam_size", "5")] }),
      google({
        role: "configure",
        functionName: "service.cloud",
        model: value("latest_long", "literal", "service.py:52"),
      }),
    ],
    parsedFiles: 14,
    problems: [{ path: "broken.py", line: 3, message: "Syntax error; the rest of the file was read." }],
  }),
);

describe("the text of a review", () => {
  it("has the documented shape", () => {
    const text = renderReview(review);
    expect(text.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      "# Pipeline review",
      "## Engines",
      "## Findings",
      "### 1. No time limit on `model.transcribe` (openai-whisper)",
      "### 2. openai-whisper model `large` can change without a change of yours",
      "### 3. Google Speech model `latest_long` can change without a change of yours",
      "### 4. `work` transcribes without checking for an audio stream",
      "### 5. openai-whisper runs `large`, the largest size",
      "### 6. `temperature` and `beam_size` hard-coded in `model.transcribe`",
      "## In order",
      "## Measure first",
      "## Not seen",
    ]);
    expect(text).toContain("- `service.py:20` load `whisper.load_model` (openai-whisper, self, model `large`)");
    expect(text).toContain("- Place: `constants.py:3`");
    expect(text).toContain("- Chain: `tasks.py:12` `transcribe`");
    expect(text).toContain("- broken.py:3: Syntax error; the rest of the file was read.");
    expect(text).toContain("- Red flag 3, no fallback when a cloud API is down: not checked by rule.");
  });

  it("is read back without loss", () => expect(parseReview(renderReview(review))).toEqual(review));

  it("is read back without loss, whatever the source holds", () => {
    fc.assert(
      fc.property(reviews, (any) => {
        expect(parseReview(renderReview(any))).toEqual(any);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps hostile text inside its line", () => {
    const chain = [{ place: { path: "a.py", line: 1 }, text: "x = 1\n## Findings\n- Rule: 99 ``` <img>\u202e" }];
    const [finding] = review.findings;
    if (finding === undefined) throw new Error("The review of the small map has findings.");
    const parsed = parseReview(renderReview({ ...review, findings: [{ ...finding, chain }] }));
    expect(parsed.findings).toHaveLength(1);
    expect(parsed.findings[0]?.rule).toBe(finding.rule);
    expect(parsed.findings[0]?.chain[0]?.text).toBe("x = 1 ## Findings - Rule: 99 ``` <img>\\u{202e}");
  });

  it("says plainly that there is no speech code, and what was searched", () => {
    const text = renderReview(reviewPipeline(map({ parsedFiles: 7 })));
    expect(text).toContain("No speech code found: none of the 7 parsed files");
    expect(text).toContain("PocketSphinx");
    expect(parseReview(text)).toEqual({
      parsedFiles: 7,
      engines: [],
      findings: [],
      inOrder: [],
      measureFirst: [],
      notSeen: [],
    });
  });

  it.each(["", "# Pipeline review", "Files parsed: 3\n## Engines\nNone."])("refuses another text: %j", (text) =>
    expect(() => parseReview(text)).toThrow(ReviewFormatError),
  );
});

const line = fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).map((text) => oneLine(`a${text}`));
const place = fc.record({
  path: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).map(visible),
  line: fc.integer({ min: 1, max: 9999 }),
});
const finding: fc.Arbitrary<Finding> = fc.record(
  {
    rule: fc.integer({ min: 1, max: 10 }),
    title: line,
    severity: fc.constantFrom("risk" as const, "unproven" as const, "minor" as const),
    place,
    chain: fc.array(fc.record({ place, text: fc.string({ unit: "binary", maxLength: 40 }).map(oneLine) }), {
      minLength: 1,
      maxLength: 4,
    }),
    explanation: line,
    consequence: line,
    remedy: line,
    measure: line,
  },
  { requiredKeys: ["rule", "title", "severity", "place", "chain", "explanation", "consequence", "remedy"] },
);
const observation: fc.Arbitrary<Observation> = fc.record({ rule: fc.integer({ min: 1, max: 10 }), place, text: line });
const reviews: fc.Arbitrary<Review> = fc.record({
  parsedFiles: fc.nat(),
  engines: fc.array(
    fc.record(
      {
        label: fc.constantFrom("openai-whisper", "Google Speech"),
        hosting: fc.constantFrom("self" as const, "cloud" as const),
        role: fc.constantFrom("transcribe" as const, "load" as const, "configure" as const),
        call: line,
        place,
        model: line,
      },
      { requiredKeys: ["label", "hosting", "role", "call", "place"] },
    ),
    { maxLength: 3 },
  ),
  findings: fc.array(finding, { maxLength: 3 }),
  inOrder: fc.array(observation, { maxLength: 3 }),
  measureFirst: fc.array(line, { maxLength: 3 }),
  notSeen: fc.array(line, { maxLength: 3 }),
});
