import type { FromWebview } from "../../src/protocol/report";
import type { Plots } from "./plots/plots";
import type { Strings } from "./strings";

/** What every part of the view gets handed in. */
export interface Context {
  readonly strings: Strings;
  readonly plots: Plots;
  post(message: FromWebview): void;
}
