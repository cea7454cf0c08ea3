import { describe, expect, it } from "vitest";
import type { Item, ToWebview } from "../../src/protocol/chat";
import { reduce } from "../../webview/chat/reduce";
import { initialState } from "../../webview/chat/state";
import { answeredState, emptyState, question } from "./support/samples";

const snapshot: ToWebview = { type: "snapshot", sequence: 7, state: emptyState };
const answer: Item = { kind: "answer", id: "a", text: "One", done: false };
const fold = (...messages: readonly ToWebview[]) => messages.reduce(reduce, initialState);

describe("reduce", () => {
  it("takes a snapshot whatever came before", () => {
    const state = fold(snapshot, { type: "snapshot", sequence: 3, state: answeredState });
    expect(state).toMatchObject({ chat: answeredState, sequence: 3, stale: false });
  });

  it("applies the changes of a patch in order", () => {
    const state = fold(snapshot, {
      type: "patch",
      sequence: 8,
      changes: [
        { type: "append", item: question },
        { type: "append", item: answer },
        { type: "append-text", id: "a", text: " and two" },
        { type: "state", values: { running: true } },
      ],
    });
    expect(state.chat?.items).toEqual([question, { ...answer, text: "One and two" }]);
    expect(state.chat?.running).toBe(true);
  });

  it("replaces and removes by id, and appends what is replaced before it is known", () => {
    const state = fold(snapshot, {
      type: "patch",
      sequence: 8,
      changes: [
        { type: "append", item: question },
        { type: "replace", item: answer },
        { type: "replace", item: { ...answer, text: "New", done: true } },
        { type: "remove", id: question.id },
        { type: "remove", id: "nobody" },
        { type: "append-text", id: "nobody", text: "lost" },
      ],
    });
    expect(state.chat?.items).toEqual([{ ...answer, text: "New", done: true }]);
  });

  it("never holds an id twice", () => {
    const changes = [
      { type: "append", item: answer },
      { type: "append", item: answer },
    ] as const;
    expect(fold(snapshot, { type: "patch", sequence: 8, changes }).chat?.items).toHaveLength(1);
  });

  it("is stale after a gap, ignores what follows, and recovers with a snapshot", () => {
    const append = (sequence: number): ToWebview => ({
      type: "patch",
      sequence,
      changes: [{ type: "append", item: answer }],
    });
    const gap = fold(snapshot, append(9));
    expect(gap).toMatchObject({ stale: true, chat: emptyState });
    expect(reduce(gap, append(10))).toBe(gap);
    expect(reduce(gap, { ...snapshot, sequence: 11 })).toMatchObject({ stale: false, sequence: 11 });
  });

  it("ignores patches before the first snapshot", () => {
    expect(fold({ type: "patch", sequence: 1, changes: [] })).toBe(initialState);
  });

  it("puts earlier items in front, each once", () => {
    const older: Item = { ...answer, id: "older" };
    const state = fold(
      { type: "snapshot", sequence: 1, state: { ...answeredState, earlier: 2 } },
      { type: "earlier", items: [older, question], earlier: 1 },
    );
    expect(state.chat?.items.map(({ id }) => id)).toEqual(["older", ...answeredState.items.map(({ id }) => id)]);
    expect(state.chat?.earlier).toBe(1);
  });

  it("keeps mentions and counts what is put into the composer", () => {
    const state = fold(
      { type: "mentions", request: 4, mentions: [] },
      { type: "compose", text: "a", attachments: [] },
      { type: "compose", text: "b", attachments: [{ path: "x.py" }] },
    );
    expect(state.mentions).toEqual({ request: 4, mentions: [] });
    expect(state.composed).toEqual({ count: 2, text: "b", attachments: [{ path: "x.py" }] });
  });
});
