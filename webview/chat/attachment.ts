import { html, nothing, type TemplateResult } from "lit";
import type { Attachment } from "../../src/protocol/chat";
import { icon } from "../components/icon";
import { iconButton } from "../components/icon-button";
import type { Context } from "./context";
import { formatPlace, formatPlaceShort } from "./format";
import { visible } from "./markdown/hidden-characters";
import { openPlace } from "./open";

/** A file that goes with a question: a click opens it, and in the composer it can be taken away again. */
export function attachmentChip(place: Attachment, context: Context, onRemove?: () => void): TemplateResult {
  const { strings } = context;
  const name = visible(formatPlace(place));
  return html`<span class="chip">
    <button
      type="button"
      class="chip-name"
      title=${name}
      aria-label=${strings.text("attachment.open", { name })}
      @click=${(event: MouseEvent) => openPlace(place, event, context)}
    >${icon("file")}<span>${visible(formatPlaceShort(place))}</span></button>
    ${
      onRemove === undefined
        ? nothing
        : iconButton({
            icon: "close",
            label: strings.text("attachment.remove", { name }),
            className: "chip-remove",
            onClick: onRemove,
          })
    }
  </span>`;
}
