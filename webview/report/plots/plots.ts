import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import type { Strings } from "../strings";
import type { Curve, DrawnInterval } from "./draw";
import { composeSvg } from "./export";

/** Places for plots, which are filled when the library is there: nothing that is read waits for it. */
export interface Plots {
  interval(value: DrawnInterval): TemplateResult;
  curves(value: CurvesPlot): TemplateResult;
  /** Fills the places that were made since the last call. */
  draw(): void;
  /** All plots that are shown as one SVG, with the colours of the theme; undefined while there is none. */
  exported(): string | undefined;
}

export interface CurvesPlot {
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly xLabel: string;
  readonly yLabel: string;
}

/** The library is large, and nothing that is read waits for it. */
async function loadLibrary() {
  const { drawCurves, drawInterval } = await import("./draw");
  return { drawCurves, drawInterval };
}

type Library = Awaited<ReturnType<typeof loadLibrary>>;
type Job = (library: Library, width: number) => SVGElement;

export function createPlots({ locale }: Strings): Plots {
  let library: Library | undefined;
  let isLoading = false;
  const waiting = new Map<HTMLElement, Job>();
  const drawn = new WeakMap<HTMLElement, string>();

  const place = (className: string, label: string, key: string, job: Job): TemplateResult =>
    html`<div class=${className} data-label=${label} ${ref((element) => {
      if (!(element instanceof HTMLElement) || drawn.get(element) === key) return;
      drawn.set(element, key);
      waiting.set(element, job);
    })}></div>`;

  const fill = () => {
    if (!library) return;
    const start = performance.now();
    for (const [element, job] of waiting) {
      // A frame is for reading; dozens of plots are drawn over several.
      if (performance.now() - start > 8) return void requestAnimationFrame(fill);
      waiting.delete(element);
      if (!element.isConnected) continue;
      element.replaceChildren(job(library, element.clientWidth || 160));
    }
  };

  return {
    interval: (value) =>
      place("plot interval", value.label, JSON.stringify(value), ({ drawInterval }, width) =>
        drawInterval(value, width),
      ),
    curves: (value) =>
      place("plot curves", value.label, JSON.stringify(value), ({ drawCurves }, width) =>
        drawCurves(value, width, locale),
      ),
    draw() {
      if (waiting.size === 0) return;
      if (library) return fill();
      if (isLoading) return;
      isLoading = true;
      void loadLibrary().then((loaded) => {
        library = loaded;
        fill();
      });
    },
    exported: () => composeSvg([...document.querySelectorAll<HTMLElement>(".plot")]),
  };
}
