import type { Frame, Page } from "playwright-core";
import { poll } from "./poll";

const appearSeconds = 20;

/**
 * The visible webview that holds an element of `selector`; `[data-view=chat]` is the chat. A webview is a frame in a frame, and VS Code makes a new inner one
 * whenever the document is set or the view moves: ask again after each of these instead of keeping the frame.
 */
export async function webviewFrame(page: Page, selector: string): Promise<Frame> {
  return poll(`a visible webview with ${selector}`, appearSeconds, async () => {
    for (const frame of page.frames()) {
      if (await isShown(frame, selector)) return frame;
    }
    return undefined;
  });
}

/** A frame that is replaced while it is looked at is simply not the one. */
async function isShown(frame: Frame, selector: string): Promise<boolean> {
  try {
    const outer = frame.parentFrame();
    if (outer === null || outer.parentFrame() === null) return false;
    const [inside, around] = [await frame.frameElement(), await outer.frameElement()];
    if ((await inside.getAttribute("id")) !== "active-frame" || !(await around.isVisible())) return false;
    return (await frame.locator(selector).count()) > 0;
  } catch {
    return false;
  }
}
