import { html, nothing, type TemplateResult } from "lit";
import type { ReportDifference, ReportFigures, ReportMetric, ReportOverview } from "../../src/protocol/report";
import { icon } from "../components/icon";
import type { Context } from "./context";
import { formatDifference, formatFigure, formatPoint, formatPoints, languageName } from "./format";
import type { ViewState } from "./state";
import type { english, Strings } from "./strings";

interface Sentence {
  readonly icon: string;
  readonly text: string;
}

/** The answer first: a sentence for each language, and what keeps the run from having one. */
export function verdictSection({ overview, figures, failed }: ViewState, { strings }: Context): TemplateResult | null {
  if (!overview) return null;
  const sentences = [
    ...stateOf(overview, strings),
    ...(figures ? verdictsOf(figures, overview, strings) : []),
    ...(failed.figures === undefined
      ? []
      : [{ icon: "error", text: strings.text("verdict.failed", { message: failed.figures }) }]),
  ];
  const isWorking = !figures && failed.figures === undefined;
  return html`<section aria-labelledby="verdict-title">
    <h2 id="verdict-title" class="for-screen-readers">${strings.text("verdict.title")}</h2>
    <ul class="verdicts">${sentences.map(
      (sentence) => html`<li>${icon(sentence.icon)}<span>${sentence.text}</span></li>`,
    )}</ul>
    <p role="status" class="quiet">${isWorking ? strings.text("verdict.working") : nothing}</p>
    ${
      figures && figures.notes.length > 0
        ? html`<details class="notes"><summary>${strings.text("notes.title")} (${figures.notes.length})</summary>
            <ul>${figures.notes.map((note) => html`<li>${note}</li>`)}</ul></details>`
        : nothing
    }
  </section>`;
}

/** What says more than any figure: the run has no verdict, or compared code with itself. */
function stateOf({ state, shard, change }: ReportOverview, strings: Strings): readonly Sentence[] {
  const ran = change?.ran;
  const told = ran && ran.verdict !== "own" ? [ran.message, ran.remedy ?? ""].join(" ").trim() : "";
  return [
    ...(state === "complete" ? [] : [{ icon: "warning", text: strings.text(`verdict.${state}`) }]),
    ...(shard
      ? [
          {
            icon: "warning",
            text: strings.text("verdict.shard", { index: String(shard.index), count: String(shard.count) }),
          },
        ]
      : []),
    ...(ran?.verdict === "same" ? [{ icon: "warning", text: `${strings.text("verdict.same")} ${told}` }] : []),
    ...(ran?.verdict === "unknown" ? [{ icon: "question", text: `${strings.text("verdict.unknown")} ${told}` }] : []),
  ];
}

function verdictsOf(figures: ReportFigures, { rows, change }: ReportOverview, strings: Strings): readonly Sentence[] {
  const rates = figures.metrics.filter(({ metric }) => metric === "wer");
  if (rates.length === 0) {
    const key = figures.clips === 0 ? "verdict.elsewhere" : "verdict.none";
    return [{ icon: "info", text: strings.text(key) }];
  }
  const named = (row: number, sentence: Sentence): Sentence =>
    rows.length > 2
      ? { ...sentence, text: strings.text("verdict.row", { row: rows[row] ?? "", sentence: sentence.text }) }
      : sentence;
  if (rows.length < 2) return rates.map((metric) => alone(metric, 0, strings));
  return rows.flatMap((_, row) => {
    if (row === 0) return [];
    const reason = figures.unmeasured[row];
    if (reason) {
      const isSaid = change?.ran?.verdict === "same";
      const text = strings.text("verdict.not-compared", { reason });
      return [
        ...(isSaid ? [] : [named(row, { icon: "warning", text })]),
        ...rates.map((rate) => alone(rate, row, strings)),
      ];
    }
    return rates.map((rate) => named(row, pair(rate, row, strings)));
  });
}

function alone(metric: ReportMetric, row: number, strings: Strings): Sentence {
  const figure = metric.figures[row];
  const written = figure ? formatFigure(metric.metric, figure, strings) : strings.text("not-measured");
  return {
    icon: "graph",
    text: strings.text("verdict.alone", { ...namesOf(metric, strings), figure: written }),
  };
}

function pair(metric: ReportMetric, row: number, strings: Strings): Sentence {
  const [a, b] = [metric.figures[0], metric.figures[row]];
  const difference = metric.differences[row];
  if (!a || !b || !difference) return alone(metric, row, strings);
  const written = formatDifference(metric.metric, difference, strings);
  const values = {
    ...namesOf(metric, strings),
    verdict: outcome(difference.verdict, strings),
    before: formatPoint(metric.metric, a, strings),
    after: formatPoint(metric.metric, b, strings),
    difference: written,
    power: powerOf(difference, strings),
  };
  const isShort = written === "" || difference.verdict === "identical";
  const text = strings.text(isShort ? "verdict.pair-short" : "verdict.pair", values);
  return { icon: outcomeIcon(difference.verdict), text };
}

function namesOf({ metric, language = "" }: ReportMetric, strings: Strings): Readonly<Record<string, string>> {
  return { metric: strings.text(`metric.${metric}`), language: languageName(language, strings) };
}

function powerOf({ verdict, detectable, clipsNeeded }: ReportDifference, strings: Strings): string {
  if (verdict !== "no difference shown") return "";
  const shown =
    detectable === undefined ? "" : strings.text("verdict.power", { points: formatPoints(detectable, strings) });
  return `${shown}${clipsNeeded === undefined ? "" : strings.count("verdict.needs", clipsNeeded)}`;
}

/** A verdict in the words of the view; one that it does not know stands as it is. */
export function outcome(verdict: string, strings: Strings): string {
  const key = `outcome.${verdict}`;
  return key in knownOutcomes ? strings.text(key as keyof typeof knownOutcomes) : verdict;
}

const knownOutcomes = {
  ...{ "outcome.better": "", "outcome.worse": "", "outcome.identical": "", "outcome.too few clips": "" },
  ...{ "outcome.not worse by more than the margin": "", "outcome.no difference shown": "", "outcome.not measured": "" },
} as const satisfies { readonly [Key in keyof typeof english]?: "" };

/** Better and worse are told apart by the direction of the sign, not only by its colour. */
export function outcomeIcon(verdict: string): string {
  switch (verdict) {
    case "better":
      return "arrow-down better";
    case "worse":
      return "arrow-up worse";
    case "identical":
      return "check";
    case "not worse by more than the margin":
      return "check-all";
    case "no difference shown":
      return "dash";
    default:
      return "question";
  }
}
