/**
 * The sections of a record stand between comments that a preview does not show. A text may hold such comments itself, for
 * example a record that quotes another: those lines get a backslash, which reading takes off again, however often that happens.
 */
export function openingMark(section: string): string {
  return `<!-- handoff:${section} -->`;
}

export const closingMark = openingMark("end");
/** The last line of every record; without it a file was cut off. */
export const finalMark = openingMark("complete");

/** Name of the section that the line opens, `end` or `complete`. */
export function markOf(line: string): string | undefined {
  return /^<!-- handoff:([a-z-]{1,40}) -->\s*$/.exec(line)?.[1];
}

/** A line that git leaves where it could not merge. A section may hold one as text, with a backslash in front. */
export function isConflict(line: string): boolean {
  return /^<{7}(?:\s|$)/.test(line);
}

/** The text as a record holds it. */
export function escapedMarks(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const mark = /^\s*<!-- (?=\\*handoff:)/.exec(line)?.[0];
      if (mark !== undefined) return `${mark}\\${line.slice(mark.length)}`;
      return /^\\*<{7}(?:\s|$)/.test(line) ? `\\${line}` : line;
    })
    .join("\n");
}

/** The text that {@link escapedMarks} was given. */
export function unescapedMarks(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const mark = /^\s*<!-- (?=\\+handoff:)/.exec(line)?.[0];
      if (mark !== undefined) return mark + line.slice(mark.length + 1);
      return /^\\+<{7}(?:\s|$)/.test(line) ? line.slice(1) : line;
    })
    .join("\n");
}

/** What a record can keep unchanged: line feeds only, no lone surrogates, no blank lines around it. */
export function storable(text: string): string {
  return text
    .replace(/\r\n|\r/g, "\n")
    .replaceAll("\0", "\u{fffd}")
    .toWellFormed()
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .trimEnd();
}
