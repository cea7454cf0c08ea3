import { html, nothing, type TemplateResult } from "lit";
import type { EndItem, Item } from "../../../src/protocol/chat";
import { icon } from "../../components/icon";
import { iconButton } from "../../components/icon-button";
import { usageParts } from "../format";
import { confirmCopy } from "../open";
import type { RowContext } from "./view";
import { visibleText } from "./visible-text";

const endings = {
  limit: "end.limit",
  repetition: "end.limit",
  "cut-off": "end.cut",
  refusal: "end.refused",
  cancelled: "end.stopped",
  failed: "end.failed",
} as const satisfies Record<Exclude<EndItem["reason"], "done">, string>;

/** The line under an answer: how it ended unless well, what it took, and what can be done with it. */
export function endRow(end: EndItem, context: RowContext): TemplateResult {
  const { strings, items, running, post } = context;
  const question = questionOf(end, items);
  const copy = ({ currentTarget }: Event) => {
    post({ type: "copy", text: answerTo(end, items) });
    if (currentTarget instanceof HTMLElement) confirmCopy(currentTarget, strings.text("copy.done"));
  };
  return html`${end.reason === "done" || isSaid(end, items) ? nothing : ending(end, context)}
    <footer class="end">
      <span class="usage">${usageParts(end, strings).map(
        ({ text, hint }) => html`<span class="usage-part" title=${hint ?? nothing}>${text}</span>`,
      )}</span>
      <span class="end-actions">
        ${iconButton({ icon: "copy", label: strings.text("end.copy"), onClick: copy })}
        ${
          question === undefined || running
            ? nothing
            : iconButton({
                icon: "refresh",
                label: strings.text("end.retry"),
                onClick: () => post({ type: "retry", id: question.id }),
              })
        }
      </span>
    </footer>`;
}

function ending({ reason, message }: EndItem, { strings }: RowContext): TemplateResult {
  const title = reason === "done" ? "" : strings.text(endings[reason] ?? "end.failed");
  const isFailure = reason === "failed" || reason === "refusal";
  return html`<div class="notice ${isFailure ? "error" : "note"}">
    ${icon(isFailure ? "error" : reason === "cancelled" ? "circle-slash" : "info")}
    <div class="notice-body"><span class="notice-text">${message ? visibleText(message, strings) : title}</span></div>
  </div>`;
}

/** The notice above, which also says what to do about it. */
function isSaid({ id, message }: EndItem, items: readonly Item[]): boolean {
  const before = items[items.findLastIndex((item) => item.id === id) - 1];
  return before?.kind === "notice" && before.text === message;
}

function questionOf(end: EndItem, items: readonly Item[]): Item | undefined {
  const index = items.findLastIndex(({ id }) => id === end.id);
  return items.slice(0, index).findLast(({ kind }) => kind === "question");
}

/** Everything that was answered since the question, as Markdown. */
export function answerTo(end: Pick<EndItem, "id">, items: readonly Item[]): string {
  const index = items.findLastIndex(({ id }) => id === end.id);
  const before = items.slice(0, index);
  const turn = before.slice(before.findLastIndex(({ kind }) => kind === "question") + 1);
  return turn.flatMap((item) => (item.kind === "answer" ? [item.text] : [])).join("\n\n");
}
