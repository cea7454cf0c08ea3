import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIncoming } from "../../webview/chat/incoming";
import { reduce } from "../../webview/chat/reduce";
import { initialState } from "../../webview/chat/state";
import { answeredState, failedState, streamingState, waiting } from "./support/samples";

describe("parseIncoming", () => {
  it.each([answeredState, streamingState, failedState])("passes what the host sends ($conversation.title)", (state) => {
    const message = { type: "snapshot", sequence: 1, state };
    expect(parseIncoming(message)).toEqual(message);
  });

  it.each([
    ["nothing", undefined],
    ["a string", "snapshot"],
    ["a list", []],
    ["no type", { sequence: 1 }],
    ["an unknown type", { type: "run", code: "alert(1)" }],
    ["a name of Object", { type: "constructor" }],
    ["a snapshot without a state", { type: "snapshot", sequence: 1 }],
    ["a snapshot with a broken state", { type: "snapshot", sequence: 1, state: { ...answeredState, queue: [1] } }],
    ["a sequence that is no number", { type: "patch", sequence: "1", changes: [] }],
    ["mentions of a wrong shape", { type: "mentions", request: 1, mentions: [{ path: 1 }] }],
    ["an attachment without a path", { type: "compose", text: "", attachments: [{}] }],
  ])("refuses %s", (_, data) => expect(parseIncoming(data)).toBeUndefined());

  it("leaves out items and changes that it does not know", () => {
    const items = [
      { kind: "hologram", id: "x" },
      { kind: "answer", id: "a", text: { toString: "no" }, done: true },
      waiting,
    ];
    expect(parseIncoming({ type: "earlier", earlier: 0, items })).toEqual({
      type: "earlier",
      earlier: 0,
      items: [waiting],
    });
    const changes = [
      { type: "append", item: items[0] },
      { type: "explode" },
      { type: "append-text", id: "a", text: 5 },
      { type: "state", values: { running: "yes" } },
      { type: "state", values: { __proto__: null, anything: 1 } },
      { type: "remove", id: "a" },
    ];
    expect(parseIncoming({ type: "patch", sequence: 1, changes })).toMatchObject({
      changes: [{ type: "remove", id: "a" }],
    });
  });

  it("and the reducer never throw, whatever arrives", () => {
    const data = fc.oneof(
      fc.anything(),
      fc.record({
        type: fc.constantFrom("snapshot", "patch", "earlier", "mentions", "compose", "other"),
        sequence: fc.anything(),
        state: fc.anything(),
        changes: fc.array(fc.anything()),
        items: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(fc.array(data), (messages) => {
        const parsed = messages.flatMap((message) => parseIncoming(message) ?? []);
        expect(parsed.reduce(reduce, initialState).sequence).toBeTypeOf("number");
      }),
      { numRuns: 300 },
    );
  });
});
