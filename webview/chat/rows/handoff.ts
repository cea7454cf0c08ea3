import { html, nothing, type TemplateResult } from "lit";
import type { HandoffItem } from "../../../src/protocol/chat";
import { icon } from "../../components/icon";
import type { Context } from "../context";
import { visible } from "../markdown/hidden-characters";

const icons: Readonly<Record<HandoffItem["state"], string>> = {
  open: "arrow-right",
  sent: "comment-discussion",
  running: "loading codicon-modifier-spin",
  answered: "pass",
  continued: "pass",
  dismissed: "circle-slash",
};

/** Work that was handed to a specialist, on one line with its present state. A click shows it in the tree. */
export function handoffRow(item: HandoffItem, { strings, post }: Context): TemplateResult {
  const { handoff, to, task, state, deferred } = item;
  const name = strings.text("handoff.title", { agent: visible(to) });
  const about = visible(task.replace(/\s+/g, " ").trim());
  const status = strings.text(deferred !== undefined && state === "open" ? "handoff.deferred" : `handoff.${state}`);
  const hint = [strings.text("handoff.show"), ...(deferred === undefined ? [] : [visible(deferred)])].join(". ");
  const show = () => post({ type: "show-handoff", id: handoff });
  return html`<div class="line handoff ${state}" title=${hint} @click=${show}>
    <button type="button" class="line-button" aria-label=${`${name}: ${about}, ${status}. ${hint}`}>
      ${icon(icons[state])}<span class="line-name">${name}</span>
    </button>
    <span class="line-detail"><span class="line-title" title=${about}>${about}</span></span>
    <span class="line-figure">${status}${
      item.blocking && isWaitedFor(state)
        ? html`<span class="blocking" title=${strings.text("handoff.blocking")}>${icon("watch")}</span>`
        : nothing
    }</span>
  </div>`;
}

function isWaitedFor(state: HandoffItem["state"]): boolean {
  return state === "open" || state === "sent" || state === "running";
}
