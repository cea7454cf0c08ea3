import { dot, lineY, link, plot, ruleX, ruleY } from "@observablehq/plot";
import { type Domain, shownPercent } from "./domains";
import type { CurvesPlot } from "./plots";

export interface DrawnInterval {
  readonly label: string;
  readonly point: number;
  readonly low?: number;
  readonly high?: number;
  /** What the same code shows against itself, on both sides of 0. */
  readonly noise?: number;
  readonly domain: Domain;
  readonly zero?: boolean;
}

export interface Curve {
  readonly name: string;
  /** Quantiles 0 to 100 %. */
  readonly quantiles: readonly number[];
}

const height = 22;

/** A measured value with its interval; the numbers stand beside it, so it is only to be seen. */
export function drawInterval({ point, low, high, noise, domain, zero }: DrawnInterval, width: number): SVGElement {
  const [first, last] = domain;
  const ends = low === undefined && high === undefined ? [] : [{ low: low ?? first, high: high ?? last }];
  const noises = noise === undefined ? [] : [{ low: -noise, high: noise }];
  return bare(
    plot({
      ...{ width, height, margin: 2, marginLeft: 6, marginRight: 6, axis: null },
      ...{ x: { domain: [...domain] }, y: { domain: [-1, 1] }, style: { background: "transparent" } },
      marks: [
        zero
          ? ruleX([0], { stroke: "var(--plot-line)", strokeDasharray: "2,2" })
          : ruleX([first], { stroke: "var(--plot-line)" }),
        link(noises, {
          x1: "low",
          x2: "high",
          y1: 0,
          y2: 0,
          stroke: "var(--plot-line)",
          strokeWidth: 9,
          strokeOpacity: 0.5,
        }),
        link(ends, { x1: "low", x2: "high", y1: 0, y2: 0, stroke: "var(--plot-interval)", strokeWidth: 3 }),
        dot([{ point }], { x: "point", y: 0, r: 4, fill: "var(--plot-point)", stroke: "var(--plot-ground)" }),
      ],
    }),
  );
}

/** Dashes tell the rows apart without colour, in the order of the legend. */
const dashes = ["", "5,4", "2,3", "9,3,2,3"] as const;

/** Which share of the clips took at most how long. */
export function drawCurves({ curves, xLabel, yLabel }: CurvesPlot, width: number, locale: string): SVGElement {
  const most = Math.max(...curves.map(({ quantiles }) => quantiles[shownPercent] ?? 0));
  const numbers = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  return bare(
    plot({
      ...{ width, height: 220, marginLeft: 44, marginBottom: 38, marginTop: 22, style: { background: "transparent" } },
      x: {
        domain: [0, most > 0 ? most : 1],
        label: xLabel,
        tickFormat: (value: number) => numbers.format(value),
        ticks: Math.max(3, Math.floor(width / 90)),
      },
      y: { domain: [0, 100], label: yLabel, ticks: 5, grid: true },
      marks: [
        ruleY([0], { stroke: "var(--plot-line)" }),
        ...curves.map(({ quantiles }, index) =>
          lineY(
            quantiles.slice(0, shownPercent + 1).map((value, percent) => ({ value, percent })),
            {
              ...{ x: "value", y: "percent", curve: "step-after", strokeWidth: 2 },
              stroke: `var(--plot-row-${index % dashes.length})`,
              strokeDasharray: dashes[index % dashes.length] ?? "",
            },
          ),
        ),
      ],
    }),
  );
}

/** The library brings a style block, which the page's policy refuses; the same rules stand in our style sheet. */
function bare(drawn: SVGElement | HTMLElement): SVGElement {
  for (const style of drawn.querySelectorAll("style")) style.remove();
  if (!(drawn instanceof SVGElement)) throw new Error("A plot is one SVG element.");
  drawn.setAttribute("aria-hidden", "true");
  drawn.classList.add("plot-drawing");
  return drawn;
}
