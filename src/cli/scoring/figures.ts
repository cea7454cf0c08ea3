import type { Interval } from "../../core/scoring/scoring";

/** Rows under each other: the first column and sentences after the figures from the left, figures from the right. */
export function table(rows: readonly (readonly string[])[], { lastFromLeft = false } = {}): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  const isFromLeft = (column: number) => column === 0 || (lastFromLeft && column === widths.length - 1);
  const padded = (cell: string, column: number) =>
    isFromLeft(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => `${row.map(padded).join("  ").trimEnd()}\n`).join("");
}

/**
 * Decimals of a percentage: one place finer than the first digit of the half width of its interval; none where nothing is
 * known of the error.
 */
export function decimalsFor(interval: Interval | undefined): number {
  const half = interval ? 50 * (interval.high - interval.low) : Number.NaN;
  if (!(half > 0)) return 0;
  return Math.min(3, Math.max(0, 1 - Math.floor(Math.log10(half))));
}

/** A fraction as a percentage: `14.8 %`. */
export function percent(fraction: number, decimals: number): string {
  return Number.isFinite(fraction) ? `${number(100 * fraction, decimals)} %` : "not measured";
}

/** A difference of fractions in percentage points, with its sign: `−1.0`. */
export function points(fraction: number, decimals: number): string {
  const text = number(100 * fraction, decimals);
  return Number(text.replace("−", "-")) > 0 ? `+${text}` : text;
}

/** `11.8–17.8 %` */
export function percentRange({ low, high }: Interval, decimals: number): string {
  return `${number(100 * low, decimals)}–${number(100 * high, decimals)} %`;
}

/** `−2.3 to +0.4` */
export function pointRange({ low, high }: Interval, decimals: number): string {
  return `${points(low, decimals)} to ${points(high, decimals)}`;
}

/** Three decimals, and never a bare zero, which no p is. */
export function probability(p: number): string {
  return p < 0.001 ? "<0.001" : p.toFixed(3);
}

export function milliseconds(value: number): string {
  return Number.isFinite(value) ? `${number(value, 0)} ms` : "not measured";
}

/** With a minus sign, and without a minus before zero. */
export function number(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}
