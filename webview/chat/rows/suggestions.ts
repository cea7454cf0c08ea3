import { html, type TemplateResult } from "lit";
import type { Context } from "../context";
import { visible } from "../markdown/hidden-characters";

/** Questions that follow from the answer. A click asks. */
export function suggestionsRow(suggestions: readonly string[], context: Context): TemplateResult {
  return html`<div class="suggestions">
    <span class="suggestions-title">${context.strings.text("suggestions.next")}</span>
    ${suggestionList(suggestions, context)}
  </div>`;
}

export function suggestionList(suggestions: readonly string[], { post }: Context): TemplateResult {
  return html`<ul class="suggestion-list">${suggestions.map(
    (text) => html`<li>
      <button type="button" class="link-button" @click=${() => post({ type: "ask", text, attachments: [] })}>
        ${visible(text)}
      </button>
    </li>`,
  )}</ul>`;
}
