import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../../components/icon";

export interface LineOptions {
  readonly open: boolean;
  /** What the line is called; together with `label` the name of its button. */
  readonly name: string;
  /** What follows the name for those who do not see the line. */
  readonly about?: string;
  /** Replaces the chevron, for example while something runs. */
  readonly iconName?: string;
  /** Beside the name, inside the button. */
  readonly label?: TemplateResult | string;
  /** Beside the button: things with a click of their own. */
  readonly detail?: TemplateResult | string | typeof nothing;
  /** At the right end, in this order; the last ones go first when the view is narrow. */
  readonly figures?: readonly (string | TemplateResult)[];
  readonly className?: string;
  readonly onToggle: () => void;
  /** Shown below while the line is open. */
  readonly content?: () => TemplateResult;
}

/** One quiet line that opens by a click or Enter. All collapsed parts of the transcript look like this. */
export function line(options: LineOptions): TemplateResult {
  const {
    open,
    name,
    about = "",
    iconName,
    label = "",
    detail = nothing,
    figures = [],
    className = "",
    onToggle,
    content,
  } = options;
  // The whole line is the target for the mouse; the button in it is the one for keyboard and screen reader.
  const click = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a, button:not(.line-button)") === null) onToggle();
  };
  return html`<div class="line ${className}" @click=${click}>
      <button type="button" class="line-button" aria-expanded=${open} aria-label=${about === "" ? name : `${name} ${about}`}>
        ${icon(iconName ?? (open ? "chevron-down" : "chevron-right"))}<span class="line-name">${name}</span>${label}
      </button>
      <span class="line-detail">${detail}</span>
      ${figures.map((figure) => html`<span class="line-figure">${figure}</span>`)}
    </div>
    ${open && content !== undefined ? html`<div class="line-content">${content()}</div>` : nothing}`;
}
