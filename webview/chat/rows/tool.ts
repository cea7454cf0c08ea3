import { html, nothing, type TemplateResult } from "lit";
import type { ToolItem } from "../../../src/protocol/chat";
import type { Context } from "../context";
import { formatDuration } from "../format";
import { visible } from "../markdown/hidden-characters";
import { line } from "./line";
import { visibleText } from "./visible-text";

/** One call of a tool: what was asked, what came of it, how long it took. A failed one says why in the line itself. */
export function toolRow(tool: ToolItem, inGroup: boolean, context: Context): TemplateResult {
  const { strings, local } = context;
  const { id, name, title, state, summary, milliseconds } = tool;
  return line({
    name,
    about: visible(title),
    open: local.opened.has(id),
    ...iconOf(tool),
    detail: html`${titleOf(tool, context)}${
      state === "failed"
        ? html`<span class="failure" title=${visible(summary)}>${visible(summary) || strings.text("tool.failed")}</span>`
        : nothing
    }`,
    figures: [
      ...(state === "done" && summary !== ""
        ? [html`<span class="summary" title=${visible(summary)}>${visible(summary)}</span>`]
        : []),
      ...(state === "running" ? [strings.text("tool.running")] : [formatDuration(milliseconds, strings)]),
    ],
    className: `tool ${state}${inGroup ? " in-group" : ""}`,
    onToggle: () => local.toggleOpened(id),
    content: () => content(tool, context),
  });
}

function iconOf({ state }: ToolItem): { readonly iconName?: string } {
  return state === "running"
    ? { iconName: "loading codicon-modifier-spin" }
    : state === "failed"
      ? { iconName: "error" }
      : {};
}

function titleOf({ title, place }: ToolItem, { strings }: Context): TemplateResult {
  const text = visible(title);
  if (place === undefined) return html`<span class="line-title" title=${text}>${text}</span>`;
  return html`<a
    class="line-title"
    role="link"
    tabindex="0"
    title=${strings.text("place.open", { place: text })}
    data-path=${place.path}
    data-line=${place.line ?? nothing}
    data-end-line=${place.endLine ?? nothing}
  >${text}</a>`;
}

function content({ name, content, state }: ToolItem, { strings }: Context): TemplateResult {
  if (content === "") {
    return html`<p class="quiet">${strings.text(state === "running" ? "chat.working" : "tool.no-content")}</p>`;
  }
  return html`<pre class="tool-content" tabindex="0" role="group" aria-label=${name}>${visibleText(content, strings)}</pre>`;
}
