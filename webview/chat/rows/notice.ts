import { html, nothing, type TemplateResult } from "lit";
import type { ChatAction, FromWebview, NoticeItem } from "../../../src/protocol/chat";
import { button } from "../../components/button";
import { icon } from "../../components/icon";
import type { Context } from "../context";
import { visibleText } from "./visible-text";

const icons: Readonly<Record<NoticeItem["tone"], string>> = {
  waiting: "loading codicon-modifier-spin",
  note: "info",
  error: "error",
};

/** What a person should know: one sentence, and buttons for what they can do. The host counts waits down in the text. */
export function noticeRow({ id, tone, text, actions }: NoticeItem, { strings, post }: Context): TemplateResult {
  return html`<div class="notice ${tone}">
    ${icon(icons[tone])}
    <div class="notice-body">
      <span class="notice-text">${visibleText(text, strings)}</span>
      ${
        actions.length === 0
          ? nothing
          : html`<div class="buttons">${actions.map((action) =>
              button({ label: strings.text(`action.${action}`), onClick: () => post(messageOf(action, id)) }),
            )}</div>`
      }
    </div>
  </div>`;
}

/** Trying again means the question that the notice is about, which need not be the last one. */
function messageOf(action: ChatAction, id: string): FromWebview {
  return action === "retry" ? { type: "retry", id } : { type: "action", action };
}
