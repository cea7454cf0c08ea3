import { html, nothing, type TemplateResult } from "lit";
import type { ToolItem } from "../../../src/protocol/chat";
import type { Context } from "../context";
import { formatDuration } from "../format";
import { line } from "./line";
import type { Row } from "./rows";

/** A run of finished calls in one line: how many, of which tools, how many failed. */
export function callsRow({ key, tools, open }: Extract<Row, { kind: "calls" }>, context: Context): TemplateResult {
  const { strings, local } = context;
  const failed = tools.filter(({ state }) => state === "failed").length;
  const milliseconds = tools.reduce((sum, tool) => sum + tool.milliseconds, 0);
  return line({
    name: strings.count("tool.calls", tools.length),
    open,
    detail: html`<span class="line-title">${namesOf(tools)}</span>${
      failed > 0 ? html`<span class="failure">${strings.count("tool.calls-failed", failed)}</span>` : nothing
    }`,
    figures: [formatDuration(milliseconds, strings)],
    className: "calls",
    onToggle() {
      // Calls that stand open keep their group open, so closing it closes them.
      const openCalls = tools.filter(({ id }) => local.opened.has(id));
      if (open) for (const { id } of openCalls) local.toggleOpened(id);
      if (!open || local.opened.has(key)) local.toggleOpened(key);
    },
  });
}

/** `Read 3, Grep 2`, in the order of their first call. */
function namesOf(tools: readonly ToolItem[]): string {
  const counts = new Map<string, number>();
  for (const { name } of tools) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} ${count}`)).join(", ");
}
