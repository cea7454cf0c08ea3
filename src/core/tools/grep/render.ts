import type { SearchFile } from "../../workspace/search/search";
import { visible, visibleContent } from "../../workspace/visible-text";

export type OutputMode = "content" | "files_with_matches" | "count";

export interface Rendered {
  readonly text: string;
  /** Lines or files that are shown, when not all fitted. */
  readonly cutAt: number | undefined;
}

/** Bytes of UTF-8, with room for the notes below. */
const mostBytes = 19_000;

/**
 * Lines grouped below their file's path, which costs a third fewer tokens than a path before every line; `12:` is a
 * match, `12-` context, `--` a gap. Paths one a line; counts as `path:count`.
 */
export function renderFiles(
  files: readonly SearchFile[],
  mode: OutputMode,
  options: { readonly numbers: boolean; readonly hasContext: boolean },
): Rendered {
  const page = new Page();
  for (const file of files) {
    const path = visible(file.path);
    if (mode === "files_with_matches") page.addRow(path);
    else if (mode === "count") page.addRow(`${path}:${file.matches}`);
    else addLines(page, path, file, options);
    if (page.isFull) break;
  }
  return { text: page.text, cutAt: page.isFull ? page.rows : undefined };
}

/** For example `3 matches in 2 files`. */
export function summaryOf(files: readonly SearchFile[], mode: OutputMode): string {
  const inFiles = files.length === 1 ? "1 file" : `${files.length} files`;
  if (mode === "files_with_matches") return inFiles;
  const matches = files.reduce((sum, file) => sum + file.matches, 0);
  return `${matches === 1 ? "1 match" : `${matches} matches`} in ${inFiles}`;
}

function addLines(
  page: Page,
  path: string,
  { lines }: SearchFile,
  { numbers, hasContext }: { readonly numbers: boolean; readonly hasContext: boolean },
): void {
  let previous: number | undefined;
  for (const { line, text, isMatch } of lines) {
    const isGap = hasContext && previous !== undefined && line > previous + 1;
    const head = previous === undefined ? `${page.rows > 0 ? "\n" : ""}${path}\n` : isGap ? "--\n" : "";
    const number = numbers ? `${line}${isMatch ? ":" : "-"}` : "";
    if (!page.addRow(`${head}${number}${visibleContent(text)}`)) return;
    previous = line;
  }
}

/** Rows up to the limit of bytes. */
class Page {
  isFull = false;
  rows = 0;
  private bytes = 0;
  private readonly parts: string[] = [];

  get text(): string {
    return this.parts.join("\n");
  }

  /** False when the row did not fit. */
  addRow(row: string): boolean {
    const bytes = Buffer.byteLength(row) + 1;
    this.isFull ||= this.bytes + bytes > mostBytes;
    if (this.isFull) return false;
    this.parts.push(row);
    this.bytes += bytes;
    this.rows++;
    return true;
  }
}
