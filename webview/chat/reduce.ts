import type { Change, ChatState, Item, ToWebview } from "../../src/protocol/chat";
import type { ViewState } from "./state";

/** The view after a message of the host. Pure, and complete by its type: a new message does not compile until it is here. */
export function reduce(state: ViewState, message: ToWebview): ViewState {
  const reducer = reducers[message.type] as (state: ViewState, message: ToWebview) => ViewState;
  return reducer(state, message);
}

const reducers: {
  readonly [Type in ToWebview["type"]]: (state: ViewState, message: Extract<ToWebview, { type: Type }>) => ViewState;
} = {
  snapshot: (state, { sequence, state: chat }) => ({ ...state, chat, sequence, stale: false }),

  patch(state, { sequence, changes }) {
    if (state.chat === undefined || state.stale) return state;
    if (sequence !== state.sequence + 1) return { ...state, stale: true };
    return { ...state, sequence, chat: applyChanges(state.chat, changes) };
  },

  earlier(state, { items, earlier }) {
    if (state.chat === undefined) return state;
    const known = new Set(state.chat.items.map((item) => item.id));
    const older = items.filter((item) => !known.has(item.id));
    return { ...state, chat: { ...state.chat, items: [...older, ...state.chat.items], earlier } };
  },

  mentions: (state, { request, mentions }) => ({ ...state, mentions: { request, mentions } }),

  compose: (state, { text, attachments }) => ({
    ...state,
    composed: { count: state.composed.count + 1, text, attachments },
  }),
};

/** The items are copied once for all changes of a patch, however many there are. */
function applyChanges(chat: ChatState, changes: readonly Change[]): ChatState {
  const draft = { chat, items: [...chat.items] };
  for (const change of changes) {
    const apply = appliers[change.type] as (draft: Draft, change: Change) => void;
    apply(draft, change);
  }
  return { ...draft.chat, items: draft.items };
}

interface Draft {
  chat: ChatState;
  readonly items: Item[];
}

const appliers: {
  readonly [Type in Change["type"]]: (draft: Draft, change: Extract<Change, { type: Type }>) => void;
} = {
  append(draft, { item }) {
    replaceAt(draft.items, indexOf(draft.items, item.id), item);
  },
  replace(draft, { item }) {
    replaceAt(draft.items, indexOf(draft.items, item.id), item);
  },
  "append-text"(draft, { id, text }) {
    const index = indexOf(draft.items, id);
    const item = draft.items[index];
    if (item?.kind === "answer" || item?.kind === "thinking") draft.items[index] = { ...item, text: item.text + text };
  },
  remove(draft, { id }) {
    const index = indexOf(draft.items, id);
    if (index >= 0) draft.items.splice(index, 1);
  },
  state(draft, { values }) {
    draft.chat = { ...draft.chat, ...values };
  },
};

/** Searches from the end, where nearly every change happens. */
function indexOf(items: readonly Item[], id: string): number {
  return items.findLastIndex((item) => item.id === id);
}

/** An item that is not there yet goes to the end: a transcript never holds the same id twice. */
function replaceAt(items: Item[], index: number, item: Item): void {
  if (index >= 0) items[index] = item;
  else items.push(item);
}
