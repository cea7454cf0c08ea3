import { html, render, type TemplateResult } from "lit";
import { icon } from "../../components/icon";
import { progressRing } from "../../components/progress";
import type { Context } from "../context";
import type { Action } from "../reduce";
import { initialState, type ViewState } from "../state";
import { detailView } from "./detail";
import { filtersView } from "./filters";
import { createList } from "./list";
import { createPlayer } from "./player";
import { rowContent } from "./row";
import { type Filter, select } from "./select";

export interface UtterancesOptions {
  readonly filter: Filter;
  remember(filter: Filter): void;
  act(action: Action): void;
}

/** Alignments that are asked for at once. */
const batch = 60;

/** Every utterance of the run, what got worse first; each opens to its aligned texts and its audio. */
export function createUtterances(place: HTMLElement, context: Context, options: UtterancesOptions) {
  const { strings, post } = context;
  const parts = { head: document.createElement("div"), list: document.createElement("div") };
  const section = document.createElement("section");
  section.setAttribute("aria-labelledby", "utterances-title");
  section.append(...Object.values(parts));
  place.append(section);

  let state: ViewState = initialState;
  let filter = options.filter;
  let shown: readonly number[] = [];
  let shownFor: { readonly index: unknown; readonly row: number; readonly filter: Filter } | undefined;
  const asked = new Set<string>();
  const player = createPlayer(() => list.draw());

  const list = createList(parts.list, {
    label: strings.text("utterances.list"),
    line: (item) => rowContent(state.index, item, state.row, strings),
    opened: (item) => {
      const { details, overview, row } = state;
      const rows = overview?.rows ?? [];
      return detailView({ utterance: item, detail: details.get(item), rows, row, player }, context);
    },
    needed: (items) => {
      const wanted = items.filter((item) => !state.details.has(item) && !asked.has(keyOf(item))).slice(0, batch);
      if (wanted.length === 0) return;
      for (const item of wanted) asked.add(keyOf(item));
      post({ type: "details", row: state.row, indices: wanted });
    },
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") player.stop();
  });

  function keyOf(item: number): string {
    return `${state.row}/${item}`;
  }

  function update(next: ViewState): void {
    if (next.index !== state.index && next.index.count === 0) player.stop();
    // What arrived may be forgotten later, and is asked for again then.
    if (next.details !== state.details) asked.clear();
    state = next;
    place.hidden = state.overview === undefined;
    refresh();
  }

  function refresh(): void {
    const wanted = { index: state.index, row: state.row, filter };
    const isSame = shownFor?.row === wanted.row && shownFor.filter === wanted.filter;
    if (shownFor?.index !== wanted.index || shownFor.row !== wanted.row || shownFor.filter !== wanted.filter) {
      shown = select(state.index, filter, state.row);
      shownFor = wanted;
    }
    render(head(), parts.head);
    parts.list.hidden = shown.length === 0;
    list.update(shown, !isSame);
  }

  function head(): TemplateResult {
    const { transcripts, failed, index } = state;
    const title = html`<h2 id="utterances-title">${strings.text("utterances.title")}</h2>`;
    if (failed.utterances !== undefined) {
      return html`${title}<p class="problem">${icon("error")}
        ${strings.text("utterances.failed", { message: failed.utterances })}</p>`;
    }
    if (transcripts === false) return html`${title}<p>${icon("info")} ${strings.text("utterances.none-here")}</p>`;
    if (index.count === 0)
      return html`${title}<div class="waiting">${progressRing(strings.text("utterances.working"))}</div>`;
    const total = strings.count("utterances.count", index.total);
    const count =
      shown.length === index.total
        ? total
        : strings.text("utterances.shown", {
            shown: new Intl.NumberFormat(strings.locale).format(shown.length),
            total,
          });
    return html`${title}
      ${filtersView(state, { filter, change, chooseRow: (row) => options.act({ type: "choose-row", row }) }, context)}
      <p class="quiet small" role="status">${shown.length === 0 ? strings.text("utterances.no-match") : count}</p>`;
  }

  function change(values: Partial<Filter>): void {
    filter = { ...filter, ...values };
    options.remember(filter);
    refresh();
  }

  return { update };
}
