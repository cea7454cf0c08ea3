import { html, type TemplateResult } from "lit";
import type { Item } from "../../../src/protocol/chat";
import type { Context } from "../context";
import { line } from "./line";
import { visibleText } from "./visible-text";

/** What the model thought, closed until somebody wants to know. */
export function thinkingRow({ id, text, done }: Extract<Item, { kind: "thinking" }>, context: Context): TemplateResult {
  const { strings, local } = context;
  return line({
    name: strings.text(done ? "thinking.done" : "thinking.running"),
    open: local.opened.has(id),
    className: done ? "thinking" : "thinking running",
    onToggle: () => local.toggleOpened(id),
    content: () =>
      html`<div class="thinking-text" tabindex="0" role="group" aria-label=${strings.text("thinking.done")}>${visibleText(text, strings)}</div>`,
  });
}
