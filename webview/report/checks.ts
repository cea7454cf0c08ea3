import { html, type TemplateResult } from "lit";
import type { ReportCheck } from "../../src/protocol/report";
import { icon } from "../components/icon";
import type { Context } from "./context";
import { formatDifference, formatFigure, formatLimit, formatMetric } from "./format";
import type { ViewState } from "./state";
import type { Strings } from "./strings";

/** Budgets of the configuration first, then the bars that the engineer holds an engine to. */
export function checksSection({ overview, figures }: ViewState, { strings }: Context): TemplateResult | null {
  if (!overview || !figures) return null;
  const checks = figures.checks.filter(({ origin, figure }) => origin === "budget" || figure !== undefined);
  if (checks.length === 0) return null;
  const order = ["fail", "inconclusive", "not measured", "pass"];
  const sorted = [...checks].sort(
    (one, other) =>
      (one.origin === other.origin ? 0 : one.origin === "budget" ? -1 : 1) ||
      order.indexOf(one.verdict) - order.indexOf(other.verdict),
  );
  return html`<section aria-labelledby="checks-title">
    <h2 id="checks-title">${strings.text("checks.title")}</h2>
    <table class="checks">
      <thead><tr>
        <th scope="col">${strings.text("checks.verdict")}</th>
        <th scope="col">${strings.text("checks.limit")}</th>
        <th scope="col">${strings.text("checks.figure")}</th>
        <th scope="col" class="row-name">${strings.text("checks.engine")}</th>
      </tr></thead>
      <tbody>${sorted.map(
        (check) => html`<tr>
          <td class="check-verdict">${icon(`${icons[check.verdict]} check-${check.verdict.replace(" ", "-")}`)}
            ${strings.text(`check.${check.verdict}`)}</td>
          <td>${limitOf(check, strings)}
            <span class="quiet small">${strings.text(check.origin === "budget" ? "checks.budget" : "checks.bar")}</span></td>
          <td>${figureOf(check, strings)}</td>
          <td class="row-name">${overview.rows[check.row] ?? ""}</td>
        </tr>`,
      )}</tbody>
    </table>
  </section>`;
}

const icons: Readonly<Record<ReportCheck["verdict"], string>> = {
  pass: "pass",
  fail: "error",
  inconclusive: "question",
  "not measured": "circle-slash",
};

function limitOf({ metric, language, atMost, noRegressionAgainst }: ReportCheck, strings: Strings): string {
  const name = known.includes(metric) ? formatMetric(metric, language, strings) : metric;
  return atMost === undefined
    ? strings.text("checks.no-regression", { metric: name, revision: noRegressionAgainst ?? "" })
    : strings.text("checks.at-most", { metric: name, limit: formatLimit(metric, atMost, strings) });
}

const known = ["wer", "cer", "rtfP50", "rtfP95", "memory", "cost", "timing", "time"].concat([
  ...["peakMemory", "costPerHour", "wordTimingMae", "der"],
]);

function figureOf({ metric, figure, difference }: ReportCheck, strings: Strings): string {
  if (figure) return formatFigure(metric, figure, strings);
  return difference ? formatDifference(metric, difference, strings) : strings.text("not-measured");
}
