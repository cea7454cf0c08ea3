/** Where a reader is: at the end, or with a row's upper edge this many pixels below that of the view. */
export type Place = { readonly end: true } | { readonly end: false; readonly key: string; readonly top: number };

export interface ScrollPosition {
  readonly place: Place;
  /** Puts the reader back where they were. To be called whenever heights have changed. */
  restore(): void;
  /** Follows the end from now on. */
  toEnd(): void;
  /** Stays at what is being read now, for example because a row is about to open. */
  stay(): void;
  /** Shows the row at this many pixels below the upper edge at the next {@link restore}. */
  show(key: string, top: number): void;
}

/**
 * Follows the end only while the reader is there. Else it keeps the first visible row where it is, whatever grows or
 * shrinks above and below; browsers do that only in part, and not all of them.
 */
export function createScrollPosition(
  scroller: HTMLElement,
  rowAt: (key: string) => HTMLElement | undefined,
  rows: () => Iterable<HTMLElement>,
  start: Place,
  moved: (place: Place) => void,
): ScrollPosition {
  let place = start;
  let lastTop = 0;
  /** The row of the place is still to come into the page. */
  let isAwaited = !start.end;

  const topOf = (row: HTMLElement) => row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const distanceToEnd = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  const firstVisible = (): Place => {
    for (const row of rows()) {
      if (row.dataset.key === passingKey) continue;
      const top = topOf(row);
      if (top + row.offsetHeight > 0) return { end: false, key: row.dataset.key ?? "", top };
    }
    return place;
  };
  const settle = (next: Place) => {
    place = next;
    moved(place);
  };

  scroller.addEventListener(
    "scroll",
    () => {
      isAwaited = false;
      const top = scroller.scrollTop;
      const isUpwards = top < lastTop;
      lastTop = top;
      const isAtEnd = distanceToEnd() <= (isUpwards ? 1 : nearEnd);
      settle(isAtEnd ? { end: true } : firstVisible());
    },
    { passive: true },
  );

  return {
    get place() {
      return place;
    },
    restore() {
      if (place.end) {
        scroller.scrollTop = scroller.scrollHeight;
      } else {
        const row = rowAt(place.key);
        if (row !== undefined) {
          isAwaited = false;
          const difference = topOf(row) - place.top;
          if (Math.abs(difference) >= 0.5) scroller.scrollTop += difference;
        }
        // After a long jump the place is known by a row that has left the page, or is far from the view.
        const isFar = row === undefined ? !isAwaited : Math.abs(place.top) > scroller.clientHeight + row.offsetHeight;
        if (isFar) settle(firstVisible());
        // What fits into the view as a whole has no other place than its end.
        else if (row !== undefined && scroller.scrollHeight <= scroller.clientHeight) settle({ end: true });
      }
      lastTop = scroller.scrollTop;
    },
    toEnd() {
      settle({ end: true });
      this.restore();
    },
    stay: () => settle(firstVisible()),
    show(key, top) {
      isAwaited = true;
      settle({ end: false, key, top });
    },
  };
}

/** The row that says that earlier items are loading: it goes when they come, so nothing can be kept in place by it. */
const passingKey = "earlier";

/** Pixels from the end at which a reader who scrolls down has arrived. */
const nearEnd = 24;
