import { html, type TemplateResult } from "lit";
import { icon } from "./icon";

export interface IconButtonOptions {
  readonly icon: string;
  /** Name and tooltip. */
  readonly label: string;
  readonly onClick: (event: Event) => void;
  readonly className?: string;
  readonly disabled?: boolean;
}

/** A button that is only an icon, as in VS Code's toolbars. A plain element: a transcript has hundreds of them. */
export function iconButton(options: IconButtonOptions): TemplateResult {
  const { label, onClick, className = "", disabled = false } = options;
  return html`<button
    type="button"
    class="icon-button ${className}"
    title=${label}
    aria-label=${label}
    ?disabled=${disabled}
    @click=${onClick}
  >${icon(options.icon)}</button>`;
}
