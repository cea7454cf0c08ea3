import { engines } from "../pipeline/engines";
import type { Finding, Observation } from "./finding";
import type { Review, ReviewedEngine } from "./review";
import { at, oneLine } from "./wording";

/**
 * A review as Markdown of a fixed shape: people read it, and {@link parseReview} reads it back from a tool result. Every field is one line:
 *
 * ```
 * # Pipeline review
 * Files parsed: 12
 * ## Engines
 * - `path:line` transcribe `call` (label, self, model `name`)
 * ## Findings
 * ### 1. Title
 * - Rule: 10
 * - Severity: risk
 * - Place: `path:line`
 * - Chain: `path:line` `source line`          one for each link
 * - Why: …      - Consequence: …      - Remedy: …      - Measure: …  (optional)
 * ## In order
 * - Rule 9, `path:line`: sentence
 * ## Measure first
 * 1. sentence
 * ## Not seen
 * - sentence
 * ```
 *
 * A section without content holds the one line `None.`; a workspace without speech code says so under Engines.
 */
export function renderReview(review: Review): string {
  return [
    "# Pipeline review",
    `Files parsed: ${review.parsedFiles}`,
    section("Engines", review.engines.map(engineLine), noEngines(review.parsedFiles)),
    section("Findings", review.findings.map(findingBlock)),
    section("In order", review.inOrder.map(observationLine)),
    section(
      "Measure first",
      review.measureFirst.map((text, index) => `${index + 1}. ${oneLine(text)}`),
    ),
    section(
      "Not seen",
      review.notSeen.map((text) => `- ${oneLine(text)}`),
    ),
  ].join("\n");
}

/** The line under Engines of a workspace without speech code. */
function noEngines(parsedFiles: number): string {
  const searched = engines.map(({ label }) => label).join(", ");
  return `No speech code found: none of the ${parsedFiles} parsed files loads or calls a speech engine that this version knows. Searched for, in Python, TypeScript and JavaScript: ${searched}.`;
}

function section(title: string, rows: readonly string[], otherwise = "None."): string {
  return `## ${title}\n${rows.length === 0 ? otherwise : rows.join("\n")}`;
}

function engineLine({ label, hosting, role, call, place, model }: ReviewedEngine): string {
  const named = model === undefined ? "" : `, model ${codeSpan(oneLine(model))}`;
  return `- ${codeSpan(at(place))} ${role} ${codeSpan(oneLine(call))} (${oneLine(label)}, ${hosting}${named})`;
}

function findingBlock(finding: Finding, index: number): string {
  return [
    `### ${index + 1}. ${oneLine(finding.title)}`,
    `- Rule: ${finding.rule}`,
    `- Severity: ${finding.severity}`,
    `- Place: ${codeSpan(at(finding.place))}`,
    ...finding.chain.map(({ place, text }) => `- Chain: ${codeSpan(at(place))} ${codeSpan(oneLine(text))}`),
    `- Why: ${oneLine(finding.explanation)}`,
    `- Consequence: ${oneLine(finding.consequence)}`,
    `- Remedy: ${oneLine(finding.remedy)}`,
    ...(finding.measure === undefined ? [] : [`- Measure: ${oneLine(finding.measure)}`]),
  ].join("\n");
}

function observationLine({ rule, place, text }: Observation): string {
  return `- Rule ${rule}, ${codeSpan(at(place))}: ${oneLine(text)}`;
}

/** A code span that no backtick in the text can end: the fence is longer than any run inside. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const isPadded = longest > 0 || text === "" || text.startsWith(" ") || text.endsWith(" ");
  return isPadded ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}
