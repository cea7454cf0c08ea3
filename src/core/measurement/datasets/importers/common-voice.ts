import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import type { Imported, Importer, ImportRequest } from "./importer";
import { problemAt } from "./importer";
import { sourceLines } from "./source-lines";

/** Mozilla Common Voice: a table such as test.tsv beside the folder clips. People read its sentences aloud. */
export const commonVoice: Importer = {
  id: "common-voice",
  title: "Common Voice",
  source: "the .tsv file; its audio lies in clips beside it",
  referenceSource: { kind: "human" },
  async *read(request) {
    let columns: readonly string[] | undefined;
    for await (const row of sourceLines(request.source, request)) {
      if ("problem" in row) yield row;
      else if (columns) yield convert(row.text, row.line, columns, request);
      else columns = row.text.split("\t").map((name) => name.trim());
      if (columns && !(columns.includes("path") && columns.includes("sentence"))) {
        const remedy = "Name one of the tables of Common Voice, for example test.tsv.";
        yield problemAt(request.source, 1, "The first line has no columns path and sentence.", remedy);
        return;
      }
    }
  },
};

/** The tables have no quoting: quotation marks belong to the sentences. */
function convert(
  text: string,
  line: number,
  columns: readonly string[],
  { source, audioRoot }: ImportRequest,
): Imported {
  const cells = text.split("\t");
  if (cells.length !== columns.length) {
    const message = `The line has ${cells.length} columns; the first line has ${columns.length}.`;
    return problemAt(source, line, message, "Correct the tabs of the line.");
  }
  const cell = (name: string) => cells[columns.indexOf(name)]?.trim() ?? "";
  if (!cell("path"))
    return problemAt(source, line, "The line names no clip.", "Add the file's name to the column path.");
  const accent = cell("accents") || cell("accent");
  return {
    line: {
      audio: resolve(audioRoot ?? join(dirname(source), "clips"), cell("path")),
      text: cell("sentence"),
      ...(cell("locale") && { language: cell("locale") }),
      ...(cell("client_id") && { speaker: shortened(cell("client_id")) }),
      ...(accent && { conditions: [`accent: ${accent}`] }),
    },
  };
}

/** Who spoke how often is needed; the id that leads back to a person's other recordings is not. */
function shortened(client: string): string {
  return createHash("sha256").update(client).digest("hex").slice(0, 12);
}
