import { html, type TemplateResult } from "lit";
import "./toolkit";

export interface ButtonOptions {
  readonly label: string;
  readonly onClick: () => void;
  /** Default: secondary. */
  readonly appearance?: "primary" | "secondary";
  readonly title?: string;
  readonly isDisabled?: boolean;
}

/** A button with words, as in VS Code's own dialogs and views. */
export function button(options: ButtonOptions): TemplateResult {
  const { label, onClick, appearance = "secondary", title = "", isDisabled = false } = options;
  return html`<vscode-button
    class="button"
    appearance=${appearance}
    title=${title}
    ?disabled=${isDisabled}
    @click=${onClick}
  >${label}</vscode-button>`;
}
