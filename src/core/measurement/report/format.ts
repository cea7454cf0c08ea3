import type { Interval } from "../../scoring/scoring";
import type { Figure, RowSummary } from "./summary";

const notMeasured = "not measured";

/** Text from a configuration or an engine, harmless inside of a Markdown table. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .replace(/[\\`*_[\]<>|#~]/g, "\\$&");
}

/** A program line as it could be typed, for reading; nothing runs it. */
export function commandText(command: readonly string[]): string {
  const line = command
    .map((argument) => (/^[\w@%+=:,./{}-]+$/.test(argument) ? argument : JSON.stringify(argument)))
    .join(" ");
  const fence = line.includes("`") ? "``" : "`";
  return `${fence}${line.replace(/[\p{Cc}\p{Cf}]+/gu, " ")}${fence}`;
}

/** `Russian`; a code that has no English name stands as it is. */
export function languageName(language: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(language) ?? language;
  } catch {
    return plain(language);
  }
}

/** `14.8 % (11.8–17.8)`. */
export function percentCell(figure: Figure | undefined): string {
  return figureCell(figure, (value) => (value * 100).toFixed(1), " %");
}

/** `0.026 (0.024–0.029)`. */
export function factorCell(figure: Figure | undefined): string {
  return figureCell(figure, digits, "");
}

export function millisecondsCell(figure: Figure | undefined): string {
  return figureCell(figure, (value) => value.toFixed(0), " ms");
}

export function dollarsCell(figure: Figure | undefined): string {
  return figureCell(figure, dollars, "", "$");
}

export function memoryCell({ times: { memory, memoryNote } }: RowSummary): string {
  if (!memory) return memoryNote === undefined ? notMeasured : `${notMeasured} (${plain(memoryNote)})`;
  const { median, highest, processes } = memory;
  if (processes === 1) return `${mebibytes(median)} (1 process)`;
  return `${mebibytes(median)} (highest of ${processes} processes ${mebibytes(highest)})`;
}

function mebibytes(value: number): string {
  return `${value < 10 ? digits(value) : value.toFixed(0)} MiB`;
}

/** Three significant digits, never in powers of ten. */
export function digits(value: number): string {
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(12, Math.max(0, 2 - magnitude)));
}

function dollars(value: number): string {
  return value !== 0 && Math.abs(value) < 0.01 ? digits(value) : value.toFixed(2);
}

/** A difference of rates: `−5.5 points`. */
function points(difference: number): string {
  const figure = (Math.abs(difference) * 100).toFixed(1);
  return `${signOf(difference)}${figure} ${figure === "1.0" ? "point" : "points"}`;
}

/** A difference with its interval: `−5.5 points (−7.7 to −3.2)`. */
export function pointsWithin(difference: number, interval: Interval | undefined): string {
  const bare = (value: number) => points(value).replace(/ points?$/, "");
  return `${points(difference)}${interval ? ` (${bare(interval.low)} to ${bare(interval.high)})` : ""}`;
}

/** A relative difference: `+12.3 %`. */
export function relative(difference: number): string {
  return `${signOf(difference)}${(Math.abs(difference) * 100).toFixed(1)} %`;
}

export function signOf(value: number): string {
  return value < 0 ? "−" : value > 0 ? "+" : "";
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** `first`, `first and second`, `first, second and third`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

function figureCell(figure: Figure | undefined, write: (value: number) => string, unit: string, before = ""): string {
  if (!figure || Number.isNaN(figure.point)) return notMeasured;
  const point = `${before}${write(figure.point)}${unit}`;
  const { interval } = figure;
  if (!interval || interval.low === interval.high) return point;
  const isOpen = !Number.isFinite(interval.high);
  return `${point} (${isOpen ? `≥ ${write(interval.low)}` : `${write(interval.low)}–${write(interval.high)}`})`;
}
