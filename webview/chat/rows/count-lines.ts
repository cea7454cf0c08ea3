/** Paragraphs are long lines: a hundred characters count as one. */
export function countLines(text: string): number {
  return text.split("\n").reduce((lines, line) => lines + Math.ceil(line.length / 100), 0);
}
