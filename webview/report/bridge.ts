import type { FromWebview, ToWebview } from "../../src/protocol/report";
import { type Bridge, createBridge } from "../components/bridge";
import { parseIncoming } from "./incoming";
import type { Filter } from "./utterances/select";

/** What survives when the view is hidden, and over a reload of the window, where `root` and `folder` bring the run back. */
interface Remembered {
  readonly root: string;
  readonly folder: string;
  readonly filter: Filter;
}

export type ReportBridge = Bridge<ToWebview, FromWebview, Remembered>;

export function createReportBridge(): ReportBridge {
  return createBridge(parseIncoming);
}
