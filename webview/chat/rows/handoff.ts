import { html, type TemplateResult } from "lit";
import type { HandoffItem } from "../../../src/protocol/chat";
import { icon } from "../../components/icon";
import type { Context } from "../context";
import { visibleText } from "./visible-text";

/** Work that was handed to a specialist, on one line. */
export function handoffRow({ to, task }: HandoffItem, { strings }: Context): TemplateResult {
  return html`<div class="line handoff">${icon("arrow-right")}<span>${visibleText(`${to}: ${task}`, strings)}</span></div>`;
}
