import type { FromWebview, ToWebview } from "../../src/protocol/chat";
import { type Bridge, createBridge as createViewBridge } from "../components/bridge";
import type { Draft } from "./composer/draft";
import { parseIncoming } from "./incoming";
import type { Place } from "./transcript/scroll-position";

/** What survives when the view is hidden or moved. The truth of the conversation is with the host, not here. */
interface Remembered {
  readonly draft: Draft;
  readonly place: Place;
}

export function createBridge(): Bridge<ToWebview, FromWebview, Remembered> {
  return createViewBridge(parseIncoming);
}
