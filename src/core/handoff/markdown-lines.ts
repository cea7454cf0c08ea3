import MarkdownIt, { type Token } from "markdown-it";

/**
 * One line of Markdown with what it is a line of. Quotations, code and HTML are opaque, whatever stands in them; a line that
 * belongs to no block is blank.
 */
export interface MarkdownLine {
  readonly source: string;
  readonly kind: "text" | "heading" | "row" | "rule" | "opaque" | "blank";
  /** The source with the inside of code spans blanked out; columns are the same. */
  readonly masked: string;
  /** Lists around it. */
  readonly lists: number;
  /** The first line of its paragraph, before which list markers may stand. */
  readonly isFirst: boolean;
  readonly level: number;
  /** Text of a heading. */
  readonly title: string;
  /** Of a table: the cells of this row, and of the table's first row. */
  readonly cells: readonly string[];
  readonly header: readonly string[];
}

/**
 * The lines of a Markdown text. `isProse` tells whether an underlined paragraph is meant as prose: a rule directly below a
 * paragraph, without a blank line, would otherwise make a heading of it.
 */
export function markdownLines(markdown: string, isProse: (paragraph: string) => boolean): readonly MarkdownLine[] {
  const sources = markdown.split(/\r\n|\r|\n/);
  const lines: MarkdownLine[] = sources.map((source) => ({ ...noLine, source, masked: source }));
  const tokens = blocks.parse(sources.join("\n"), {});
  let lists = 0;
  let header: readonly string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    const [from, to] = token.map ?? [0, 0];
    const mark = (change: Partial<MarkdownLine>, start = from, end = to) => {
      for (let line = start; line < Math.min(end, lines.length); line++)
        lines[line] = { ...(lines[line] ?? noLine), lists, ...change };
    };
    switch (token.type) {
      case "bullet_list_open":
      case "ordered_list_open":
        lists++;
        break;
      case "bullet_list_close":
      case "ordered_list_close":
        lists--;
        break;
      case "blockquote_open":
        mark({ kind: "opaque" });
        index = closingOf(tokens, index);
        break;
      case "fence":
      case "code_block":
      case "html_block":
        mark({ kind: "opaque" });
        break;
      case "hr":
        mark({ kind: "rule" });
        break;
      case "paragraph_open":
        markText(lines, { from, to, lists });
        break;
      case "heading_open": {
        const title = tokens[index + 1]?.content ?? "";
        const isUnderlined = token.markup === "-" || token.markup === "=";
        if (isUnderlined && (title.includes("\n") || isProse(title))) {
          markText(lines, { from, to: to - 1, lists });
          mark({ kind: "rule" }, to - 1, to);
        } else {
          mark({ kind: "opaque" });
          mark({ kind: "heading", level: Number(token.tag.slice(1)), title }, from, from + 1);
          if (isUnderlined) mark({ kind: "rule" }, to - 1, to);
        }
        break;
      }
      case "table_open":
        mark({ kind: "opaque" });
        header = [];
        break;
      case "tr_open": {
        const cells = cellsAfter(tokens, index);
        if (header.length === 0) header = cells;
        mark({ kind: "row", cells, header });
        break;
      }
    }
  }
  return lines;
}

/** A line of no block. */
export const noLine: MarkdownLine = {
  source: "",
  kind: "blank",
  masked: "",
  lists: 0,
  isFirst: false,
  level: 0,
  title: "",
  cells: [],
  header: [],
};

/** Only blocks are parsed: what stands within a line is read here, and costs nothing on hostile input. */
const blocks = new MarkdownIt("default", { html: true });
blocks.core.ruler.disable(["inline", "linkify", "replacements", "smartquotes", "text_join"]);

function closingOf(tokens: readonly Token[], opening: number): number {
  const level = tokens[opening]?.level;
  let index = opening + 1;
  while (index < tokens.length && !(tokens[index]?.type === "blockquote_close" && tokens[index]?.level === level))
    index++;
  return index;
}

function cellsAfter(tokens: readonly Token[], row: number): readonly string[] {
  const cells: string[] = [];
  for (let index = row + 1; tokens[index] !== undefined && tokens[index]?.type !== "tr_close"; index++) {
    const token = tokens[index];
    if (token?.type === "inline") cells.push(token.content.trim());
  }
  return cells;
}

function markText(lines: MarkdownLine[], { from, to, lists }: { from: number; to: number; lists: number }): void {
  const paragraph = lines.slice(from, to).map(({ source }) => source);
  const masked = maskCode(paragraph.join("\n")).split("\n");
  for (const [index, source] of paragraph.entries())
    lines[from + index] = {
      ...noLine,
      kind: "text",
      source,
      masked: masked[index] ?? source,
      lists,
      isFirst: index === 0,
    };
}

/** Blanks out code spans: a run of backticks up to the next run of the same length. */
function maskCode(text: string): string {
  const runs = [...text.matchAll(/`+/g)].map(({ index, 0: { length } }) => ({ index, length }));
  const nextOfLength = new Map<number, number>();
  const closings = new Map<number, number>();
  for (let run = runs.length - 1; run >= 0; run--) {
    const length = runs[run]?.length ?? 0;
    const next = nextOfLength.get(length);
    if (next !== undefined) closings.set(run, next);
    nextOfLength.set(length, run);
  }
  const parts: string[] = [];
  let end = 0;
  for (let run = 0; run < runs.length; run++) {
    const opening = runs[run];
    const closing = runs[closings.get(run) ?? -1];
    if (opening === undefined || closing === undefined || text[opening.index - 1] === "\\") continue;
    parts.push(text.slice(end, opening.index));
    end = closing.index + closing.length;
    parts.push(text.slice(opening.index, end).replace(/[^\n]/g, "\u{fffc}"));
    run = closings.get(run) ?? run;
  }
  return parts.join("") + text.slice(end);
}
