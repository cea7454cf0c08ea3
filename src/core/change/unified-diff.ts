import { visible, visibleContent } from "../workspace/visible-text";
import { diffLines, type Hunk } from "./line-diff";

/** A file as the diff shows it. A side without a text does not exist, or cannot be shown. */
export interface DiffedFile {
  readonly path: string;
  readonly basePath?: string;
  readonly state: "added" | "modified" | "renamed" | "deleted";
  readonly before?: string;
  readonly after?: string;
  /** Why contents are not shown: it is no text, too large, a secret … */
  readonly hidden?: string;
}

/** Bytes of UTF-8, the closing sentence included. */
const largestDiff = 200 * 1000;
/** Lines around a change. */
const context = 3;

/** One text over all files, in which nothing can hide: control characters and what reorders text are written as codes. */
export function unifiedDiff(files: readonly DiffedFile[]): string {
  const parts: string[] = [];
  let left = largestDiff - 200;
  for (const [index, file] of files.entries()) {
    const part = fileDiff(file);
    if (Buffer.byteLength(part) > left) {
      const lines = part.split("\n");
      let shown = "";
      for (const line of lines) {
        if (Buffer.byteLength(shown) + Buffer.byteLength(line) + 1 > left) break;
        shown += `${line}\n`;
      }
      const rest = files.length - index;
      parts.push(
        shown,
        `… cut at 200 kB: the rest of \`${visible(file.path).slice(0, 80)}\` and ${rest - 1} more files.\n`,
      );
      return parts.join("");
    }
    left -= Buffer.byteLength(part);
    parts.push(part);
  }
  return parts.join("");
}

function fileDiff(file: DiffedFile): string {
  const { path, basePath = path, state, before = "", after = "", hidden } = file;
  const title = [
    `--- ${state === "added" ? "/dev/null" : `a/${visible(basePath)}`}`,
    `+++ ${state === "deleted" ? "/dev/null" : `b/${visible(path)}`}`,
  ];
  if (hidden !== undefined) return `${[...title, `(${hidden})`].join("\n")}\n`;
  const [left, right] = [linesOf(before), linesOf(after)];
  const groups = grouped(diffLines(left, right));
  return `${[...title, ...groups.flatMap((hunks) => renderGroup(hunks, left, right))].join("\n")}\n`;
}

function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

/** Hunks whose contexts touch are shown as one. */
function grouped(hunks: readonly Hunk[]): readonly (readonly Hunk[])[] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && hunk.after[0] - last.after[1] <= 2 * context) groups.at(-1)?.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function renderGroup(hunks: readonly Hunk[], left: readonly string[], right: readonly string[]): readonly string[] {
  const [first, last] = [hunks[0], hunks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const start = [Math.max(0, first.before[0] - context), Math.max(0, first.after[0] - context)] as const;
  const end = [
    Math.min(left.length, last.before[1] + context),
    Math.min(right.length, last.after[1] + context),
  ] as const;
  const lines = [`@@ -${range(start[0], end[0])} +${range(start[1], end[1])} @@`];
  let position = start[1];
  const show = (sign: string, list: readonly string[]) => {
    for (const line of list) lines.push(sign + visibleContent(line));
  };
  for (const { before, after } of hunks) {
    show(" ", right.slice(position, after[0]));
    show("-", left.slice(...before));
    show("+", right.slice(...after));
    position = after[1];
  }
  show(" ", right.slice(position, end[1]));
  return lines;
}

function range(start: number, end: number): string {
  const count = end - start;
  const first = count === 0 ? start : start + 1;
  return count === 1 ? `${first}` : `${first},${count}`;
}
