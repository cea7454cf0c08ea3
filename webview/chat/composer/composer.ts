import { html, nothing, render, type TemplateResult } from "lit";
import type { Mention } from "../../../src/protocol/chat";
import { iconButton } from "../../components/icon-button";
import { grow, isComposing, textArea } from "../../components/text-area";
import { attachmentChip } from "../attachment";
import type { Context } from "../context";
import { visible } from "../markdown/hidden-characters";
import type { ViewState } from "../state";
import { type Draft, emptyDraft, withMention, withMore, withoutAttachment, withText } from "./draft";
import { createMentionList, mentionListId, mentionListView, optionId } from "./mention-list";
import { statusLine, toolButton, toolList } from "./status-line";

export interface Composer {
  update(state: ViewState): void;
  focus(): void;
}

export interface ComposerOptions {
  readonly draft: Draft;
  readonly remember: (draft: Draft) => void;
  readonly sent: () => void;
  readonly editLast: () => void;
}

const textId = "composer-text";

/**
 * Where questions are written. It lives apart from the transcript, so typing costs the same in a conversation of
 * thousands of rows, and it is never blocked: a question that is sent while an answer runs is queued by the host.
 */
export function createComposer(root: HTMLElement, context: Context, options: ComposerOptions): Composer {
  const { strings, post } = context;
  let state: ViewState | undefined;
  let draft = options.draft;
  let taken = 0;
  let showsTools = false;
  const list = createMentionList(context, () => draw());

  const area = () => document.getElementById(textId) as HTMLTextAreaElement | null;
  const change = (next: Draft) => {
    draft = next;
    options.remember(draft);
    draw();
  };
  const send = () => {
    const text = draft.text.trim();
    if (text === "") return;
    post({ type: "ask", text, attachments: draft.attachments.map(({ place }) => place) });
    list.close();
    change(emptyDraft);
    options.sent();
    area()?.focus();
  };
  const choose = (mention: Mention) => {
    const chosen = withMention(draft, mention, list.start, area()?.selectionStart ?? draft.text.length);
    list.close();
    change(chosen.draft);
    area()?.setSelectionRange(chosen.cursor, chosen.cursor);
  };

  const keydown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const chosen = list.isOpen ? list.mentions[list.active] : undefined;
    if (list.isOpen && event.key === "Escape") list.close();
    else if (chosen !== undefined && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) choose(chosen);
    else if (chosen !== undefined && event.key === "ArrowDown") list.move(1);
    else if (chosen !== undefined && event.key === "ArrowUp") list.move(-1);
    else if (event.key === "Enter" && !event.shiftKey && !event.altKey) send();
    else if (event.key === "ArrowUp" && draft.text === "" && draft.attachments.length === 0) options.editLast();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const input = (text: string) => {
    list.follow(text, area()?.selectionStart ?? text.length);
    change(withText(draft, text));
  };

  const draw = () => {
    if (state?.chat === undefined) return;
    render(view(state.chat.running), root);
  };

  const view = (running: boolean): TemplateResult => {
    const chat = state?.chat;
    if (chat === undefined || chat.workspace !== "ready") return html`${nothing}`;
    const isEmpty = draft.text.trim() === "";
    return html`${queue()}
      <div class="composer-box">
        ${mentionListView(list, context, choose)}
        ${showsTools ? toolList(chat.tools, context) : nothing}
        ${chips()}
        ${textArea({
          id: textId,
          label: strings.text("composer.label"),
          value: draft.text,
          placeholder: strings.text(running ? "composer.placeholder-running" : "composer.placeholder"),
          onInput: input,
          onKeydown: keydown,
          ...(list.isOpen && list.mentions.length > 0
            ? { list: { id: mentionListId, active: optionId(list.active) } }
            : {}),
        })}
        <div class="composer-bar">
          ${statusLine(chat.provider, context)}
          ${toolButton(chat.tools, showsTools, context, () => {
            showsTools = !showsTools;
            draw();
          })}
          <span class="composer-actions">
            ${
              running
                ? iconButton({
                    icon: "debug-stop",
                    label: strings.text("composer.stop"),
                    className: "stop",
                    onClick: () => post({ type: "action", action: "stop" }),
                  })
                : nothing
            }
            ${
              running && isEmpty
                ? nothing
                : iconButton({
                    icon: "send",
                    label: strings.text(running ? "composer.queue" : "composer.send"),
                    className: "send",
                    disabled: isEmpty,
                    onClick: send,
                  })
            }
          </span>
        </div>
      </div>
      ${offer()}`;
  };

  const queue = () => {
    const queued = state?.chat?.queue ?? [];
    if (queued.length === 0) return nothing;
    return html`<ul class="queue" aria-label=${strings.text("queue.label")}>${queued.map(
      ({ id, text }) => html`<li>
        <span class="queue-state">${strings.text("queue.queued")}</span>
        <span class="queue-text" title=${visible(text)}>${visible(text)}</span>
        ${iconButton({ icon: "close", label: strings.text("queue.remove"), onClick: () => post({ type: "unqueue", id }) })}
      </li>`,
    )}</ul>`;
  };

  const chips = () =>
    draft.attachments.length === 0
      ? nothing
      : html`<ul class="chips" aria-label=${strings.text("composer.attachments")}>${draft.attachments.map(
          (attachment) =>
            html`<li>${attachmentChip(attachment.place, context, () => {
              change(withoutAttachment(draft, attachment));
              area()?.focus();
            })}</li>`,
        )}</ul>`;

  const offer = () => {
    const offered = state?.chat?.provider.offer;
    // The start page says it already.
    const isSaid = state?.chat?.items.length === 0 && state.chat.provider.provider === "offline";
    if (offered === undefined || isSaid) return nothing;
    return html`<div class="offer"><button
      type="button"
      class="link-button"
      @click=${() => post({ type: "action", action: offered.action })}
    >${offered.text}</button></div>`;
  };

  return {
    update(next) {
      const { mentions, composed } = next;
      if (mentions !== undefined && mentions !== state?.mentions) list.take(mentions.request, mentions.mentions);
      state = next;
      const isComposed = composed.count > taken;
      if (isComposed) {
        taken = composed.count;
        draft = withMore(draft, composed.text, composed.attachments);
        options.remember(draft);
      }
      draw();
      const field = area();
      if (!isComposed || field === null) return;
      grow(field);
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    },
    focus: () => area()?.focus(),
  };
}
