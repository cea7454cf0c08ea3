import { html, nothing, type TemplateResult } from "lit";
import type { Item, ReadingRow } from "../../../src/protocol/chat";
import type { Context } from "../context";
import { formatDuration } from "../format";
import { visible } from "../markdown/hidden-characters";
import { line } from "./line";

/** What was read before the first request: the titles in one line, and below it each with the reason. */
export function readingRow({ id, rows }: Extract<Item, { kind: "reading" }>, context: Context): TemplateResult {
  const { strings, local } = context;
  const titles = visible(rows.map(({ title }) => title).join(" · "));
  return line({
    name: strings.text("reading.title"),
    about: titles,
    open: local.opened.has(id),
    detail: html`<span class="line-title" title=${titles}>${titles}</span>`,
    figures: [
      formatDuration(
        rows.reduce((sum, row) => sum + row.milliseconds, 0),
        strings,
      ),
    ],
    className: "reading",
    onToggle: () => local.toggleOpened(id),
    content: () =>
      html`<ul class="reading-list">${rows.map((row) => html`<li>${readingLine(row, context)}</li>`)}</ul>`,
  });
}

function readingLine({ title, path, reason, milliseconds }: ReadingRow, { strings }: Context): TemplateResult {
  const text = visible(title);
  return html`<div class="line plain">
    ${
      path === undefined
        ? html`<span class="line-title">${text}</span>`
        : html`<a
            class="line-title"
            role="link"
            tabindex="0"
            title=${strings.text("place.open", { place: visible(path) })}
            data-path=${path}
          >${text}</a>`
    }
    <span class="line-detail">${reason === "" ? nothing : html`<span class="reason" title=${visible(reason)}>${visible(reason)}</span>`}</span>
    <span class="line-figure">${formatDuration(milliseconds, strings)}</span>
  </div>`;
}
