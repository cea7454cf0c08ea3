import MarkdownIt from "markdown-it";
import { visible } from "../../core/workspace/visible-text";

const parser = new MarkdownIt({ html: true });

/**
 * Markdown that another text can follow: a code fence or an HTML block that is still open at its end gets closed, so
 * that it does not swallow what comes next. Everything else stays as it is.
 */
export function closedMarkdown(markdown: string): string {
  const text = markdown.replace(/\s+$/, "");
  const last = parser.parse(text, {}).at(-1);
  // A fence or an HTML block inside a list or a quotation ends with it.
  if (last?.level !== 0) return text;
  if (last.type === "fence") return isClosed(text, last.markup, last.map) ? text : `${text}\n${last.markup}`;
  if (last.type !== "html_block") return text;
  const open = openings.find(({ start }) => start.test(last.content));
  return open && !open.end.test(last.content) ? `${text}\n${open.close(last.content)}` : text;
}

/** A quotation, line by line as it was typed. */
export function quoted(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
}

/** Text for the middle of a line that means nothing in Markdown. */
export function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|~&]/g, "\\$&");
}

/** Text of one line as code, whatever backticks are in it. */
export function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const space = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim());
}

function isClosed(text: string, markup: string, map: readonly [number, number] | null): boolean {
  if (map === null || map[1] - 1 <= map[0]) return false;
  const line = text.split("\n")[map[1] - 1] ?? "";
  return (
    /^ {0,3}\S/.test(line) &&
    line.trim().length >= markup.length &&
    line.trim() === markup.charAt(0).repeat(line.trim().length)
  );
}

/** HTML blocks that a blank line does not end, by the rules of CommonMark. */
const openings: readonly { readonly start: RegExp; readonly end: RegExp; close(content: string): string }[] = [
  { start: /^\s*<!--/, end: /-->/, close: () => "-->" },
  { start: /^\s*<\?/, end: /\?>/, close: () => "?>" },
  { start: /^\s*<!\[CDATA\[/, end: /\]\]>/, close: () => "]]>" },
  { start: /^\s*<![A-Za-z]/, end: />/, close: () => ">" },
  {
    start: /^\s*<(script|pre|style|textarea)\b/i,
    end: /<\/(script|pre|style|textarea)>/i,
    close: (content) => `</${/^\s*<(\w+)/.exec(content)?.[1] ?? "pre"}>`,
  },
];
