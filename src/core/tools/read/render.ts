import { visibleContent } from "../../workspace/visible-text";
import type { TextLine } from "./decode-lines";

export interface RenderedPage {
  readonly text: string;
  /** Lines that fitted. */
  readonly lines: number;
  /** Numbers of the lines in which invisible characters were made visible. */
  readonly altered: readonly number[];
}

/**
 * Numbers lines as `cat -n` does, but without its padding: every character in front of every line costs tokens.
 * Stops before the line that would exceed `bytes`; one line always fits.
 */
export function renderLines(lines: readonly TextLine[], first: number, bytes: number): RenderedPage {
  const rendered: string[] = [];
  const altered: number[] = [];
  let used = 0;
  for (const [index, { text, omitted, endless }] of lines.entries()) {
    const number = first + index;
    const shown = visibleContent(withoutControlRuns(text));
    const rest = omitted > 0 ? `… [${endless ? "more than " : ""}${omitted} more characters]` : "";
    const line = `${number}\t${shown}${rest}`;
    used += Buffer.byteLength(line) + 1;
    if (used > bytes && rendered.length > 0) break;
    if (shown !== text) altered.push(number);
    rendered.push(line);
  }
  return { text: rendered.join("\n"), lines: rendered.length, altered };
}

/** A crash can leave thousands of NULs in a file; their number says as much as they do. */
function withoutControlRuns(text: string): string {
  return text.replace(/([^\P{Cc}\t])\1{8,}/gu, (run, character: string) => `${character}×${run.length}`);
}
