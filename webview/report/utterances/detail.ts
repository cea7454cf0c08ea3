import { html, nothing, type TemplateResult } from "lit";
import type { AlignedWord, UtteranceDetail } from "../../../src/protocol/report";
import { icon } from "../../components/icon";
import { progressRing } from "../../components/progress";
import type { Context } from "../context";
import type { Strings } from "../strings";
import type { Player } from "./player";

export interface DetailView {
  readonly utterance: number;
  /** Undefined until it arrives. */
  readonly detail: UtteranceDetail | undefined;
  readonly rows: readonly string[];
  /** The row that the first one is compared with; 0 without one. */
  readonly row: number;
  readonly player: Player;
}

/** An utterance in aligned rows. Which row an error stands in, its sign and its icon tell new, fixed and shared ones apart. */
export function detailView(view: DetailView, { strings }: Pick<Context, "strings">): TemplateResult {
  const { detail, rows, row } = view;
  if (!detail) return html`<div class="detail">${progressRing(strings.text("detail.working"))}</div>`;
  const isPair = row > 0;
  return html`<div class="detail">
    ${detail.failures.map(
      ({ row: failed, message }) => html`<p class="problem">${icon("warning")}
        ${strings.text("detail.no-transcript", { row: rows[failed] ?? "", message })}</p>`,
    )}
    ${detail.isMachineReference ? html`<p class="quiet">${strings.text("detail.machine")}</p>` : nothing}
    <div class="aligned ${isPair ? "pair" : "alone"}">
      <div class="column labels" aria-hidden="true">
        <span>${strings.text("detail.reference")}</span>
        ${isPair ? html`<span>${rows[0]}</span>` : nothing}
        <span>${rows[row]}</span>
        <span class="mark"></span>
      </div>
      ${detail.words.map((word) => column(word, view, detail, strings))}
    </div>
    ${detail.words.length >= 3_000 ? html`<p class="quiet">${strings.text("detail.cut")}</p>` : nothing}
    <div class="detail-end">${audioControls(view, detail, strings)}${legend(isPair, strings)}</div>
  </div>`;
}

const marks = {
  new: { sign: "+", icon: "error", words: "change.new" },
  fixed: { sign: "✓", icon: "pass", words: "change.fixed" },
  remains: { sign: "=", icon: "circle-large-outline", words: "change.remains" },
} as const;

function column(word: AlignedWord, view: DetailView, detail: UtteranceDetail, strings: Strings): TemplateResult {
  const isPair = view.row > 0;
  const { change, reference, a, b } = word;
  const spoken = spokenText(word, isPair, strings);
  const cells = html`${cell(reference, "reference")}${isPair ? cell(a, isWrong("a", change) ? "a wrong" : "a") : nothing}${cell(
    b,
    isWrong("b", change) ? "b wrong" : "b",
  )}${mark(change, isPair)}`;
  const { audio } = detail;
  if ("reason" in audio || view.player.broken.has(view.utterance)) {
    return html`<span class="column ${change}" role="img" aria-label=${spoken}>${cells}</span>`;
  }
  const { span } = word;
  const title = span
    ? strings.text("word.play", { from: span[0].toFixed(1), to: span[1].toFixed(1) })
    : strings.text("audio.play");
  return html`<button
    type="button"
    class="column ${change}"
    title=${title}
    aria-label=${spoken}
    @click=${() => view.player.play(view.utterance, audio, span)}
  >${cells}</button>`;
}

function isWrong(side: "a" | "b", change: AlignedWord["change"]): boolean {
  return change === "remains" || change === (side === "a" ? "fixed" : "new");
}

function cell(text: string | undefined, className: string): TemplateResult {
  return text === undefined
    ? html`<span class="word none ${className}" aria-hidden="true">·</span>`
    : html`<span class="word ${className}" aria-hidden="true">${text}</span>`;
}

function mark(change: AlignedWord["change"], isPair: boolean): TemplateResult {
  if (change === "right") return html`<span class="mark" aria-hidden="true"></span>`;
  const { sign, icon: name } = isPair ? marks[change] : { sign: "×", icon: "error" };
  return html`<span class="mark" aria-hidden="true">${icon(name)}${sign}</span>`;
}

function spokenText({ change, reference, a, b }: AlignedWord, isPair: boolean, strings: Strings): string {
  if (change === "right") return reference ?? "";
  const nothingHeard = strings.text("word.nothing");
  const values = { reference: reference ?? nothingHeard, before: a ?? nothingHeard, after: b ?? nothingHeard };
  const what = strings.text(isPair ? marks[change].words : "change.wrong");
  return `${strings.text(isPair ? "word.reads" : "word.reads-alone", values)} (${what})`;
}

function audioControls(view: DetailView, { audio }: UtteranceDetail, strings: Strings): TemplateResult {
  const { player, utterance } = view;
  if ("reason" in audio) return html`<p class="quiet">${strings.text(`audio.${audio.reason}`)}</p>`;
  if (player.broken.has(utterance)) return html`<p class="quiet">${strings.text("audio.broken")}</p>`;
  const isPlaying = player.playing === utterance;
  const toggle = () => (isPlaying ? player.stop() : player.play(utterance, audio));
  return html`<button type="button" class="play" aria-pressed=${isPlaying} @click=${toggle}>
    ${icon(isPlaying ? "debug-pause" : "play")}<span>${strings.text(isPlaying ? "audio.pause" : "audio.play")}</span>
  </button>`;
}

function legend(isPair: boolean, strings: Strings): TemplateResult {
  if (!isPair) return html`<ul class="signs"><li>${icon("error")}× ${strings.text("change.wrong")}</li></ul>`;
  return html`<ul class="signs" aria-label=${strings.text("detail.legend")}>${(
    ["new", "fixed", "remains"] as const
  ).map(
    (change) =>
      html`<li class=${change}>${icon(marks[change].icon)}${marks[change].sign} ${strings.text(marks[change].words)}</li>`,
  )}</ul>`;
}
