import { html, nothing, type TemplateResult } from "lit";
import type { ReportAction } from "../../src/protocol/report";
import { button } from "../components/button";
import { icon } from "../components/icon";
import { progressRing } from "../components/progress";
import type { Context } from "./context";
import { formatDate } from "./format";
import type { ViewState } from "./state";

/** What was measured and what can be done with it; while nothing is known, that it is being read. */
export function head({ overview, failed, figures, transcripts }: ViewState, context: Context): TemplateResult {
  const { strings } = context;
  if (failed.overview !== undefined) {
    return html`<h1>${strings.text("report.title")}</h1>
      <p class="problem">${icon("error")} ${strings.text("report.failed")} ${failed.overview}</p>`;
  }
  if (!overview)
    return html`<h1 class="for-screen-readers">${strings.text("report.title")}</h1>
      <div class="waiting">${progressRing(strings.text("report.loading"))}</div>`;
  const { rows, created, change } = overview;
  const date = formatDate(created, strings);
  return html`<h1>${
    change ? strings.text("report.change", { engine: change.engine, base: change.base }) : strings.text("report.title")
  }</h1>
    <p class="quiet">${strings.text("report.made", { rows: listOf(rows, strings.locale), date })}</p>
    ${
      change && change.functions.length > 0
        ? html`<p class="quiet functions">${strings.text("report.functions", {
            functions: change.functions.join(", "),
          })}</p>`
        : nothing
    }
    <div class="buttons">
      ${action("evaluate-again", context, overview.canRun)}
      ${action("ask", context, overview.canRun)}
      ${action("export-markdown", context, figures !== undefined)}
      ${action("export-csv", context, transcripts === true)}
      ${exportPlots(context, figures !== undefined)}
    </div>`;
}

const labels = {
  "evaluate-again": "action.again",
  ask: "action.ask",
  "export-markdown": "action.markdown",
  "export-csv": "action.csv",
} as const satisfies Readonly<Record<ReportAction, string>>;

function action(name: ReportAction, { strings, post }: Context, isPossible: boolean): TemplateResult | typeof nothing {
  const isRun = name === "evaluate-again" || name === "ask";
  if (!isPossible && !isRun) return nothing;
  return button({
    label: strings.text(labels[name]),
    onClick: () => isPossible && post({ type: "action", action: name }),
    appearance: name === "evaluate-again" ? "primary" : "secondary",
    ...(!isPossible && { isDisabled: true, title: strings.text("action.again-untrusted") }),
  });
}

function exportPlots({ strings, plots, post }: Context, isPossible: boolean): TemplateResult | typeof nothing {
  if (!isPossible) return nothing;
  const save = () => {
    const svg = plots.exported();
    if (svg !== undefined) post({ type: "export-svg", svg });
  };
  return button({ label: strings.text("action.svg"), onClick: save });
}

function listOf(rows: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(rows);
}
