import * as vscode from "vscode";
import type { RowComparison, RunSummary } from "../../core/measurement/report/summary";
import type { RunRecord } from "../../core/measurement/run";
import { rowName } from "../../core/measurement/runs/row";
import { visibleShort } from "../../core/workspace/visible-text";
import { percent, verdictWords } from "../change/figures";
import { since } from "../since";
import { dayOf, type RunNode, yesterday } from "./run-nodes";

/** `Today`, `Yesterday`, or the day. */
export function dayLabel(day: string, now: Date): string {
  if (day === "broken") return vscode.l10n.t("Cannot be read");
  if (day === dayOf(now.toISOString())) return vscode.l10n.t("Today");
  if (day === yesterday(now)) return vscode.l10n.t("Yesterday");
  const date = new Date(`${day}T12:00:00`);
  if (Number.isNaN(date.getTime())) return visibleShort(day, 40);
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "long" }).format(date);
}

/** What was measured: `base, large`, or `base against main`. */
export function labelOf({ change, engines }: RunRecord): string {
  if (change) {
    const { engine, base } = change;
    return vscode.l10n.t("{0} against {1}", visibleShort(engine, 60), visibleShort(base.revision, 40));
  }
  const names = engines.map(({ name, parameters }) => visibleShort(rowName(name, parameters), 60));
  if (names.length <= 3) return names.join(", ");
  return vscode.l10n.t("{0} and {1} more", names.slice(0, 2).join(", "), names.length - 2);
}

/** `baseline · WER ru 14.8 % · better · 2 h ago · feature`. */
export function descriptionOf({ run: { record }, summary, isBaseline, root }: RunNode, now: Date): string {
  const { change, state, shard, finished, created } = record;
  return [
    ...(isBaseline ? [vscode.l10n.t("baseline")] : []),
    ...(shard ? [vscode.l10n.t("part {0} of {1}", shard.index, shard.count)] : []),
    ...(state === "complete" ? resultWords(record, summary) : [stateWords(state)]),
    since(finished ?? created, now),
    ...(change?.branch === undefined ? [] : [visibleShort(change.branch, 40)]),
    ...(root === undefined ? [] : [visibleShort(root, 40)]),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** What a run that did not end can do. */
function stateWords(state: Exclude<RunRecord["state"], "complete">): string {
  return state === "cancelled" ? vscode.l10n.t("cancelled · resume") : vscode.l10n.t("not finished · resume");
}

function resultWords({ change, engines }: RunRecord, summary: RunSummary | undefined): readonly string[] {
  if (change?.ran?.verdict === "same") return [vscode.l10n.t("not measured: the same code ran")];
  if (change?.ran?.verdict === "unknown") return [vscode.l10n.t("not measured: nothing shows which code ran")];
  if (!summary) return [];
  const row = summary.rows[change ? 1 : 0];
  const rates = (row?.languages ?? []).flatMap(({ language, wer }) =>
    wer ? [`${language} ${percent(wer.point)}`] : [],
  );
  const [comparison] = summary.comparisons;
  const verdict = comparison && engines.length === 2 ? outcomeOf(comparison) : undefined;
  return [
    ...(rates.length > 0 ? [`WER ${rates.slice(0, 2).join(", ")}`] : []),
    ...(engines.length > 2 ? [vscode.l10n.t("{0} rows", engines.length)] : []),
    ...(verdict === undefined
      ? []
      : [change ? verdictWords(verdict) : `${secondOf(engines)}: ${verdictWords(verdict)}`]),
  ];
}

/** Of two engines it is the second that is compared with the first. */
function secondOf([, second]: RunRecord["engines"]): string {
  return second ? visibleShort(rowName(second.name, second.parameters), 40) : "";
}

type Outcome = RowComparison["rates"][number]["verdict"];

const byWeight: readonly Outcome[] = [
  "worse",
  "better",
  "no difference shown",
  "too few clips",
  "not worse by more than the margin",
  "identical",
];

/** One word for all languages: what got worse counts before what got better. */
export function outcomeOf({ unmeasured, rates }: RowComparison): Outcome {
  const verdicts = rates.filter(({ metric }) => metric === "wer").map(({ verdict }) => verdict);
  if (unmeasured !== undefined) return "not measured";
  return byWeight.find((verdict) => verdicts.includes(verdict)) ?? "not measured";
}
