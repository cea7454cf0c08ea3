import type { Page } from "playwright-core";
import type { Change, ChatState, FromWebview, ToWebview } from "../../../src/protocol/chat";
import type { Translation } from "../../../webview/chat/strings";
import { openViewPage, type ViewPageOptions } from "./view-page";

export { closeBrowser, themeNames } from "./view-page";

export interface ChatPage {
  readonly page: Page;
  /** Posts a message as the host does and waits until the view has drawn it. */
  send(message: ToWebview): Promise<void>;
  /** The same for anything at all. */
  sendRaw(message: unknown): Promise<void>;
  show(state: ChatState): Promise<void>;
  patch(...changes: readonly Change[]): Promise<void>;
  /** What the view has posted since the last call, without `ready`. */
  posted(): Promise<readonly FromWebview[]>;
  /** What the page asked the network for beyond its own four files, what its policy refused, and what it threw. */
  readonly incidents: readonly string[];
  /** Opens every row that can be opened. */
  openRows(): Promise<void>;
  /** What the view stored for itself. */
  stored(): Promise<unknown>;
  close(): Promise<void>;
}

export interface ChatPageOptions extends ViewPageOptions {
  readonly translation?: Translation;
}

export async function openChatPage(options: ChatPageOptions = {}): Promise<ChatPage> {
  const view = await openViewPage("chat", options);
  const { page, sendRaw } = view;
  let sequence = 0;
  return {
    ...view,
    send: sendRaw,
    show: (state) => sendRaw({ type: "snapshot", sequence: ++sequence, state } satisfies ToWebview),
    patch: (...changes) => sendRaw({ type: "patch", sequence: ++sequence, changes } satisfies ToWebview),
    posted: async () => ((await view.posted()) as readonly FromWebview[]).filter(({ type }) => type !== "ready"),
    openRows: async () => {
      await page.evaluate(`
        document.querySelectorAll(".line-button[aria-expanded=false]").forEach((button) => button.click());
        window.host.frames()`);
    },
  };
}
