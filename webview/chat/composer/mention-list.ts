import { html, nothing, type TemplateResult } from "lit";
import type { Mention } from "../../../src/protocol/chat";
import { icon } from "../../components/icon";
import type { Context } from "../context";
import { mentionAt } from "./draft";

export const mentionListId = "mentions";

/** The list under an `@`: which word it completes, what it offers, what is chosen. */
export interface MentionList {
  readonly mentions: readonly Mention[];
  readonly active: number;
  readonly start: number;
  readonly isOpen: boolean;
  /** The word at the cursor changed: asks the host, unless nothing is to be completed there. */
  follow(text: string, cursor: number): void;
  /** An answer of the host; one to an older search is dropped. */
  take(request: number, mentions: readonly Mention[]): void;
  move(steps: number): void;
  close(): void;
}

/** Milliseconds of quiet before the host is asked. */
const pause = 80;

export function createMentionList({ post }: Context, changed: () => void): MentionList {
  let request = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state: { mentions: readonly Mention[]; active: number; start: number; isOpen: boolean } = closed;
  let dismissed = -1;
  return {
    get mentions() {
      return state.mentions;
    },
    get active() {
      return state.active;
    },
    get start() {
      return state.start;
    },
    get isOpen() {
      return state.isOpen;
    },
    follow(text, cursor) {
      const word = mentionAt(text, cursor);
      clearTimeout(timer);
      if (word === undefined || word.start === dismissed) {
        if (word === undefined) dismissed = -1;
        if (state.isOpen) state = closed;
        return;
      }
      state = { ...state, start: word.start };
      timer = setTimeout(() => {
        request++;
        post({ type: "find-mentions", request, query: word.query });
      }, pause);
    },
    take(answered, mentions) {
      if (answered !== request) return;
      state = { ...state, mentions, active: 0, isOpen: true };
      changed();
    },
    move(steps) {
      const count = state.mentions.length;
      if (count > 0) state = { ...state, active: (state.active + steps + count) % count };
      changed();
      document.getElementById(optionId(state.active))?.scrollIntoView({ block: "nearest" });
    },
    close() {
      clearTimeout(timer);
      dismissed = state.start;
      request++;
      state = closed;
      changed();
    },
  };
}

const closed = { mentions: [], active: 0, start: -1, isOpen: false };

export function optionId(index: number): string {
  return `mention-${index}`;
}

export function mentionListView(
  list: MentionList,
  { strings }: Context,
  choose: (mention: Mention) => void,
): TemplateResult | typeof nothing {
  if (!list.isOpen) return nothing;
  if (list.mentions.length === 0) return html`<div class="mentions quiet">${strings.text("mentions.none")}</div>`;
  // The text area keeps the focus: pressing the mouse must not take it away.
  const keepFocus = (event: Event) => event.preventDefault();
  return html`<ul class="mentions" id=${mentionListId} role="listbox" aria-label=${strings.text("mentions.label")} @mousedown=${keepFocus}>
    ${list.mentions.map(
      (mention, index) => html`<li
        id=${optionId(index)}
        role="option"
        aria-selected=${index === list.active}
        @click=${() => choose(mention)}
      >${icon(mention.line === undefined ? "file" : "list-selection")}<span class="mention-label">${mention.label}</span
        ><span class="mention-detail">${mention.detail}</span></li>`,
    )}
  </ul>`;
}
