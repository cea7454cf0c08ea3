import { titleLine } from "./format";
import { type MemoryField, type Scan, scanMemory } from "./scan";

/** Gives the file another heading; everything else stays as it is. */
export function withTitle(text: string, title: string): string {
  return edited(text, (lines, scan) => {
    const at = titleLine(scan.lines);
    if (at < 0) lines.splice(bodyStart(scan), 0, `# ${title}`, "");
    else lines[at] = `${/^\s*#{1,6}/.exec(lines[at] ?? "")?.[0] ?? "#"} ${title}`;
  });
}

/** Adds lines of insight behind the last one, benchmarks behind the last one, and keeps everything else. */
export function withMore(text: string, insight: readonly string[], benchmarks: readonly string[]): string {
  const more = edited(text, (lines, scan) => {
    const last = scan.lines.findLastIndex(({ kind }) => kind === "text");
    const before = firstFieldAfter(scan, bodyStart(scan));
    const added = insight.map((line) => `- ${line}`);
    if (last >= 0) lines.splice(last + 1, 0, ...added);
    else if (before >= 0) lines.splice(before, 0, ...added, "");
    else lines.splice(trimmedEnd(lines), 0, "", ...added);
  });
  return benchmarks.length === 0 ? more : edited(more, (lines, scan) => addBenchmarks(lines, scan, benchmarks));
}

/** Marks the file as stale, or takes the mark away. */
export function withStale(text: string, stale: { readonly date: string; readonly reason: string } | undefined): string {
  const bare = edited(text, (lines, scan) => {
    for (let index = scan.lines.length - 1; index >= 0; index--) {
      if (!isField(scan, index, "stale")) continue;
      const isBlank = (at: number) => (scan.lines[at]?.kind ?? "blank") === "blank";
      const start = scan.lines[index - 1]?.kind === "blank" && isBlank(index + 1) ? index - 1 : index;
      // One of the two blank lines around it goes as well.
      const isFirst = start === index && index === bodyStart(scan) && scan.lines[index + 1]?.kind === "blank";
      lines.splice(start, start < index || isFirst ? 2 : 1);
    }
  });
  if (stale === undefined) return bare;
  const mark = `**Stale:** ${stale.date} ${stale.reason}`;
  const appended = edited(bare, (lines) => {
    lines.splice(trimmedEnd(lines), lines.length, "", mark, "");
  });
  if (scanMemory(appended).lines.some((_, index, all) => isField({ lines: all }, index, "stale"))) return appended;
  // The end of the file lies inside a code block that was never closed.
  return edited(bare, (lines, scan) => {
    lines.splice(bodyStart(scan), 0, mark, "");
  });
}

function addBenchmarks(lines: string[], scan: Scan, benchmarks: readonly string[]): void {
  const added = benchmarks.flatMap((benchmark) => [`**Benchmark:** ${benchmark}`, ""]);
  const known = scan.lines.findLastIndex((_, index) => isField(scan, index, "benchmark"));
  const next = firstFieldAfter(scan, known + 1, ["engine", "stale"]);
  if (known >= 0) lines.splice(known + 1, 0, "", ...added.slice(0, -1));
  else if (next >= 0) lines.splice(next, 0, ...added);
  else lines.splice(trimmedEnd(lines), lines.length, "", ...added);
}

function edited(text: string, change: (lines: string[], scan: Scan) => void): string {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  change(lines, scanMemory(text));
  return lines.join(end);
}

function bodyStart({ lines }: Scan): number {
  return lines.findLastIndex(({ kind }) => kind === "front-matter") + 1;
}

function firstFieldAfter(
  scan: Scan,
  from: number,
  fields: readonly MemoryField[] = ["benchmark", "engine", "stale"],
): number {
  return scan.lines.findIndex((line, index) => index >= from && line.kind === "field" && fields.includes(line.field));
}

function isField({ lines }: Pick<Scan, "lines">, index: number, field: MemoryField): boolean {
  const line = lines[index];
  return line?.kind === "field" && line.field === field;
}

function trimmedEnd(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.trim() !== "") + 1;
}
