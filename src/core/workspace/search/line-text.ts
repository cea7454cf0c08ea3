/** Characters of a line that are kept. */
export const longestLine = 500;

/** The beginning of a line as it is reported: at most 500 characters, without the carriage return of a Windows line end. */
export function lineText(line: string): string {
  const text = line.length > longestLine ? [...line.slice(0, 2 * longestLine)].slice(0, longestLine).join("") : line;
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
