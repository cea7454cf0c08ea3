import { html, nothing, type TemplateResult } from "lit";
import type { ChatAction, ChatState, ProviderStatus } from "../../src/protocol/chat";
import { button } from "../components/button";
import { icon } from "../components/icon";
import { progressRing } from "../components/progress";
import type { Context } from "./context";
import { suggestionList } from "./rows/suggestions";

/** What is shown where no conversation is: what this is and what to ask, or what is missing before one can ask. */
export function startPage(chat: ChatState, context: Context): TemplateResult {
  const { strings } = context;
  if (chat.workspace === "untrusted") {
    return missing("shield", "untrusted", "manage-trust", context);
  }
  if (chat.workspace === "no-folder") {
    return missing("folder", "no-folder", "open-folder", context);
  }
  return html`<div class="start">
    <p class="start-sentence">${strings.text("empty.sentence")}</p>
    ${
      chat.suggestions.length === 0
        ? nothing
        : html`<h2 class="start-title">${strings.text("empty.try")}</h2>
            ${suggestionList(chat.suggestions.slice(0, 3), context)}`
    }
    ${
      chat.provider.provider === "offline"
        ? html`<p class="start-model">${strings.text("empty.no-model")} ${connect(chat.provider, context)}</p>`
        : nothing
    }
  </div>`;
}

/** Above a conversation that can be read but not continued. */
export function banner(chat: ChatState, context: Context): TemplateResult | typeof nothing {
  if (chat.workspace === "ready" || chat.items.length === 0) return nothing;
  const [name, action] =
    chat.workspace === "untrusted" ? (["untrusted", "manage-trust"] as const) : (["no-folder", "open-folder"] as const);
  return html`<div class="banner">
    ${icon("info")}<span>${context.strings.text(`${name}.sentence`)}</span>${actionButton(action, "secondary", context)}
  </div>`;
}

/** Until the first snapshot; after a while with a way out. */
export function loadingPage(isSilent: boolean, context: Context): TemplateResult {
  const { strings } = context;
  return html`<div class="start loading">
    ${progressRing(strings.text("chat.loading"))}
    ${
      isSilent
        ? html`<p>${strings.text("chat.silent")}</p>
            <div class="buttons">
              ${actionButton("reload", "primary", context)}${actionButton("show-log", "secondary", context)}
            </div>`
        : nothing
    }
  </div>`;
}

function missing(
  iconName: string,
  name: "untrusted" | "no-folder",
  action: "manage-trust" | "open-folder",
  context: Context,
): TemplateResult {
  const { strings } = context;
  return html`<div class="start missing">
    ${icon(iconName)}
    <h2 class="start-title">${strings.text(`${name}.title`)}</h2>
    <p>${strings.text(`${name}.sentence`)}</p>
    <div class="buttons">${actionButton(action, "primary", context)}</div>
  </div>`;
}

function actionButton(
  action: ChatAction,
  appearance: "primary" | "secondary",
  { strings, post }: Context,
): TemplateResult {
  return button({
    label: strings.text(`action.${action}`),
    appearance,
    onClick: () => post({ type: "action", action }),
  });
}

/** What was found, by its name; else the list of what there could be. */
function connect({ offer }: ProviderStatus, { strings, post }: Context): TemplateResult {
  return html`<button
    type="button"
    class="link-button"
    @click=${() => post({ type: "action", action: offer?.action ?? "connect-model" })}
  >${offer?.text ?? strings.text("empty.connect")}</button>`;
}
