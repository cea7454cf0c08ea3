import { html, type TemplateResult } from "lit";
import "./toolkit";

export interface ButtonOptions {
  readonly label: string;
  readonly onClick: () => void;
  /** Default: secondary. */
  readonly appearance?: "primary" | "secondary";
  readonly title?: string;
}

/** A button with words, as in VS Code's own dialogs and views. */
export function button({ label, onClick, appearance = "secondary", title = "" }: ButtonOptions): TemplateResult {
  return html`<vscode-button class="button" appearance=${appearance} title=${title} @click=${onClick}>${label}</vscode-button>`;
}
