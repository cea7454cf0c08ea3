import * as vscode from "vscode";
import type { Base, ChangedFunction } from "../../core/change/change";
import type { RunSummary } from "../../core/measurement/report/summary";
import type { FoundRun } from "../../core/measurement/tools/homes";
import type { RunningEvaluation } from "../evaluation/evaluation-progress";
import { stepWords } from "../evaluation/progress-words";
import { since } from "../since";
import type { EngineFile } from "./engine-files";
import { mainCall } from "./main-call";
import { measured, type Now } from "./measured-change";
import { baselineWords, changeWords, type LensText } from "./outcome-words";

/** One line over a line of code. Without a command it is only read. */
export interface LensItem extends LensText {
  /** From 0. */
  readonly line: number;
  readonly command?: string;
  readonly arguments?: readonly unknown[];
}

/** Everything that decides what stands over the lines of one open file. */
export interface LensFacts {
  readonly file: Pick<EngineFile, "root" | "path" | "map">;
  readonly text: string;
  readonly isUnsaved: boolean;
  /** What the root is compared with; absent where it cannot be compared. */
  readonly base: Base | undefined;
  /** Of what is saved; absent while nothing differs from the base. */
  readonly codeHash: string | undefined;
  /** Whether engine code of the root differs from the base. */
  readonly isChanged: boolean;
  /** Changed engine functions of this file, as it is in the editor. */
  readonly functions: readonly ChangedFunction[];
  /** Of the root, newest first. */
  readonly runs: readonly FoundRun[];
  /** The one that others of the root are compared with. */
  readonly baseline: FoundRun | undefined;
  readonly dataHash: string | undefined;
  /** Of the root. */
  readonly running: RunningEvaluation | undefined;
  /** The person does not want to be asked to measure. */
  readonly isDismissed: boolean;
  readonly now: Date;
  summary(run: FoundRun): Promise<RunSummary | undefined>;
}

/** The lenses of one file, from the top. */
export async function lensItems(facts: LensFacts): Promise<readonly LensItem[]> {
  const { functions, base } = facts;
  const changed = base ? await Promise.all(functions.map((one) => changeItem(one, base, facts))) : [];
  return [...changed, ...(await mainItems(facts))].sort((one, other) => one.line - other.line);
}

async function changeItem(one: ChangedFunction, base: Base, facts: LensFacts): Promise<LensItem> {
  const { file, running, runs, now, isUnsaved, codeHash, dataHash } = facts;
  const { name, place } = one;
  const line = place.line - 1;
  const isHere = (other: { readonly path: string; readonly name: string }) =>
    other.name === name && other.path === file.path;
  if (running?.functions?.some(isHere)) return { line, ...runningWords(running) };
  const evaluate = {
    command: "mlEngineer.evaluateChange",
    arguments: [{ folder: file.root.path, path: file.path, name }],
  };
  const state: Now = { base, codeHash, dataHash, isUnsaved };
  const found = measured(one, runs, state);
  if (!found) {
    const title = vscode.l10n.t("Evaluate this engine change");
    const tooltip = vscode.l10n.t(
      "Runs the engine on the test sets before and after the change, against {0}. You see the commands first.",
      base.revision,
    );
    return { line, title, tooltip, ...evaluate };
  }
  const { record } = found.run;
  const { isStale } = found;
  const summary = await facts.summary(found.run);
  const open = { command: "mlEngineer.openReport", arguments: [record.id] };
  const words = summary ? changeWords(record, summary, { isStale, now }) : withoutSummary(found.run, isStale, now);
  return { line, ...words, ...(isStale ? evaluate : open) };
}

/** Over the main call: what to do first, how far that is, and, while nothing differs from the base, what it gave. */
async function mainItems(facts: LensFacts): Promise<readonly LensItem[]> {
  const { file, running, runs, isChanged, baseline, now } = facts;
  const main = mainCall(file.map);
  if (main?.place.path !== file.path) return [];
  const line = nearestLine(main.call, main.place.line - 1, facts.text);
  if (running && !running.functions) return [{ line, ...runningWords(running) }];
  const isMeasured = runs.some(({ record }) => record.state === "complete");
  if (!isMeasured) return facts.isDismissed ? [] : measureItems(line, facts);
  if (isChanged || !baseline) return [];
  const summary = await facts.summary(baseline);
  const words = summary ? baselineWords(baseline.record, summary, now) : withoutSummary(baseline, false, now);
  return [{ line, ...words, command: "mlEngineer.openReport", arguments: [baseline.record.id] }];
}

function measureItems(line: number, { file }: LensFacts): readonly LensItem[] {
  return [
    {
      line,
      title: vscode.l10n.t("Measure this engine"),
      tooltip: vscode.l10n.t(
        "Runs it on a test set: error rates with intervals, speed and memory. You see the commands first.",
      ),
      command: "mlEngineer.measureEngine",
      arguments: [{ folder: file.root.path }],
    },
    {
      line,
      title: vscode.l10n.t("Dismiss"),
      tooltip: vscode.l10n.t("Show lens to measure the engine brings it back."),
      command: "mlEngineer.dismissMeasureLens",
    },
  ];
}

function runningWords({ step, progress, turns, title }: RunningEvaluation): LensText {
  const words = (): string => {
    switch (step) {
      case "reading":
        return vscode.l10n.t("Evaluating… reading the test sets");
      case "asking":
        return vscode.l10n.t("Evaluating… waiting for your answer");
      case "clips":
        return progress
          ? vscode.l10n.t("Evaluating… {0}/{1} clips", progress.done, progress.total)
          : vscode.l10n.t("Evaluating… starting");
      default:
        return stepWords(step, turns);
    }
  };
  return { title: words(), tooltip: title };
}

/** Its transcripts stayed on another machine, or the configuration is gone. */
function withoutSummary({ record }: FoundRun, isStale: boolean, now: Date): LensText {
  const parts = [
    vscode.l10n.t("measured {0}", since(record.finished ?? record.created, now)),
    ...(isStale ? [vscode.l10n.t("stale, evaluate again")] : []),
  ];
  const tooltip = vscode.l10n.t("The figures are in the report: the transcripts of this run are not on this machine.");
  return { title: parts.join(" · "), tooltip };
}

/** Where a call stands now that lines above it may have been typed or deleted. From 0. */
function nearestLine(call: string, line: number, text: string): number {
  const lines = text.split("\n");
  const [written = call] = call.split(/[\s(]/);
  if (lines[line]?.includes(written)) return line;
  let nearest: number | undefined;
  for (const [index, content] of lines.entries()) {
    if (!content.includes(written)) continue;
    if (nearest === undefined || Math.abs(index - line) < Math.abs(nearest - line)) nearest = index;
  }
  return nearest ?? Math.min(line, lines.length - 1);
}
