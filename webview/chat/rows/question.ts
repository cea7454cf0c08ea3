import { html, nothing, type TemplateResult } from "lit";
import type { Item } from "../../../src/protocol/chat";
import { button } from "../../components/button";
import { iconButton } from "../../components/icon-button";
import { isComposing, textArea } from "../../components/text-area";
import { attachmentChip } from "../attachment";
import type { Context } from "../context";
import { countLines } from "./count-lines";
import { visibleText } from "./visible-text";

type Question = Extract<Item, { kind: "question" }>;

/** A question of more lines, such as the brief of a handoff, shows its first ones: what is read is the answer. */
const mostLines = 12;

/** What a person asked. It can be edited in place, which asks again in a copy of the conversation. */
export function questionRow(question: Question, context: Context): TemplateResult {
  const { strings, local } = context;
  const isEdited = local.editing === question.id;
  return html`<article class="question" aria-label=${strings.text("question.you")}>
    <h2 class="for-screen-readers">${strings.text("question.you")}</h2>
    ${
      isEdited
        ? editor(question, context)
        : html`${text(question, context)}
            ${iconButton({
              icon: "edit",
              label: strings.text("question.edit"),
              className: "edit-question",
              onClick: () => startEdit(question, context),
            })}`
    }
    ${
      question.attachments.length === 0
        ? nothing
        : html`<ul class="chips">${question.attachments.map((place) => html`<li>${attachmentChip(place, context)}</li>`)}</ul>`
    }
  </article>`;
}

function text(question: Question, { strings, local }: Context): TemplateResult {
  const lines = countLines(question.text);
  const shown = visibleText(question.text, strings);
  if (lines <= mostLines) return html`<div class="question-text">${shown}</div>`;
  const isOpen = local.opened.has(question.id);
  return html`<div class="question-text ${isOpen ? "" : "cut"}">${shown}</div>
    <button type="button" class="link-button fold" aria-expanded=${isOpen} @click=${() => local.toggleOpened(question.id)}>
      ${isOpen ? strings.text("answer.collapse") : strings.count("question.expand", lines)}
    </button>`;
}

/** Opens the question's editor and puts the cursor at its end. */
export function startEdit(question: Question, { local }: Context): void {
  drafts.set(question.id, question.text);
  local.edit(question.id);
  focusWhenThere(question.id);
}

const drafts = new Map<string, string>();

/** The row may have to be rendered first, and scrolled into the window. */
function focusWhenThere(id: string, frames = 20): void {
  const area = document.getElementById(`edit-${id}`);
  if (area instanceof HTMLTextAreaElement) {
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  } else if (frames > 0) requestAnimationFrame(() => focusWhenThere(id, frames - 1));
}

function editor(question: Question, { strings, local, post }: Context): TemplateResult {
  const close = () => {
    local.edit(undefined);
    document.getElementById("composer-text")?.focus();
  };
  const send = () => {
    const text = (drafts.get(question.id) ?? question.text).trim();
    if (text === "") return;
    post({ type: "edit", id: question.id, text });
    close();
  };
  const keydown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && !event.shiftKey) send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="question-editor">
    ${textArea({
      id: `edit-${question.id}`,
      label: strings.text("question.edit"),
      value: drafts.get(question.id) ?? question.text,
      onInput: (text) => drafts.set(question.id, text),
      onKeydown: keydown,
    })}
    <div class="buttons">
      ${button({ label: strings.text("question.send"), title: strings.text("question.edit-hint"), appearance: "primary", onClick: send })}
      ${button({ label: strings.text("question.cancel"), onClick: close })}
    </div>
  </div>`;
}
