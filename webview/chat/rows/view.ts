import { html, type nothing, type TemplateResult } from "lit";
import type { Item } from "../../../src/protocol/chat";
import type { Context } from "../context";
import { answerRow } from "./answer";
import { callsRow } from "./calls";
import { endRow } from "./end";
import { handoffRow } from "./handoff";
import { noticeRow } from "./notice";
import { questionRow } from "./question";
import { readingRow } from "./reading";
import type { Row } from "./rows";
import { suggestionsRow } from "./suggestions";
import { teamRow } from "./team";
import { thinkingRow } from "./thinking";
import { toolRow } from "./tool";

export interface RowContext extends Context {
  readonly running: boolean;
  /** The items around a row, for those that are about others. */
  readonly items: readonly Item[];
}

/** The template of a row. */
export function viewOf(row: Row, context: RowContext): TemplateResult | typeof nothing {
  switch (row.kind) {
    case "item":
      return viewOfItem(row.item, row.inGroup, context);
    case "calls":
      return callsRow(row, context);
    case "team":
      return teamRow(row.team, context);
    case "suggestions":
      return suggestionsRow(row.suggestions, context);
    case "working":
      return html`<div class="working">${context.strings.text("chat.working")}</div>`;
    case "earlier":
      return html`<div class="earlier">${context.strings.text("chat.earlier")}</div>`;
  }
}

/** What a row's look depends on besides the row itself. While none of it changes, the row is not rendered again. */
export function dependenciesOf(row: Row, { local, running }: RowContext): readonly unknown[] {
  if (row.kind === "calls") return [row.tools.length, row.tools[0], row.tools.at(-1), row.open];
  if (row.kind === "suggestions") return [row.suggestions];
  if (row.kind === "team") return [JSON.stringify(row.team)];
  if (row.kind !== "item") return [row.kind];
  const { item } = row;
  switch (item.kind) {
    case "question":
      return [row, local.editing === item.id, local.opened.has(item.id)];
    case "answer":
      return [row, local.folded.has(item.id)];
    case "end":
      return [row, running];
    default:
      return [row, local.opened.has(item.id)];
  }
}

function viewOfItem(item: Item, inGroup: boolean, context: RowContext): TemplateResult | typeof nothing {
  switch (item.kind) {
    case "question":
      return questionRow(item, context);
    case "reading":
      return readingRow(item, context);
    case "thinking":
      return thinkingRow(item, context);
    case "answer":
      return answerRow(item, context);
    case "tool":
      return toolRow(item, inGroup, context);
    case "handoff":
      return handoffRow(item, context);
    case "notice":
      return noticeRow(item, context);
    case "end":
      return endRow(item, context);
  }
}
