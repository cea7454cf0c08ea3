import type { Frame, Page } from "playwright-core";
import type { Driver } from "./driver";
import { poll } from "./poll";
import { webviewFrame } from "./webview";

/** The chat view of a window. Opened anew after a reload, since the view is then another one. */
export interface Chat {
  readonly frame: Frame;
  /** Types into the composer and sends. */
  ask(question: string): Promise<void>;
  /** Waits until the question is the last one of the transcript, nothing runs and nothing waits. */
  answered(question: string): Promise<void>;
  /** The rows from the last question on, one text each: blanks folded, times as `_`. */
  lastTurn(): Promise<string[]>;
  /** Milliseconds from the click on Stop until the composer shows that nothing runs, as the page itself measures it. */
  stop(): Promise<number>;
}

export async function openChat(page: Page, driver: Driver): Promise<Chat> {
  await driver.executeCommand("mlEngineer.chat.focus");
  return chatOf(await webviewFrame(page, "[data-view=chat]"));
}

function chatOf(frame: Frame): Chat {
  const composer = frame.locator("#composer-text");
  const lastTurn = async () => {
    const rows = await frame.evaluate<{ question: string; text: string }[]>(readRows);
    const last = rows.findLastIndex(({ question }) => question !== "");
    return rows.slice(Math.max(0, last));
  };
  return {
    frame,
    async ask(question) {
      await composer.fill(question);
      await composer.press("Enter");
    },
    async answered(question) {
      let wasBusy = false;
      await poll(`the end of the answer to "${question}"`, 30, async () => {
        const [first] = await lastTurn();
        const isBusy = (await frame.locator(".composer .stop, .queue").count()) > 0;
        wasBusy ||= isBusy;
        // A long answer pushes its question out of the page.
        const isReached = first?.question === question || (first?.question === "" && wasBusy);
        return isReached && !isBusy ? true : undefined;
      });
    },
    lastTurn: async () => (await lastTurn()).map(({ text }) => readable(text)).filter((text) => text !== ""),
    stop: () => frame.evaluate<number>(clickStop),
  };
}

// These run in the page, whose types the tests do not have.

/** The rows in the page, at one moment. The parts of the line under an answer are kept apart by style alone. */
const readRows = `[...document.querySelectorAll(".transcript .row")].map((row) => {
  const figures = [...row.querySelectorAll(".usage-part")].map((part) => part.textContent);
  const notice = [...row.querySelectorAll(".notice-text")].map((part) => part.textContent);
  return {
    question: row.querySelector(".question-text")?.textContent ?? "",
    text: figures.length === 0 ? row.innerText : [...notice, figures.join(" · ")].join(" | "),
  };
})`;

const clickStop = `new Promise((resolve) => {
  const button = () => document.querySelector(".composer .stop");
  const start = performance.now();
  const look = () => (button() === null ? resolve(performance.now() - start) : requestAnimationFrame(look));
  button().click();
  look();
})`;

function readable(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/\d+([.,]\d+)? (ms|s)\b/g, "_")
    .trim();
}
