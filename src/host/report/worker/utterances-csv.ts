import type { ReportUtterance } from "./utterances";

/** Utterances as a table for a spreadsheet (RFC 4180, with a byte order mark, which Excel needs for other than Latin letters). */
export function* utterancesCsv(rows: readonly string[], utterances: readonly ReportUtterance[]): Generator<string> {
  const head = [
    ...["dataset", "utterance", "language", "conditions", "seconds", "words", "reference"],
    ...rows.flatMap((row) => [`${row}: errors`, `${row}: transcript`, `${row}: failure`, `${row}: wall seconds`]),
  ];
  yield `\u{feff}${line(head)}`;
  for (const { dataset, id, clip, records, words, errors } of utterances) {
    yield line([
      ...[dataset, id, clip.language, clip.conditions.join(" "), clip.duration, words, clip.reference],
      ...records.flatMap((record, row) => [
        (errors[row] ?? -1) < 0 ? "" : (errors[row] ?? ""),
        record?.hypothesis ?? "",
        record?.failure?.kind ?? "",
        record?.times?.wall ?? "",
      ]),
    ]);
  }
}

function line(cells: readonly (string | number)[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

/**
 * A spreadsheet takes a text that begins like a formula for one and runs it, also behind spaces and controls: an apostrophe
 * before it makes it text. Numbers of ours are none.
 */
function cellOf(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠−]/u.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",;\r\n\t']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
