import { html, nothing, type TemplateResult } from "lit";
import type { Context } from "../context";
import { languageName } from "../format";
import type { ViewState } from "../state";
import { type Filter, kinds, lengths, sortings } from "./select";

export interface FiltersView {
  readonly filter: Filter;
  change(values: Partial<Filter>): void;
  chooseRow(row: number): void;
}

/** What to show of the utterances, in one line that wraps. */
export function filtersView(
  state: ViewState,
  view: FiltersView,
  { strings }: Pick<Context, "strings">,
): TemplateResult {
  const { index, overview, row } = state;
  const { filter, change } = view;
  const rows = overview?.rows ?? [];
  const search = (event: Event) => change({ text: (event.target as HTMLInputElement).value });
  const every = (words: string, values: readonly (readonly [string, string])[]) => [["", words] as const, ...values];
  return html`<div class="filters" role="search">
    <input
      type="search"
      placeholder=${strings.text("filter.search")}
      aria-label=${strings.text("filter.search")}
      .value=${filter.text}
      @input=${search}
    >
    ${
      rows.length > 2
        ? choice(
            strings.text("utterances.compared", { row: rows[0] ?? "" }),
            rows.slice(1).map((name, index) => [String(index + 1), name]),
            String(row),
            (value) => view.chooseRow(Number(value)),
          )
        : nothing
    }
    ${choice(
      strings.text("filter.kind"),
      kinds
        .filter((kind) => rows.length > 1 || kind === "all" || kind === "failed")
        .map((kind) => [kind, strings.text(`kind.${kind}`)]),
      filter.kind,
      (kind) => change({ kind: kind as Filter["kind"] }),
    )}
    ${
      index.languages.length > 1
        ? choice(
            strings.text("filter.language"),
            every(
              strings.text("filter.every-language"),
              index.languages.map((code) => [code, languageName(code, strings)]),
            ),
            filter.language,
            (language) => change({ language }),
          )
        : nothing
    }
    ${
      index.conditions.length > 0
        ? choice(
            strings.text("filter.condition"),
            every(
              strings.text("filter.every-condition"),
              index.conditions.map((condition) => [condition, condition]),
            ),
            filter.condition,
            (condition) => change({ condition }),
          )
        : nothing
    }
    ${choice(
      strings.text("filter.length"),
      lengths.map((length) => [length, strings.text(`length.${length}`)]),
      filter.length,
      (length) => change({ length: length as Filter["length"] }),
    )}
    ${choice(
      strings.text("filter.sorting"),
      sortings
        .filter((sorting) => rows.length > 1 || sorting !== "change")
        .map((sorting) => [sorting, strings.text(`sorting.${sorting}`)]),
      rows.length < 2 && filter.sorting === "change" ? "errors" : filter.sorting,
      (sorting) => change({ sorting: sorting as Filter["sorting"] }),
    )}
  </div>`;
}

function choice(
  label: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
  choose: (value: string) => void,
): TemplateResult {
  return html`<select aria-label=${label} title=${label} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
    ${options.map(
      ([value, words]) =>
        html`<option value=${value} ?selected=${value === chosen} .selected=${value === chosen}>${words}</option>`,
    )}
  </select>`;
}
