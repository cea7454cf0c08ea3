import type { ToWebview } from "../../src/protocol/report";
import type { ViewState } from "./state";
import { emptyIndex, withBatch } from "./utterances/utterance-index";

/** What a person does in the view that changes which data it needs. */
export type Action = { readonly type: "choose-row"; readonly row: number };
type Message = ToWebview | Action;

/** The view after a message of the host. Pure, and complete by its type: a new message does not compile until it is here. */
export function reduce(state: ViewState, message: Message): ViewState {
  const reducer = reducers[message.type] as (state: ViewState, message: Message) => ViewState;
  return reducer(state, message);
}

/** Alignments that are kept; what was opened long ago is asked for again. */
const mostDetails = 400;

const reducers: {
  readonly [Type in Message["type"]]: (state: ViewState, message: Extract<Message, { type: Type }>) => ViewState;
} = {
  /** The first message of everything: what was there before belongs to an earlier state of the run. */
  overview: (state, { overview }) => ({
    overview,
    index: emptyIndex,
    details: new Map(),
    row: overview.rows.length > 1 ? Math.min(Math.max(1, state.row), overview.rows.length - 1) : 0,
    failed: {},
  }),
  figures: (state, { figures }) => ({ ...state, figures }),
  transcripts: (state, { transcripts }) => ({ ...state, transcripts }),
  index: (state, { batch }) => ({ ...state, index: withBatch(state.index, batch) }),
  details(state, { row, details }) {
    if (row !== state.row) return state;
    const known = [...state.details, ...details.map((detail) => [detail.index, detail] as const)];
    return { ...state, details: new Map(known.slice(-mostDetails)) };
  },
  failed: (state, { part, message }) => ({ ...state, failed: { ...state.failed, [part]: message } }),
  "choose-row": (state, { row }) => (row === state.row ? state : { ...state, row, details: new Map() }),
};
