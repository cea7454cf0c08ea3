import { html, render, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import type { ChatState } from "../../../src/protocol/chat";
import { icon } from "../../components/icon";
import { windowOf } from "../../components/row-window";
import type { Context } from "../context";
import { listenForLinks } from "../open";
import { type Row, rowsOf } from "../rows/rows";
import { dependenciesOf, type RowContext, viewOf } from "../rows/view";
import { estimateHeight } from "./estimate";
import { createScrollPosition, type Place } from "./scroll-position";

export interface Transcript {
  update(chat: ChatState): void;
  /** A row is about to change its height because a person wants it to: what they read stays where it is. */
  beforeToggle(id: string | undefined): void;
  toEnd(): void;
  /** Scrolls a row into the page that may not be there yet. */
  show(id: string): void;
}

/** Pixels above and below the view that are in the page already when somebody scrolls. */
const margin = 600;

/** Thousands of rows of which only those near the view are in the page. */
export function createTranscript(
  root: HTMLElement,
  context: Context,
  options: { readonly place?: Place; readonly moved: (place: Place) => void },
): Transcript {
  const { post } = context;
  render(frame(context), root);
  const scroller = root.querySelector<HTMLElement>(".scroller") ?? root;
  const list = root.querySelector<HTMLElement>(".rows") ?? root;
  const jump = root.querySelector<HTMLElement>(".jump") ?? root;
  listenForLinks(scroller, context);

  let chat: ChatState | undefined;
  let rows: readonly Row[] = [];
  let pending = 0;
  let earlierAsked = "";
  const heights = new Map<string, number>();
  const observed = new WeakSet<Element>();
  const rowElements = () => list.querySelectorAll<HTMLElement>(":scope > .row");
  const rowElement = (key: string) => [...rowElements()].find((element) => element.dataset.key === key);

  const position = createScrollPosition(scroller, rowElement, rowElements, options.place ?? { end: true }, (place) => {
    options.moved(place);
    schedule();
  });
  jump.addEventListener("click", () => position.toEnd());

  const schedule = () => {
    pending ||= requestAnimationFrame(draw);
  };

  const draw = () => {
    cancelAnimationFrame(pending);
    pending = 0;
    if (chat === undefined) return;
    const rowContext: RowContext = { ...context, running: chat.running, items: chat.items };
    render(listView(windowed(), rowContext), list);
    for (const element of rowElements()) {
      if (observed.has(element)) continue;
      observed.add(element);
      observer.observe(element);
    }
    jump.hidden = position.place.end;
    askForEarlier();
  };

  /** The rows that are in the page, with the heights of what is left out between them. */
  const windowed = (): readonly (Row | number)[] => {
    const estimates = rows.map((row) => heights.get(row.key) ?? estimateHeight(row));
    const { start, end } = windowOf(estimates, viewTop(estimates), scroller.clientHeight, margin);
    const focused = document.activeElement?.closest<HTMLElement>(".row")?.dataset.key;
    const shown: (Row | number)[] = [];
    let gap = 0;
    for (const [index, row] of rows.entries()) {
      // The row that has the focus stays, wherever the reader scrolls: else the focus would be lost.
      if ((index < start || index >= end) && row.key !== focused) {
        gap += estimates[index] ?? 0;
        continue;
      }
      shown.push(gap, row);
      gap = 0;
    }
    return [...shown, gap];
  };

  const viewTop = (estimates: readonly number[]): number => {
    const { place } = position;
    const before = place.end ? -1 : rows.findIndex((row) => row.key === place.key);
    if (!place.end && before < 0) return scroller.scrollTop;
    const above = (place.end ? estimates : estimates.slice(0, before)).reduce((sum, height) => sum + height, 0);
    return place.end ? above - scroller.clientHeight : above - place.top;
  };

  // Runs after layout and before paint: what grew is measured and scrolled for without anybody seeing it jump.
  const observer = new ResizeObserver((entries) => {
    let changed = false;
    for (const { target, borderBoxSize } of entries) {
      if (target === scroller) continue;
      if (!target.isConnected) {
        observer.unobserve(target);
        observed.delete(target);
        continue;
      }
      const key = target instanceof HTMLElement ? target.dataset.key : undefined;
      const height = borderBoxSize[0]?.blockSize ?? 0;
      if (key === undefined || heights.get(key) === height) continue;
      heights.set(key, height);
      changed = true;
    }
    position.restore();
    if (changed) schedule();
  });
  observer.observe(scroller);

  let width = scroller.clientWidth;
  new ResizeObserver(() => {
    if (scroller.clientWidth === width) return;
    width = scroller.clientWidth;
    heights.clear();
    for (const element of rowElements()) heights.set(element.dataset.key ?? "", element.offsetHeight);
    schedule();
  }).observe(scroller);

  const askForEarlier = () => {
    const first = chat?.items[0]?.id ?? "";
    const isShown = rowElement("earlier") !== undefined;
    if (!isShown || (chat?.earlier ?? 0) === 0 || earlierAsked === first) return;
    earlierAsked = first;
    post({ type: "earlier" });
  };

  return {
    update(next) {
      if (chat !== undefined && next.conversation.id !== chat.conversation.id) {
        heights.clear();
        earlierAsked = "";
        position.toEnd();
      }
      const isFirst = chat === undefined;
      chat = next;
      rows = rowsOf(next, context.local);
      const { place } = position;
      if (isFirst && !place.end && !rows.some(({ key }) => key === place.key)) position.toEnd();
      draw();
    },
    beforeToggle(id) {
      position.stay();
      const row = id === undefined ? undefined : rowElement(id);
      const isAbove = row !== undefined && row.getBoundingClientRect().top < scroller.getBoundingClientRect().top;
      if (id !== undefined && isAbove && context.local.folded.has(id)) position.show(id, 8);
    },
    toEnd: () => position.toEnd(),
    show(id) {
      if (rowElement(id) === undefined) position.show(id, 40);
      else rowElement(id)?.scrollIntoView({ block: "nearest" });
      schedule();
    },
  };

  function listView(shown: readonly (Row | number)[], rowContext: RowContext): unknown {
    return repeat(
      shown,
      (entry, index) => (typeof entry === "number" ? `gap:${index}` : entry.key),
      (entry) =>
        typeof entry === "number"
          ? html`<div class="gap" .style=${`height:${entry}px`} ?hidden=${entry === 0}></div>`
          : html`<div class="row" data-key=${entry.key}>${guard([...dependenciesOf(entry, rowContext)], () => viewOf(entry, rowContext))}</div>`,
    );
  }

  function frame({ strings }: Context): TemplateResult {
    return html`<div
        class="scroller"
        role="log"
        aria-live="off"
        aria-label=${strings.text("chat.conversation")}
        tabindex="0"
      ><div class="rows"></div></div>
      <button type="button" class="jump" hidden>${icon("arrow-down")}${strings.text("chat.jump")}</button>`;
  }
}
