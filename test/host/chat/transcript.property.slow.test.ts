import fc from "fast-check";
import { expect, test } from "vitest";
import { Conversation } from "../../../src/core/agent/conversation";
import type { ConversationRecord } from "../../../src/core/agent/conversation-records";
import { itemsOf, Transcript } from "../../../src/host/chat/transcript";
import type { Change, Item } from "../../../src/protocol/chat";
import { anyScript, play } from "../../core/agent/conversation-script";

const ports = {
  estimate: (_: string, { inputTokens }: { inputTokens: number }) => ({ usd: inputTokens / 1000, asOf: "2026-11-01" }),
};

/** What a view makes of the changes. */
function applied(items: readonly Item[], changes: readonly Change[]): readonly Item[] {
  let result = items;
  for (const change of changes) {
    if (change.type === "append") result = [...result, change.item];
    else if (change.type === "remove") result = result.filter(({ id }) => id !== change.id);
    else if (change.type === "replace")
      result = result.map((item) => (item.id === change.item.id ? change.item : item));
    else if (change.type === "append-text")
      result = result.map((item) =>
        item.id === change.id && "text" in item ? { ...item, text: item.text + change.text } : item,
      );
  }
  return result;
}

const stored = (records: readonly ConversationRecord[]) => JSON.parse(JSON.stringify(records)) as ConversationRecord[];

test("items folded live are those folded from what was stored, and what a view makes of the changes", async () => {
  await fc.assert(
    fc.asyncProperty(anyScript, async (script) => {
      const live = new Transcript(ports);
      const records: ConversationRecord[] = [];
      const kinds = new Map<string, string>();
      let view: readonly Item[] = [];
      const conversation = new Conversation({ system: "s", tools: [] });
      for await (const event of play(conversation, script, () => live.nextQuestionId)) {
        view = applied(view, live.apply(event));
        const record = event.type === "question" ? event : live.recordOf(event);
        if (record) records.push(record);
        expect(view).toEqual(live.items);
        expect(new Set(view.map(({ id }) => id)).size).toBe(view.length);
        for (const { id, kind } of view) {
          expect(kinds.get(id) ?? kind).toBe(kind);
          kinds.set(id, kind);
        }
        if (event.type === "end") expect(itemsOf(stored(records), ports)).toEqual(view);
      }
    }),
    { numRuns: 400 },
  );
}, 60_000);

test("cut after any record, the transcript opens, nothing runs any more, and going on gives what is read later", async () => {
  await fc.assert(
    fc.asyncProperty(anyScript, anyScript, fc.nat(), async (script, more, cut) => {
      const before: ConversationRecord[] = [];
      const first = new Transcript(ports);
      for await (const event of play(
        new Conversation({ system: "s", tools: [] }),
        script,
        () => first.nextQuestionId,
      )) {
        first.apply(event);
        const record = event.type === "question" ? event : first.recordOf(event);
        if (record) before.push(record);
      }
      const records = stored(before.slice(0, cut % (before.length + 1)));
      const live = await Transcript.load(records, ports);
      expect(live.items.filter((item) => item.kind === "tool" && item.state === "running")).toEqual([]);
      expect(live.items.filter((item) => "done" in item && !item.done)).toEqual([]);
      const messages = records.flatMap((record) => (record.type === "message" ? [record.message] : []));
      for await (const event of play(
        new Conversation({ system: "s", tools: [], messages }),
        more,
        () => live.nextQuestionId,
      )) {
        live.apply(event);
        const record = event.type === "question" ? event : live.recordOf(event);
        if (record) records.push(record);
      }
      expect(itemsOf(stored(records), ports)).toEqual(live.items);
    }),
    { numRuns: 300 },
  );
}, 60_000);
