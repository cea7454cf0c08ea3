import { html, nothing, type TemplateResult } from "lit";
import type { ChatState, ProviderStatus } from "../../../src/protocol/chat";
import { icon } from "../../components/icon";
import type { Context } from "../context";

/** Which model answers; a click chooses another. Why it is this one says the tooltip. */
export function statusLine({ label, reason }: ProviderStatus, { strings, post }: Context): TemplateResult {
  const title = strings.text("provider.choose", { reason });
  return html`<button
    type="button"
    class="bar-button provider"
    title=${title}
    aria-label=${`${label}. ${title}`}
    @click=${() => post({ type: "action", action: "choose-model" })}
  ><span class="bar-label">${label}</span>${icon("chevron-down")}</button>`;
}

type Tools = ChatState["tools"];

export function toolButton(
  tools: Tools,
  isOpen: boolean,
  { strings }: Context,
  toggle: () => void,
): TemplateResult | typeof nothing {
  if (tools.length === 0) return nothing;
  const usable = tools.filter(({ state }) => state !== "unavailable").length;
  const label = strings.count("tools.show", usable);
  return html`<button
    type="button"
    class="bar-button tools"
    title=${label}
    aria-label=${label}
    aria-expanded=${isOpen}
    @click=${toggle}
  >${icon("tools")}<span class="bar-label">${usable}</span></button>`;
}

/** Each tool that the agent names, with what it may do here, and why not. */
export function toolList(tools: Tools, { strings }: Context): TemplateResult {
  return html`<ul class="tool-list" aria-label=${strings.text("tools.label")}>${tools.map(
    ({ name, state, reason }) => html`<li class=${state}>
      <span class="tool-name">${name}</span>
      <span class="tool-state" title=${reason ?? nothing}>${strings.text(`tools.${state}`)}${reason ? `: ${reason}` : ""}</span>
    </li>`,
  )}</ul>`;
}
