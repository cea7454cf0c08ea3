import { html, type TemplateResult } from "lit";

/** A codicon by its name. It only decorates: what it means is said by the label beside or around it. */
export function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}
