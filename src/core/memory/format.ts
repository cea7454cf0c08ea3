import { type MemoryField, type MemoryLine, type Scan, scanMemory } from "./scan";

/** What an agent found out and keeps, as the file says it. */
export interface MemoryContent {
  /** First heading; the name in the front matter, or of the file, when there is none. */
  readonly title: string;
  /** In which situations it applies; empty when that is not said. */
  readonly appliesWhen: string;
  /** Lines of insight without their bullets. */
  readonly insight: readonly string[];
  /** One for each benchmark line. */
  readonly benchmarks: readonly string[];
  /** Engines and models it applies to, as written; empty when that is not said. */
  readonly engineOrModel: string;
  /** Present when somebody, or a later change in git, put it in doubt. */
  readonly stale?: Stale;
  /** The whole text, trimmed. */
  readonly text: string;
  /** What is broken in the file. It is used all the same. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

export interface Stale {
  /** `YYYY-MM-DD`; empty when the file does not say. */
  readonly date: string;
  readonly reason: string;
}

/** Reads whatever stands in a memory folder: the format, and the notes of people and other tools as they are. */
export function parseMemory(path: string, text: string): MemoryContent {
  const name = path.split("/").at(-1) ?? path;
  const scan = scanMemory(text);
  const heading = titleOf(scan);
  const title = heading || scan.frontMatter.get("title") || scan.frontMatter.get("name") || name;
  const appliesWhen = fieldValues(scan, "applies-when")[0] || scan.frontMatter.get("description") || "";
  const stale = staleOf(fieldValues(scan, "stale"));
  return {
    title,
    appliesWhen,
    insight: scan.lines.flatMap((line) => (line.kind === "text" ? [line.text] : [])),
    benchmarks: fieldValues(scan, "benchmark").filter((value) => value !== ""),
    engineOrModel: fieldValues(scan, "engine")
      .filter((value) => value !== "")
      .join(", "),
    ...(stale && { stale }),
    text: text.trim(),
    problems: [...scan.problems, ...(isIndex(name) ? [] : missing(scan, title === name, appliesWhen, text))],
  };
}

/** `MEMORY.md` is the index that other tools keep of the folder, not a finding. */
export function isIndex(name: string): boolean {
  return name.toLowerCase() === "memory.md";
}

/** The file in the team's format. */
export function renderMemory(
  memory: Pick<MemoryContent, "title" | "appliesWhen" | "insight" | "benchmarks" | "engineOrModel">,
): string {
  const fields = [
    ...memory.benchmarks.map((benchmark) => `**Benchmark:** ${benchmark}`),
    ...(memory.engineOrModel ? [`**Engine/Model:** ${memory.engineOrModel}`] : []),
  ];
  const paragraphs = [
    `# ${memory.title}`,
    `**Applies when:** ${memory.appliesWhen}`,
    memory.insight.map((line) => `- ${line}`).join("\n"),
    ...fields,
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

/** The heading that names the file; empty when there is none. */
function titleOf({ lines }: Scan): string {
  const line = lines[titleLine(lines)];
  return line?.kind === "heading" ? line.text : "";
}

/** Index of the line that names the file: the first top heading, else the first heading of any level; -1 for none. */
export function titleLine(lines: readonly MemoryLine[]): number {
  const isNamed = (line: MemoryLine) => line.kind === "heading" && line.text !== "";
  const top = lines.findIndex((line) => isNamed(line) && line.kind === "heading" && line.level === 1);
  return top >= 0 ? top : lines.findIndex(isNamed);
}

/** Values of a field in order. One whose own line is empty has the paragraph below it. */
function fieldValues({ lines }: Scan, field: MemoryField): string[] {
  return lines.flatMap((line, index) => {
    if (line.kind !== "field" || line.field !== field) return [];
    return [line.value || paragraphBelow(lines, index + 1, line.isHeading)];
  });
}

/** Below a heading a blank line may come first, and a list counts; below a bold label only a line that follows at once. */
function paragraphBelow(lines: readonly MemoryLine[], from: number, isHeading: boolean): string {
  let index = from;
  while (isHeading && lines[index]?.kind === "blank") index++;
  const parts: string[] = [];
  for (; index < lines.length; index++) {
    const line = lines[index];
    if (line?.kind !== "text" || (line.isItem && !isHeading)) break;
    parts.push(line.text);
  }
  return parts.join(" ");
}

function staleOf([value]: readonly string[]): Stale | undefined {
  if (value === undefined) return undefined;
  const date = /^\d{4}-\d{2}-\d{2}\b/.exec(value)?.[0] ?? "";
  return { date, reason: value.slice(date.length).replace(/^[\s,:–—-]+/, "") || "no reason is given" };
}

function missing(scan: Scan, isUnnamed: boolean, appliesWhen: string, text: string) {
  if (text.trim() === "") return [{ line: 1, message: "the file is empty" }];
  const problems: { line: number; message: string }[] = [];
  if (isUnnamed) problems.push({ line: 1, message: "there is no heading that names the topic" });
  const named = Math.max(0, titleLine(scan.lines)) + 1;
  if (appliesWhen === "")
    problems.push({ line: named, message: "it does not say when it applies (`**Applies when:** …`)" });
  scan.lines.forEach((line, index) => {
    if (line.kind === "field" && line.field === "stale" && !/^\d{4}-\d{2}-\d{2}/.test(line.value))
      problems.push({ line: index + 1, message: "the `**Stale:**` line has no date" });
  });
  return problems;
}
