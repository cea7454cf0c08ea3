import { html, render, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { repeat } from "lit/directives/repeat.js";
import { windowOf } from "../../components/row-window";

export interface ListOptions {
  readonly label: string;
  /** The line of a row, and what is below it while it is open. */
  line(item: number): TemplateResult;
  opened(item: number): TemplateResult;
  /** Rows that came into the page and are open: what they show may have to be asked for. */
  needed(items: readonly number[]): void;
}

/** Pixels of a closed row; the style sheet sets it too. */
const rowHeight = 28;
/** Of a row that was just opened, until it is measured. */
const openedHeight = 180;
const margin = 400;

/** Tens of thousands of rows that open, of which only those that are seen are in the page. One stop of the Tab key, then arrows. */
export function createList(place: HTMLElement, options: ListOptions) {
  let items: readonly number[] = [];
  let heights: number[] = [];
  const opened = new Map<number, number>();
  let active = 0;

  place.className = "utterance-list";
  place.setAttribute("role", "list");
  place.setAttribute("aria-label", options.label);
  place.addEventListener("scroll", () => draw(), { passive: true });
  place.addEventListener("keydown", (event) => move(event));
  const observer = new ResizeObserver((entries) => {
    let changed = false;
    for (const { target } of entries) changed = measure(target as HTMLElement) || changed;
    if (changed) draw();
  });

  /** @param toStart another choice of rows begins at its start; more of the same leave the reader where they are */
  function update(shown: readonly number[], toStart: boolean): void {
    if (shown !== items) {
      items = shown;
      heights = shown.map((item) => opened.get(item) ?? rowHeight);
      active = Math.min(active, Math.max(0, items.length - 1));
      if (toStart) place.scrollTop = 0;
    }
    draw();
  }

  function draw(): void {
    const { start, end, above, below } = windowOf(heights, place.scrollTop, place.clientHeight || 600, margin);
    const shown = items.slice(start, items.length === 0 ? 0 : end);
    render(
      html`<div class="gap"></div>
        ${repeat(
          shown,
          (item) => item,
          (item, offset) => rowView(item, start + offset),
        )}
        <div class="gap"></div>`,
      place,
    );
    // Inline styles are refused by the page's policy where they are written as attributes.
    const [first, last] = [place.firstElementChild, place.lastElementChild];
    if (first instanceof HTMLElement) first.style.height = `${above}px`;
    if (last instanceof HTMLElement) last.style.height = `${below}px`;
    const open = shown.filter((item) => opened.has(item));
    if (open.length > 0) options.needed(open);
    for (const row of place.querySelectorAll<HTMLElement>(".utterance.open")) observer.observe(row);
  }

  function rowView(item: number, position: number): TemplateResult {
    const isOpen = opened.has(item);
    return html`${keyed(
      item,
      html`<div
        class="utterance ${isOpen ? "open" : ""}"
        role="listitem"
        aria-setsize=${items.length}
        aria-posinset=${position + 1}
        data-item=${item}
        data-position=${position}
      ><button
          type="button"
          class="utterance-line"
          aria-expanded=${isOpen}
          tabindex=${position === active ? 0 : -1}
          @click=${() => toggle(position)}
          @focus=${() => focused(position)}
        ><span class="codicon codicon-chevron-${isOpen ? "down" : "right"}" aria-hidden="true"></span>${options.line(item)}</button>${
          isOpen ? options.opened(item) : ""
        }</div>`,
    )}`;
  }

  function toggle(position: number): void {
    const item = items[position];
    if (item === undefined) return;
    active = position;
    if (opened.delete(item)) heights[position] = rowHeight;
    else {
      opened.set(item, openedHeight);
      heights[position] = openedHeight;
    }
    draw();
  }

  function focused(position: number): void {
    if (position === active) return;
    active = position;
    draw();
  }

  /** An open row is as high as what is in it. */
  function measure(row: HTMLElement): boolean {
    const item = Number(row.dataset.item);
    const position = Number(row.dataset.position);
    if (!opened.has(item) || items[position] !== item || !row.isConnected) return false;
    const height = row.getBoundingClientRect().height;
    if (Math.abs((heights[position] ?? 0) - height) < 1) return false;
    heights[position] = height;
    opened.set(item, height);
    return true;
  }

  function move(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || !event.target.matches(".utterance-line")) return;
    const page = Math.max(1, Math.floor(place.clientHeight / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ...{ ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -items.length, End: items.length },
    };
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    active = Math.min(items.length - 1, Math.max(0, active + step));
    show(active);
    place.querySelector<HTMLElement>(`[data-position="${active}"] .utterance-line`)?.focus({ preventScroll: true });
  }

  function show(position: number): void {
    const top = heights.slice(0, position).reduce((sum, height) => sum + height, 0);
    const bottom = top + rowHeight;
    if (top < place.scrollTop) place.scrollTop = top;
    else if (bottom > place.scrollTop + place.clientHeight) place.scrollTop = bottom - place.clientHeight;
    draw();
  }

  return { update, draw };
}
