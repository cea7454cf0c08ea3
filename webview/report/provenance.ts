import { html, nothing, type TemplateResult } from "lit";
import type { ProvenanceName, ReportOverview } from "../../src/protocol/report";
import { iconButton } from "../components/icon-button";
import type { Context } from "./context";
import type { ViewState } from "./state";
import { english, type Strings } from "./strings";

/** Where every figure comes from, and how to measure it again. */
export function provenanceSection({ overview }: ViewState, { strings, post }: Context): TemplateResult | null {
  if (!overview) return null;
  const lines = [...usable(overview, strings), ...grouped(overview, strings)];
  return html`<section aria-labelledby="provenance-title">
    <h2 id="provenance-title">${strings.text("provenance.title")}</h2>
    <dl class="provenance">${lines.map(
      ({ name, values, copies }) => html`<dt>${name}</dt>
        <dd>${values.map((value) => html`<span class="value">${value}</span>`)}${
          copies
            ? iconButton({
                icon: "copy",
                label: strings.text("action.copy"),
                onClick: () => post({ type: "copy", text: values.join("\n") }),
              })
            : nothing
        }</dd>`,
    )}</dl>
  </section>`;
}

interface Line {
  readonly name: string;
  readonly values: readonly string[];
  readonly copies: boolean;
}

function usable({ datasets, change }: ReportOverview, strings: Strings): readonly Line[] {
  const values = datasets.map(({ name, requested, evaluated }) =>
    strings.text("provenance.usable", { name, requested: String(requested), evaluated: String(evaluated) }),
  );
  const { before, after } = change?.reused ?? { before: 0, after: 0 };
  const reused =
    before + after > 0 ? [strings.text("provenance.reused", { before: String(before), after: String(after) })] : [];
  return values.length + reused.length === 0
    ? []
    : [{ name: strings.text("utterances.title"), values: [...values, ...reused], copies: false }];
}

/** Lines of one name follow each other and are shown under it once. */
function grouped({ provenance }: ReportOverview, strings: Strings): readonly Line[] {
  const names = [...new Set(provenance.map(({ name }) => name))];
  return names.map((name) => ({
    name: titleOf(name, strings),
    values: provenance.filter((line) => line.name === name).map(({ value }) => value),
    copies: name === "command" || name === "commit",
  }));
}

function titleOf(name: ProvenanceName, strings: Strings): string {
  const key = `provenance.${name}` as const;
  return Object.hasOwn(english, key) ? strings.text(key) : name;
}
