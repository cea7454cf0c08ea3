import { PathError } from "../../../workspace/path-error";
import { textLines } from "../text-lines";
import type { ImportRequest } from "./importer";
import { type Imported, problemAt } from "./importer";

export interface SourceLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Lines of a file of the corpus that are not empty, and problems for those that cannot be read. @throws PathError */
export async function* sourceLines(
  path: string,
  { files, signal }: ImportRequest,
): AsyncGenerator<SourceLine | Extract<Imported, { problem: unknown }>> {
  const file = await files.open(path);
  try {
    for await (const { line, text, problem } of textLines(file, signal)) {
      if (problem) yield problemOf(path, line, problem);
      else if (text !== undefined && text.trim() !== "") yield { path, line, text };
    }
  } finally {
    await file.close();
  }
}

/** The same; a file that cannot be opened is a problem like any other. */
export async function* linesOrProblem(path: string, request: ImportRequest): ReturnType<typeof sourceLines> {
  try {
    yield* sourceLines(path, request);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    yield problemOf(path, 1, { message: error.message, remedy: error.hint ?? "Check the file and its permissions." });
  }
}

function problemOf(path: string, line: number, { message, remedy }: { message: string; remedy: string }) {
  return { problem: { path, line, message, remedy, fatal: true } };
}

/** The first word of a line and the rest, as in the tables of Kaldi. */
export function keyAndValue(text: string): readonly [string, string] {
  const [, key = "", value = ""] = /^\s*(\S+)\s*(.*?)\s*$/s.exec(text) ?? [];
  return [key, value];
}

/** A table of Kaldi, with the problems of its lines. @throws PathError */
export async function readTable(
  path: string,
  request: ImportRequest,
): Promise<{
  readonly rows: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
  readonly problems: readonly Imported[];
}> {
  const rows = new Map<string, { value: string; line: number }>();
  const problems: Imported[] = [];
  for await (const row of sourceLines(path, request)) {
    if ("problem" in row) {
      problems.push(row);
      continue;
    }
    const [key, value] = keyAndValue(row.text);
    const first = rows.get(key);
    if (!first) rows.set(key, { value, line: row.line });
    else {
      const message = `${key} stands on line ${first.line} already.`;
      problems.push(problemAt(path, row.line, message, "Keep one of the two lines; the first was taken."));
    }
  }
  return { rows, problems };
}
