import type { ChainLink } from "../pipeline/map";
import type { Finding, Severity } from "./finding";
import { placeOf, ReviewFormatError, RowReader } from "./parse-row";

/** Reads the rows of the section Findings. @throws ReviewFormatError */
export function findingsOf(rows: readonly string[]): readonly Finding[] {
  const blocks: string[][] = [];
  for (const row of rows) {
    if (row.startsWith("### ")) blocks.push([row]);
    else if (blocks.length === 0) throw new ReviewFormatError(`A row before the first finding: ${row}`);
    else blocks.at(-1)?.push(row);
  }
  return blocks.map(findingOf);
}

function findingOf([heading = "", ...rows]: readonly string[]): Finding {
  const fields = rows.map((row) => {
    const reader = new RowReader(row);
    const [, name = ""] = reader.match(/^- (\w+): /);
    return { name, reader };
  });
  const readers = (name: string): readonly RowReader[] =>
    fields.filter((field) => field.name === name).map(({ reader }) => reader);
  const one = (name: string): RowReader => {
    const [reader] = readers(name);
    if (reader === undefined) throw new ReviewFormatError(`"${heading}" has no row "${name}".`);
    return reader;
  };
  const measure = readers("Measure")[0]?.rest;
  return {
    rule: Number(one("Rule").match(/^\d+/)[0]),
    title: heading.replace(/^### \d+\. /, ""),
    severity: one("Severity").match(/^(risk|unproven|minor)$/)[0] as Severity,
    place: placeOf(one("Place").code()),
    chain: readers("Chain").map(linkOf),
    explanation: one("Why").rest,
    consequence: one("Consequence").rest,
    remedy: one("Remedy").rest,
    ...(measure === undefined ? {} : { measure }),
  };
}

function linkOf(reader: RowReader): ChainLink {
  const place = placeOf(reader.code());
  reader.match(/^ /);
  return { place, text: reader.code() };
}
