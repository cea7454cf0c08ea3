import { markOf, unescapedMarks } from "./marked-text";
import { RecordError } from "./record-error";

export interface SectionRules {
  readonly names: readonly string[];
  /** Whether a line between the sections is one that we write. */
  isOurs(line: string): boolean;
}

export interface Sections {
  /** Only those that are not empty. */
  readonly texts: ReadonlyMap<string, string>;
  /** What stands outside the sections and is not ours. */
  readonly notes: string;
}

/**
 * The texts between the marks. `firstLine` is the 1-based line on which the body starts.
 * @throws RecordError
 */
export function readSections(lines: readonly string[], firstLine: number, { names, isOurs }: SectionRules): Sections {
  const texts = new Map<string, string>();
  const notes: string[] = [];
  let open: { readonly name: string; readonly line: number; readonly text: string[] } | undefined;
  let isWhole = false;
  for (const [index, line] of [...lines.entries()].slice(firstLine - 1)) {
    const mark = markOf(line);
    if (open !== undefined && mark === "end") {
      const text = unescapedMarks(open.text.join("\n"));
      if (text.trim() !== "") texts.set(open.name, text);
      open = undefined;
    } else if (open !== undefined && mark !== undefined) throw new RecordError(open.line, unclosed(open.name));
    else if (open !== undefined) open.text.push(line);
    else if (mark === "complete") isWhole = true;
    else if (mark === "end")
      throw new RecordError(index + 1, "this comment ends a section that was not opened: remove it");
    else if (mark !== undefined) {
      const problem = !names.includes(mark)
        ? "is not known"
        : texts.has(mark)
          ? "stands here a second time"
          : undefined;
      if (problem !== undefined) throw new RecordError(index + 1, `the section \`${mark}\` ${problem}: remove it`);
      open = { name: mark, line: index + 1, text: [] };
    } else if (!isOurs(line)) notes.push(line);
  }
  if (open !== undefined) throw new RecordError(open.line, unclosed(open.name));
  if (!isWhole) throw new RecordError(lines.length, "the record is cut off here: restore it from git");
  return {
    texts,
    notes: notes
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
  };
}

function unclosed(name: string): string {
  return `the section \`${name}\` has no end: restore the line \`<!-- handoff:end -->\` below its text, or the file from git`;
}
