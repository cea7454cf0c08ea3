import type { FromWebview, ToWebview } from "../../src/protocol/chat";
import type { Draft } from "./composer/draft";
import { parseIncoming } from "./incoming";
import type { Place } from "./transcript/scroll-position";

/** What survives when the view is hidden or moved. The truth of the conversation is with the host, not here. */
interface Remembered {
  readonly draft?: Draft;
  readonly place?: Place;
}

/** The only door to the host. */
export interface Bridge {
  post(message: FromWebview): void;
  remember(values: Remembered): void;
  readonly remembered: Remembered;
  /** `take` gets what arrived since the last frame, in order. Several calls a frame would lay the page out several times. */
  listen(take: (messages: readonly ToWebview[]) => void): void;
}

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: Remembered): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export function createBridge(): Bridge {
  const api = acquireVsCodeApi();
  const state = api.getState();
  let remembered: Remembered = typeof state === "object" && state !== null ? state : {};
  let isSaving = false;
  return {
    get remembered() {
      return remembered;
    },
    post: (message) => api.postMessage(message),
    remember(values) {
      remembered = { ...remembered, ...values };
      if (isSaving) return;
      isSaving = true;
      // Scrolling and typing change it all the time, and each save goes to the host.
      setTimeout(() => {
        isSaving = false;
        api.setState(remembered);
      }, 200);
    },
    listen(take) {
      let waiting: ToWebview[] = [];
      window.addEventListener("message", ({ data }) => {
        const message = parseIncoming(data);
        if (message === undefined) {
          // A view that stands still gives no other sign of what it could not read.
          console.info("A message of the host was not understood.", data);
          return;
        }
        waiting.push(message);
        if (waiting.length > 1) return;
        requestAnimationFrame(() => {
          const arrived = waiting;
          waiting = [];
          take(arrived);
        });
      });
    },
  };
}
