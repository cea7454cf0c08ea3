import { html, nothing, type TemplateResult } from "lit";
import type { ReportLatency } from "../../src/protocol/report";
import type { Context } from "./context";
import { formatShort } from "./format";
import { shownPercent } from "./plots/domains";
import type { ViewState } from "./state";

type Unit = "factor" | "wall";

/** How long clips took: a curve for each row, and the same in a sentence. */
export function createLatency({ strings, plots }: Context, changed: () => void) {
  let unit: Unit = "factor";
  const choose = (chosen: Unit) => () => {
    unit = chosen;
    changed();
  };
  const tab = (name: Unit) => html`<label class="choice">
    <input type="radio" name="latency-unit" .checked=${unit === name} @change=${choose(name)}>
    <span>${strings.text(`latency.${name}`)}</span></label>`;

  function section({ overview, figures }: ViewState): TemplateResult | null {
    if (!overview || !figures || figures.clips === 0) return null;
    const measured = figures.latency.flatMap((latency, row) =>
      latency ? [{ name: overview.rows[row] ?? "", latency }] : [],
    );
    const title = strings.text("latency.title");
    if (measured.length === 0) {
      return html`<section aria-labelledby="latency-title"><h2 id="latency-title">${title}</h2>
        <p class="quiet">${strings.text("latency.none")}</p></section>`;
    }
    return html`<section aria-labelledby="latency-title">
      <h2 id="latency-title">${title}</h2>
      <fieldset class="choices"><legend class="for-screen-readers">${strings.text("latency.unit")}</legend>
        ${tab("factor")}${tab("wall")}</fieldset>
      <ul class="legend">${measured.map(
        ({ name, latency }, index) => html`<li><span class="line line-${index % 4}" aria-hidden="true"></span>
          <span>${sentence(name, latency)}</span></li>`,
      )}</ul>
      ${plots.curves({
        label: `${title}: ${measured.map(({ name }) => name).join(", ")}`,
        curves: measured.map(({ name, latency }) => ({ name, quantiles: latency[unit] })),
        xLabel: strings.text(`latency.axis-${unit}`),
        yLabel: strings.text("latency.axis-share"),
      })}
      ${hasTail(measured.map(({ latency }) => latency[unit])) ? html`<p class="quiet small">${strings.text("latency.cut")}</p>` : nothing}
    </section>`;
  }

  function sentence(row: string, latency: ReportLatency): string {
    const quantiles = latency[unit];
    const at = (percent: number) => {
      const value = formatShort(quantiles[percent] ?? 0, strings);
      return unit === "wall" ? strings.text("unit.seconds", { value }) : value;
    };
    return strings.text("latency.summary", { row, p50: at(50), p95: at(95), slowest: at(100) });
  }

  return { section };
}

/** Whether clips lie to the right of where all curves end. */
function hasTail(rows: readonly (readonly number[])[]): boolean {
  const end = Math.max(...rows.map((quantiles) => quantiles[shownPercent] ?? 0));
  return rows.some((quantiles) => (quantiles[100] ?? 0) > end);
}
