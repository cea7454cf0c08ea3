/**
 * Rewrites the result of the tool ReviewPipeline as an answer: what fails first, then each finding in reading order. Works
 * on its Markdown, line by line; a line of a shape that it does not know stays as it is, so nothing is lost.
 */
export function reviewReport(content: string): string {
  const sections = sectionsOf(content);
  const findings = findingsOf(sections.get("Findings") ?? []);
  if (sections.size === 0) return content;
  return [
    lead(findings, sections),
    block("Engines", sections.get("Engines")),
    findings.length > 0 ? `## Findings\n\n${findings.map(renderFinding).join("\n\n")}` : "",
    block("What to measure first", sections.get("Measure first")),
    block("Checked and in order", sections.get("In order")),
    block("Not seen by this review", sections.get("Not seen")),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

export interface ReportedFinding {
  readonly title: string;
  /** Values by label, for example `Place`; `Chain` has one for each link. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly otherLines: readonly string[];
}

function lead(findings: readonly ReportedFinding[], sections: ReadonlyMap<string, readonly string[]>): string {
  const [first] = findings;
  if (first) {
    return `**${first.title}** comes first: ${only(first, "Place")}. ${only(first, "Consequence")}`.trim();
  }
  const hasEngines = (sections.get("Engines") ?? []).some((line) => line.startsWith("- "));
  return hasEngines
    ? "The rules that were checked found nothing to raise."
    : "There is no speech code here that I know how to read.";
}

function renderFinding({ title, fields, otherLines }: ReportedFinding, index: number): string {
  const value = (label: string) => fields.get(label)?.join(" ") ?? "";
  const chain = (fields.get("Chain") ?? []).map((link) => `- ${link}`);
  return [
    `### ${index + 1}. ${title}`,
    `${value("Place")} · ${value("Severity")} · red flag ${value("Rule")}`,
    [value("Why"), value("Consequence")].filter((text) => text !== "").join(" "),
    ["Evidence:", ...chain].join("\n"),
    ...(value("Remedy") === "" ? [] : [`Remedy: ${value("Remedy")}`]),
    ...(value("Measure") === "" ? [] : [`Measure: ${value("Measure")}`]),
    ...otherLines,
  ].join("\n\n");
}

/** The findings of a review in reading order. */
export function reportedFindings(content: string): readonly ReportedFinding[] {
  return findingsOf(sectionsOf(content).get("Findings") ?? []);
}

function sectionsOf(content: string): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const line of content.split("\n")) {
    const title = /^## (.+)$/.exec(line)?.[1];
    if (title !== undefined) {
      lines = [];
      sections.set(title, lines);
    } else lines?.push(line);
  }
  return sections;
}

function findingsOf(lines: readonly string[]): ReportedFinding[] {
  const findings: { title: string; fields: Map<string, string[]>; otherLines: string[] }[] = [];
  for (const line of lines) {
    const title = /^### \d+\. (.+)$/.exec(line)?.[1];
    const current = findings.at(-1);
    if (title !== undefined) findings.push({ title, fields: new Map(), otherLines: [] });
    else if (current) {
      const [, label, value] = /^- ([A-Z][a-z]+): (.+)$/.exec(line) ?? [];
      if (label === undefined || value === undefined) current.otherLines.push(...(line.trim() === "" ? [] : [line]));
      else current.fields.set(label, [...(current.fields.get(label) ?? []), value]);
    }
  }
  return findings;
}

/** The first value of a label; empty without one. */
export function only({ fields }: ReportedFinding, label: string): string {
  return fields.get(label)?.[0] ?? "";
}

function block(title: string, lines: readonly string[] | undefined): string {
  const text = (lines ?? []).join("\n").trim();
  return text === "" || text === "None." ? "" : `## ${title}\n\n${text}`;
}
