import { html, nothing, type TemplateResult } from "lit";
import type { ReportMetric } from "../../src/protocol/report";
import { icon } from "../components/icon";
import type { Context } from "./context";
import { formatDifference, formatInterval, formatMetric, formatPoint } from "./format";
import { differenceDomain, figureDomain } from "./plots/domains";
import type { ViewState } from "./state";
import { outcome, outcomeIcon } from "./verdict";

/** Every metric with its interval, and the difference of each row to the first around a line at 0. */
export function metricsSection({ overview, figures }: ViewState, context: Context): TemplateResult | null {
  if (!overview || !figures) return null;
  const { strings } = context;
  const { recorded } = figures;
  if (recorded !== undefined) {
    return html`<section aria-labelledby="metrics-title"><h2 id="metrics-title">${strings.text("metrics.recorded")}</h2>
      <pre class="recorded" tabindex="0" aria-labelledby="metrics-title" role="region">${recorded}</pre></section>`;
  }
  if (figures.metrics.length === 0) return null;
  const { rows } = overview;
  const compares = rows.length > 1;
  return html`<section aria-labelledby="metrics-title">
    <h2 id="metrics-title">${strings.text("metrics.title")}</h2>
    <table class="metrics">
      <thead><tr>
        <th scope="col">${strings.text("metrics.metric")}</th>
        <th scope="col">${strings.text("metrics.row")}</th>
        <th scope="col" class="number">${strings.text("metrics.value")}</th>
        <th scope="col" class="plot-cell"><span class="for-screen-readers">${strings.text("metrics.interval")}</span></th>
        ${
          compares
            ? html`<th scope="col">${strings.text("metrics.difference", { row: rows[0] ?? "" })}</th>
              <th scope="col" class="plot-cell"><span class="for-screen-readers">${strings.text("metrics.difference-interval")}</span></th>`
            : nothing
        }
      </tr></thead>
      ${figures.metrics.map((metric) => metricBody(metric, figures.metrics, rows, context))}
    </table>
    <p class="quiet small">${strings.text("metrics.hint")} ${hasNoise(figures.metrics) ? strings.text("metrics.noise-hint") : nothing}</p>
  </section>`;
}

function metricBody(
  metric: ReportMetric,
  all: readonly ReportMetric[],
  rows: readonly string[],
  context: Context,
): TemplateResult {
  const { strings, plots } = context;
  const name = formatMetric(metric.metric, metric.language, strings);
  const domains = { figures: figureDomain(metric), differences: differenceDomain(metric, all) };
  return html`<tbody>${rows.map((row, index) => {
    const figure = metric.figures[index];
    const difference = metric.differences[index];
    const label = `${name}, ${row}`;
    return html`<tr>
      ${index === 0 ? html`<th scope="rowgroup" rowspan=${rows.length}>${name}</th>` : nothing}
      <th scope="row" class="row-name" title=${row}>${row}</th>
      <td class="number">${
        figure
          ? html`<span class="point">${formatPoint(metric.metric, figure, strings)}</span>
            <span class="quiet">${parenthesised(formatInterval(metric.metric, figure, strings))}</span>`
          : html`<span class="quiet">${strings.text("not-measured")}</span>`
      }</td>
      <td class="plot-cell">${figure ? plots.interval({ label, ...figure, domain: domains.figures }) : nothing}</td>
      ${
        rows.length < 2
          ? nothing
          : html`<td class="difference">${
              difference
                ? html`${icon(outcomeIcon(difference.verdict))}
                  <span>${outcome(difference.verdict, strings)}</span>
                  <span class="quiet">${formatDifference(metric.metric, difference, strings)}</span>`
                : html`<span class="quiet">${strings.text(index === 0 ? "metrics.first" : "not-compared")}</span>`
            }</td>
            <td class="plot-cell">${
              difference?.difference === undefined
                ? nothing
                : plots.interval({
                    ...{ label: `${label} − ${rows[0] ?? ""}`, point: difference.difference },
                    ...(difference.low !== undefined && { low: difference.low }),
                    ...(difference.high !== undefined && { high: difference.high }),
                    ...(difference.low === undefined && difference.noise !== undefined && { noise: difference.noise }),
                    ...{ domain: domains.differences, zero: true },
                  })
            }</td>`
      }
    </tr>`;
  })}</tbody>`;
}

/** Whether a difference is shown beside what the same code shows against itself. */
function hasNoise(metrics: readonly ReportMetric[]): boolean {
  return metrics.some(({ differences }) =>
    differences.some((difference) => difference?.low === undefined && difference?.noise !== undefined),
  );
}

function parenthesised(text: string): string {
  return text === "" ? "" : `(${text})`;
}
