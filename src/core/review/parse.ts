import type { Observation } from "./finding";
import { findingsOf } from "./parse-findings";
import { placeOf, ReviewFormatError, RowReader } from "./parse-row";
import type { Review, ReviewedEngine } from "./review";

/** Reads back what `renderReview` wrote. @throws ReviewFormatError */
export function parseReview(text: string): Review {
  const sections = new Map(
    text.split(/^## /m).map((part) => {
      const [title = "", ...rows] = part.split("\n");
      return [title, rows.filter((row) => row !== "")] as const;
    }),
  );
  const rowsOf = (title: string): readonly string[] => {
    const rows = sections.get(title);
    if (rows === undefined) throw new ReviewFormatError(`The review has no section "${title}".`);
    return rows[0] === "None." ? [] : rows;
  };
  const parsedFiles = /^Files parsed: (\d+)$/m.exec(text)?.[1];
  if (parsedFiles === undefined) throw new ReviewFormatError("The review does not say how many files were parsed.");
  return {
    parsedFiles: Number(parsedFiles),
    engines: rowsOf("Engines")
      .filter((row) => row.startsWith("- "))
      .map(engineOf),
    findings: findingsOf(rowsOf("Findings")),
    inOrder: rowsOf("In order").map(observationOf),
    measureFirst: rowsOf("Measure first").map((row) => row.replace(/^\d+\. /, "")),
    notSeen: rowsOf("Not seen").map((row) => row.replace(/^- /, "")),
  };
}

function engineOf(row: string): ReviewedEngine {
  const reader = new RowReader(row.slice(2));
  const place = placeOf(reader.code());
  const role = reader.match(/^ (transcribe|load|configure|detect-language) /)[1] as ReviewedEngine["role"];
  const call = reader.code();
  const [, label = "", hosting = ""] = reader.match(/^ \((.*), (self|cloud)(?=, model `|\)$)/);
  const engine = { label, hosting: hosting as ReviewedEngine["hosting"], role, call, place };
  if (reader.rest === ")") return engine;
  reader.match(/^, model /);
  return { ...engine, model: reader.code() };
}

function observationOf(row: string): Observation {
  const reader = new RowReader(row);
  const rule = Number(reader.match(/^- Rule (\d+), /)[1]);
  const place = placeOf(reader.code());
  reader.match(/^: /);
  return { rule, place, text: reader.rest };
}
