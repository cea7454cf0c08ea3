import { describe, expect, it } from "vitest";
import type { Item } from "../../src/protocol/chat";
import { groupKey, type Row, rowsOf } from "../../webview/chat/rows/rows";
import { answer, answeredState, end, question, tool } from "./support/samples";

const closed = { opened: new Set<string>() };
const done = (count: number, prefix = "t") =>
  Array.from({ length: count }, (_, index) => tool(`${prefix}${index}`, "Read", "a.py", "", 1));
const running = tool("run", "Grep", "x", "", 0, { state: "running" });

/** The transcript as text: one line a row, rows of an open group indented. */
function text(
  items: readonly Item[],
  more: Partial<typeof answeredState> = {},
  opened: readonly string[] = [],
): string[] {
  const chat = { ...answeredState, suggestions: [], ...more, items };
  return rowsOf(chat, { opened: new Set(opened) }).map(describeRow);
}

function describeRow(row: Row): string {
  if (row.kind === "calls") return `${row.tools.length} calls${row.open ? " (open)" : ""}`;
  return row.kind === "item" ? `${row.inGroup ? "  " : ""}${row.item.kind} ${row.item.id}` : row.kind;
}

describe("rowsOf", () => {
  it("shows up to three calls one by one", () => {
    expect(text([question, ...done(3), answer])).toEqual(["question q1", "tool t0", "tool t1", "tool t2", "answer a1"]);
  });

  it("groups four finished calls and more, and leaves the running one out", () => {
    expect(text([question, ...done(5), running])).toEqual(["question q1", "5 calls", "tool run"]);
  });

  it("groups each run by itself, failed calls included", () => {
    const failed = tool("f", "Read", "b.py", "gone", 1, { state: "failed" });
    expect(text([...done(3), failed, answer, ...done(4, "u")])).toEqual(["4 calls", "answer a1", "4 calls"]);
  });

  it("shows the calls of an open group as rows of their own", () => {
    expect(text(done(4), {}, [groupKey("t0")])).toEqual([
      "4 calls (open)",
      "  tool t0",
      "  tool t1",
      "  tool t2",
      "  tool t3",
    ]);
  });

  it("does not close a call that is being read", () => {
    expect(text(done(4), {}, ["t2"])[0]).toBe("4 calls (open)");
  });

  it("says that it works only where nothing else shows it", () => {
    expect(text([question], { running: true })).toEqual(["question q1", "working"]);
    expect(text([question, running], { running: true })).toEqual(["question q1", "tool run"]);
    expect(text([{ ...answer, done: false } as Item], { running: true })).toEqual(["answer a1"]);
  });

  it("offers suggestions after the end, and says that there is more above", () => {
    expect(text([answer, end], { suggestions: ["Next"], earlier: 3 })).toEqual([
      "earlier",
      "answer a1",
      "end e1",
      "suggestions",
    ]);
    expect(text([answer, end], { suggestions: ["Next"], running: true }).at(-1)).toBe("working");
  });

  it("shows what came of handoffs behind the end, once nothing is being answered", () => {
    const team = { results: { state: "ready", handoff: "h", count: 1 } } as const;
    expect(text([answer, end], { team, suggestions: ["Next"] }).slice(2)).toEqual(["team", "suggestions"]);
    expect(text([answer, end], { team, running: true })).not.toContain("team");
    expect(text([answer, end], { team: {} })).not.toContain("team");
  });

  it("gives the same row object for the same item", () => {
    const chat = { ...answeredState, items: [question, answer] };
    expect(rowsOf(chat, closed)[0]).toBe(rowsOf({ ...chat, running: true }, closed)[0]);
  });
});
