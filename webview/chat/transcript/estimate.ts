import type { Row } from "../rows/rows";

/** About how many pixels a row takes that has not been shown yet. Only the scroll bar sees the difference. */
export function estimateHeight(row: Row): number {
  if (row.kind === "team") return 40;
  if (row.kind !== "item") return 28;
  const { item } = row;
  if (item.kind === "question") return 60 + linesOf(item.text) * 18;
  if (item.kind === "answer") return 16 + linesOf(item.text) * 20;
  return item.kind === "notice" ? 40 : 24;
}

function linesOf(text: string): number {
  return Math.ceil(text.length / 45);
}
