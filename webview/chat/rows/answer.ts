import { html, nothing, type TemplateResult } from "lit";
import type { Item } from "../../../src/protocol/chat";
import type { Context } from "../context";
import "../markdown/element";
import { countLines } from "./count-lines";

/** Answers of more lines than this can be folded to their first paragraph, which is the recommendation. */
const mostLines = 40;

/** The answer is the page: no frame, no name, just its text. */
export function answerRow({ id, text, done }: Extract<Item, { kind: "answer" }>, context: Context): TemplateResult {
  const { strings, local } = context;
  const lines = done ? countLines(text) : 0;
  const isFolded = local.folded.has(id);
  return html`<article class="answer ${isFolded ? "folded" : ""}" aria-label=${strings.text("answer.engineer")}>
    <ml-markdown class="markdown" .content=${{ text, done, strings }}></ml-markdown>
    ${
      lines <= mostLines
        ? nothing
        : html`<button type="button" class="link-button fold" aria-expanded=${!isFolded} @click=${() => local.toggleFolded(id)}>
            ${isFolded ? strings.count("answer.expand", lines) : strings.text("answer.collapse")}
          </button>`
    }
  </article>`;
}
