import { html, type TemplateResult } from "lit";
import { icon } from "./icon";

/** For waits of unknown length. */
export function progressRing(label: string): TemplateResult {
  return html`<span class="progress-ring" role="progressbar" aria-label=${label}>${icon("loading codicon-modifier-spin")}</span>`;
}
