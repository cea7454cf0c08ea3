import type { ReportFigures, ReportOverview, UtteranceDetail } from "../../src/protocol/report";
import { emptyIndex, type UtteranceIndex } from "./utterances/utterance-index";

/** All that the host has told this view. What a person filtered or opened here is not part of it. */
export interface ViewState {
  readonly overview?: ReportOverview;
  readonly figures?: ReportFigures;
  /** Whether the clips of the run are on this machine. Absent until it is known. */
  readonly transcripts?: boolean;
  readonly index: UtteranceIndex;
  /** Alignments by utterance, of `row` against the first one. */
  readonly details: ReadonlyMap<number, UtteranceDetail>;
  /** The row that the first one is compared with; 0 where there is no other. */
  readonly row: number;
  readonly failed: { readonly [Part in "overview" | "figures" | "utterances"]?: string };
}

export const initialState: ViewState = { index: emptyIndex, details: new Map(), row: 0, failed: {} };
