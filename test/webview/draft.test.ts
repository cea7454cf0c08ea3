import { describe, expect, it } from "vitest";
import {
  emptyDraft,
  mentionAt,
  restoreDraft,
  withMention,
  withMore,
  withoutAttachment,
  withText,
} from "../../webview/chat/composer/draft";

const mention = { path: "src/service.py", label: "service.py", detail: "src" };

describe("draft", () => {
  it.each([
    ["@", 1, { query: "", start: 0 }],
    ["see @ser", 8, { query: "ser", start: 4 }],
    ["see @ser more", 8, { query: "ser", start: 4 }],
    ["mail a@b.c", 10, undefined],
    ["@done ", 6, undefined],
  ])("finds the mention in %j at %i", (text, cursor, expected) => {
    expect(mentionAt(text, cursor)).toEqual(expected);
  });

  it("puts a mention into the text and the file beside it", () => {
    const { draft, cursor } = withMention(withText(emptyDraft, "why @ser so"), mention, 4, 8);
    expect(draft).toEqual({
      text: "why @service.py so",
      attachments: [{ place: { path: "src/service.py" }, mention: "service.py" }],
    });
    expect(cursor).toBe("why @service.py ".length);
  });

  it("drops the file with its word, and the word with its file", () => {
    const { draft } = withMention(withText(emptyDraft, "@"), mention, 0, 1);
    expect(withText(draft, "@service.p").attachments).toEqual([]);
    const [attachment] = draft.attachments;
    if (attachment === undefined) throw new Error("no attachment");
    expect(withoutAttachment(draft, attachment)).toEqual(emptyDraft);
  });

  it("adds to what stands there, the same place once", () => {
    const place = { path: "a.py", line: 3 };
    const draft = withMore(withMore({ ...emptyDraft, text: "first" }, "second", [place]), "", [place]);
    expect(draft).toEqual({ text: "first second", attachments: [{ place }] });
  });

  it("restores what was stored and nothing else", () => {
    expect(restoreDraft({ text: "x", attachments: [{ place: { path: "a" } }, { nope: 1 }] })).toEqual({
      text: "x",
      attachments: [{ place: { path: "a" } }],
    });
    for (const broken of [null, undefined, 3, { text: 1 }, { text: "x", attachments: "y" }]) {
      expect(restoreDraft(broken)).toEqual(emptyDraft);
    }
  });
});
