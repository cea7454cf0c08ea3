import type { Attachment, Mention } from "../../../src/protocol/chat";

/** A question that is being written. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly DraftAttachment[];
}

/** `mention` is the word in the text that stands for the file, without its `@`: without the word the file does not go along. */
export interface DraftAttachment {
  readonly place: Attachment;
  readonly mention?: string;
}

export const emptyDraft: Draft = { text: "", attachments: [] };

/** A draft as the view remembered it, or an empty one when that is not what was stored. */
export function restoreDraft(stored: unknown): Draft {
  const { text, attachments } = (stored ?? {}) as Partial<Draft>;
  if (typeof text !== "string" || !Array.isArray(attachments)) return emptyDraft;
  return { text, attachments: attachments.filter(({ place }) => typeof place?.path === "string") };
}

export function withText(draft: Draft, text: string): Draft {
  const attachments = draft.attachments.filter(({ mention }) => mention === undefined || text.includes(`@${mention}`));
  return { text, attachments };
}

/** Adds what the host wants to have in the question; the same place only once. */
export function withMore(draft: Draft, text: string, places: readonly Attachment[]): Draft {
  const known = new Set(draft.attachments.map(({ place }) => JSON.stringify(place)));
  const added = places.filter((place) => !known.has(JSON.stringify(place))).map((place) => ({ place }));
  const separator = draft.text === "" || text === "" || /\s$/.test(draft.text) ? "" : " ";
  return { text: draft.text + separator + text, attachments: [...draft.attachments, ...added] };
}

export function withoutAttachment(draft: Draft, removed: DraftAttachment): Draft {
  const { mention } = removed;
  const text =
    mention === undefined ? draft.text : draft.text.replaceAll(`@${mention} `, "").replaceAll(`@${mention}`, "");
  return { text, attachments: draft.attachments.filter((attachment) => attachment !== removed) };
}

/** The word behind an `@` in which the cursor stands, and where it begins; an `@` inside a word, as in addresses, is none. */
export function mentionAt(
  text: string,
  cursor: number,
): { readonly query: string; readonly start: number } | undefined {
  const match = /(?:^|\s)@([^\s@]{0,200})$/.exec(text.slice(Math.max(0, cursor - 210), cursor));
  const query = match?.[1];
  return query === undefined ? undefined : { query, start: cursor - query.length - 1 };
}

/** Puts the chosen file in place of the word, and the cursor behind it. */
export function withMention(
  draft: Draft,
  mention: Mention,
  start: number,
  cursor: number,
): { readonly draft: Draft; readonly cursor: number } {
  const word = `@${mention.label} `;
  const text = draft.text.slice(0, start) + word + draft.text.slice(cursor).replace(/^ /, "");
  const { path, line, endLine, label } = mention;
  const place = { path, ...(line === undefined ? {} : { line }), ...(endLine === undefined ? {} : { endLine }) };
  const others = draft.attachments.filter((attachment) => attachment.mention !== label);
  return { draft: { text, attachments: [...others, { place, mention: label }] }, cursor: start + word.length };
}
