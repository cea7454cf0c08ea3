/** The only door of a view to the host. `Remembered` survives when the view is hidden or moved. */
export interface Bridge<To, From, Remembered> {
  post(message: From): void;
  remember(values: Partial<Remembered>): void;
  readonly remembered: Partial<Remembered>;
  /** `take` gets what arrived since the last frame, in order. Several calls a frame would lay the page out several times. */
  listen(take: (messages: readonly To[]) => void): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** @param parse what arrived as a message of the host, or undefined when it is none */
export function createBridge<To, From, Remembered extends object>(
  parse: (data: unknown) => To | undefined,
): Bridge<To, From, Remembered> {
  const api = acquireVsCodeApi();
  const state = api.getState();
  let remembered: Partial<Remembered> = typeof state === "object" && state !== null ? (state as Remembered) : {};
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
      let waiting: To[] = [];
      window.addEventListener("message", ({ data }) => {
        const message = parse(data);
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
