import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

export interface TextAreaOptions {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onInput: (text: string) => void;
  readonly onKeydown: (event: KeyboardEvent) => void;
  /** Id of the list that this text area steers, and of the option that is chosen in it. */
  readonly list?: { readonly id: string; readonly active: string };
}

/**
 * A text area that grows with its text. It lies in the page itself, not in a shadow tree, where the list of mentions
 * could not be connected to it for screen readers.
 */
export function textArea(options: TextAreaOptions): TemplateResult {
  const { id, label, value, placeholder = "", onInput, onKeydown, list } = options;
  const input = ({ target }: Event) => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    grow(target);
    onInput(target.value);
  };
  return html`<textarea
    id=${id}
    class="text-area"
    rows="1"
    spellcheck="false"
    aria-label=${label}
    aria-autocomplete=${list === undefined ? "none" : "list"}
    aria-controls=${list?.id ?? ""}
    aria-activedescendant=${list?.active ?? ""}
    placeholder=${placeholder}
    .value=${live(value)}
    @input=${input}
    @keydown=${onKeydown}
  ></textarea>`;
}

/** While an input method composes, Enter and Escape belong to it. 229 is what older ones send for every key. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Browsers that size fields by their content need nothing; for the others the height follows by hand. */
export function grow(area: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
