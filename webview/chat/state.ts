import type { Attachment, ChatState, Mention } from "../../src/protocol/chat";

/** All that the host has told this view. What a person opened or typed here is not part of it. */
export interface ViewState {
  /** Absent until the first snapshot. */
  readonly chat?: ChatState;
  /** Of the last snapshot or patch that was applied. */
  readonly sequence: number;
  /** A message was missed: nothing but a snapshot is applied until one comes. */
  readonly stale: boolean;
  /** The newest answer to a search for mentions. */
  readonly mentions?: { readonly request: number; readonly mentions: readonly Mention[] };
  /** What the host wants in the composer; `count` tells one wish from the next. */
  readonly composed: {
    readonly count: number;
    readonly text: string;
    readonly attachments: readonly Attachment[];
  };
}

export const initialState: ViewState = {
  sequence: 0,
  stale: false,
  composed: { count: 0, text: "", attachments: [] },
};
