import { html, nothing, type TemplateResult } from "lit";
import type { ChatState, TeamState } from "../../../src/protocol/chat";
import { button } from "../../components/button";
import { icon } from "../../components/icon";
import type { Context } from "../context";
import { visible } from "../markdown/hidden-characters";

/** Behind the last row: what can be done with the results that came back, and whether files may go into the repository. */
export function teamRow({ results, consent }: TeamState, context: Context): TemplateResult {
  return html`${results === undefined ? nothing : resultsNotice(results, context)}
  ${consent === undefined ? nothing : consentNotice(consent, context)}`;
}

/** Above a conversation that a handoff began: who answers, what, and the way to the conversation that asked. */
export function roleLine({ team }: ChatState, { strings, post }: Context): TemplateResult | typeof nothing {
  const role = team?.role;
  if (role === undefined) return nothing;
  const { kind, agent, task, conversation } = role;
  const text = visible(strings.text(`role.${kind}`, { agent, task }));
  const open = () => post({ type: "open-conversation", id: conversation });
  return html`<div class="banner role" role="note">
    ${icon(kind === "answers" ? "person" : "debug-continue")}<span title=${text}>${text}</span>${
      conversation === ""
        ? nothing
        : html`<button type="button" class="link-button" @click=${open}>${strings.text(`role.${kind}-link`)}</button>`
    }
  </div>`;
}

function resultsNotice(results: NonNullable<TeamState["results"]>, { strings, post }: Context): TemplateResult {
  if (results.state === "ready") {
    const { handoff, count } = results;
    return notice(
      "pass",
      strings.count("results.ready", count),
      button({
        label: strings.text("results.continue"),
        appearance: "primary",
        onClick: () => post({ type: "continue", handoff }),
      }),
    );
  }
  const { conversation } = results;
  return notice(
    "debug-continue",
    strings.text("results.continued"),
    button({
      label: strings.text("results.open"),
      onClick: () => post({ type: "open-conversation", id: conversation }),
    }),
  );
}

function consentNotice(folders: readonly string[], { strings, post }: Context): TemplateResult {
  const [handoffs = "", memory = ""] = folders;
  return notice(
    "repo",
    strings.text("consent.question", { handoffs, memory }),
    html`${button({
      label: strings.text("action.keep-team-files"),
      onClick: () => post({ type: "action", action: "keep-team-files" }),
    })}${button({
      label: strings.text("action.keep-team-private"),
      onClick: () => post({ type: "action", action: "keep-team-private" }),
    })}`,
  );
}

function notice(iconName: string, text: string, buttons: TemplateResult): TemplateResult {
  return html`<div class="notice note team">
    ${icon(iconName)}
    <div class="notice-body"><span class="notice-text">${text}</span><div class="buttons">${buttons}</div></div>
  </div>`;
}
