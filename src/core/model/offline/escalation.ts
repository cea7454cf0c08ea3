import type { PlannedCall } from "./plan";
import { only, type ReportedFinding, reportedFindings } from "./review-report";

/** Whose field the remedy of a red flag lies in; the others are for the speech engineer itself, who measures first. */
const specialists: ReadonlyMap<string, string> = new Map([
  // Settings, limits and how work is run belong to the service.
  ["2", "Backend Architect"],
  ["3", "Backend Architect"],
  ["6", "DB Architect"],
  ["7", "Backend Architect"],
  ["9", "Remotion Engineer"],
  ["10", "Backend Architect"],
]);

/** One finding is one request; a person has to act on each, so there are few. */
const mostRequests = 3;

/**
 * The handoffs that a review calls for: findings that are certain and outside of the reviewer's field, one request for each
 * specialist and remedy, the first ones in reading order.
 */
export function escalate(review: string): readonly PlannedCall[] {
  const requests = new Map<string, ReportedFinding[]>();
  for (const finding of reportedFindings(review)) {
    const agent = specialists.get(only(finding, "Rule"));
    if (agent === undefined || only(finding, "Severity") !== "risk") continue;
    const key = `${agent}\n${only(finding, "Rule")}`;
    requests.set(key, [...(requests.get(key) ?? []), finding]);
  }
  return [...requests].slice(0, mostRequests).map(([key, findings]) => requestFor(key.split("\n")[0] ?? "", findings));
}

function requestFor(agent: string, findings: readonly ReportedFinding[]): PlannedCall {
  const [first] = findings;
  const places = findings.map((finding) => only(finding, "Place")).join(", ");
  const remedy = first ? only(first, "Remedy") : "";
  return {
    name: "RequestHandoff",
    input: {
      agent,
      task: `${remedy === "" ? (first?.title ?? "") : remedy} It concerns ${places}.`.trim(),
      context: findings.map(contextOf).join("\n\n"),
      needBack: "For each place: the change as path:line, or the reason why it is right as it is.",
      blocks: "nothing",
    },
  };
}

function contextOf(finding: ReportedFinding): string {
  const chain = (finding.fields.get("Chain") ?? []).map((link) => `- ${link}`);
  const sentences = [only(finding, "Why"), only(finding, "Consequence")].filter((text) => text !== "").join(" ");
  const measure = only(finding, "Measure");
  return [
    `${finding.title} (${only(finding, "Place")}, red flag ${only(finding, "Rule")}).`,
    sentences,
    chain.join("\n"),
    ...(measure === "" ? [] : [`To measure: ${measure}`]),
  ].join("\n");
}
