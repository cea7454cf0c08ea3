import { html, type TemplateResult } from "lit";
import { icon } from "../../components/icon";
import { formatSeconds } from "../format";
import type { Strings } from "../strings";
import { deltaOf, lostWords, type UtteranceIndex } from "./utterance-index";

/** One line: whether it got worse or better, by how much, which utterance. The right column goes first when it is narrow. */
export function rowContent(index: UtteranceIndex, utterance: number, row: number, strings: Strings): TemplateResult {
  const id = index.ids[utterance] ?? "";
  const words = String(index.words[utterance] ?? 0);
  const errors = (of: number) =>
    (index.errors[of]?.[utterance] ?? -1) < 0
      ? strings.text("utterances.failure")
      : String(index.errors[of]?.[utterance] ?? 0);
  const delta = deltaOf(index, row, utterance);
  const figures =
    row === 0
      ? strings.text("utterances.of", { errors: errors(0), words })
      : strings.text("utterances.from-to", { before: errors(0), after: errors(row), words });
  const sign = row === 0 ? lostWords(index, 0, utterance) : delta;
  return html`<span class="sign ${tone(row, sign)}" title=${signWords(row, sign, strings)}>${icon(signIcon(row, sign))}<span
      >${row === 0 ? sign : signed(sign)}</span><span class="for-screen-readers">${signWords(row, sign, strings)}, </span></span>
    <span class="errors">${figures}</span>
    <span class="name" title=${id}><span class="folder">${id.slice(0, id.lastIndexOf("/") + 1)}</span>${id.slice(id.lastIndexOf("/") + 1)}</span>
    <span class="text quiet">${(index.texts[utterance] ?? "").split("\n", 1)[0]?.slice(0, 200)}</span>
    <span class="facts quiet">${facts(index, utterance, strings)}</span>`;
}

function facts(index: UtteranceIndex, utterance: number, strings: Strings): string {
  const conditions = (index.condition[utterance] ?? []).flatMap((number) => index.conditions[number] ?? []);
  return [
    index.languages[index.language[utterance] ?? -1] ?? "",
    ...conditions,
    formatSeconds(index.seconds[utterance] ?? 0, strings),
  ].join(" · ");
}

function signed(value: number): string {
  return value < 0 ? `−${-value}` : value > 0 ? `+${value}` : "0";
}

function tone(row: number, value: number): string {
  if (value === 0) return "same";
  return row === 0 ? "worse" : value > 0 ? "worse" : "better";
}

function signIcon(row: number, value: number): string {
  if (value === 0) return row === 0 ? "check" : "dash";
  if (row === 0) return "error";
  return value > 0 ? "arrow-up" : "arrow-down";
}

function signWords(row: number, value: number, strings: Strings): string {
  const count = String(Math.abs(value));
  if (row === 0) return strings.text("utterances.wrong", { count });
  if (value === 0) return strings.text("utterances.same");
  return strings.text(value > 0 ? "utterances.worse" : "utterances.better", { count });
}
