import * as vscode from "vscode";
import type { RunPorts } from "../../core/measurement/runs/evaluate";
import type { Estimate, RunEvent } from "../../core/measurement/runs/events";
import type { MeasurementPorts } from "../../core/measurement/tools/evaluate";
import type { Home } from "../../core/measurement/tools/homes";
import type { PreparedRun } from "../../core/measurement/tools/proposal";
import type { Chat } from "../chat/chat";
import type { Log } from "../log";
import type { Workspaces } from "../workspaces";
import { agrees } from "./agreement";
import type { EvaluationProgress, HeldEvaluation, RunningEvaluation } from "./evaluation-progress";
import { progressWords, stepWords } from "./progress-words";

export interface EvaluationPorts {
  readonly workspaces: Pick<Workspaces, "alone" | "current" | "mapPipeline" | "state">;
  readonly measurement: MeasurementPorts;
  readonly evaluation: EvaluationProgress;
  readonly context: Pick<vscode.ExtensionContext, "workspaceState">;
  readonly log: Pick<Log, "info" | "warn">;
}

/** What measuring a change takes beside it. */
export interface ChangeEvaluationPorts extends EvaluationPorts {
  readonly workspaces: Pick<Workspaces, "alone" | "besides" | "current" | "mapPipeline" | "state">;
  readonly models: { readonly status: { readonly label: string } };
  readonly chat: Pick<Chat, "ask">;
  /** Absolute path of a private folder of ours, for the base of a change. */
  readonly storage: string;
}

/** What is about to be measured. */
export interface EvaluationPlan {
  /** Of the notification. */
  readonly title: string;
  readonly home: Home;
  readonly functions?: RunningEvaluation["functions"];
  /** The question of the dialog, and what is said in it beside what runs. */
  readonly question: string;
  readonly notes?: readonly string[];
  /** A command that the person has just agreed to. */
  readonly agreed?: readonly string[];
  /** Reads everything, and starts and writes nothing. */
  prepare(ports: RunPorts, signal: AbortSignal): Promise<PreparedRun>;
}

type FinishedRun = Extract<RunEvent, { type: "finished" }>;

export interface Ended extends FinishedRun {
  readonly home: Home;
  /** Why engines did not start, by row. */
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * Reads, asks, runs with a notification. One at a time: while another one runs, that is shown instead.
 * @returns undefined when nothing was started
 */
export async function runEvaluation(plan: EvaluationPlan, ports: EvaluationPorts): Promise<Ended | undefined> {
  const { title, home, functions } = plan;
  const held = ports.evaluation.begin({ title, folder: home.root.path, ...(functions && { functions }) });
  if (!held) return void (await showRunning(ports.evaluation));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    return await vscode.window.withProgress(options, async (reporter, token) => {
      token.onCancellationRequested(() => held.stop());
      try {
        return await measure(plan, ports, held, (message) => reporter.report({ message }));
      } catch (error) {
        // Stopped before anything was started.
        if (held.signal.aborted) return undefined;
        throw withHint(error);
      }
    });
  } finally {
    held.end();
  }
}

/** A second click shows the one that runs. */
export async function showRunning(evaluation: EvaluationProgress): Promise<void> {
  const running = evaluation.current();
  if (!running) return;
  const stop = vscode.l10n.t("Stop it");
  const how = running.progress ? progressWords(running.progress, running.rates) : undefined;
  const message = how
    ? vscode.l10n.t("One evaluation runs at a time. Now: {0}, {1}.", running.title, how)
    : vscode.l10n.t("One evaluation runs at a time. Now: {0}.", running.title);
  if ((await vscode.window.showInformationMessage(message, stop)) === stop) evaluation.stop();
}

async function measure(
  { home, question, notes = [], agreed, prepare }: EvaluationPlan,
  { measurement, context }: EvaluationPorts,
  held: HeldEvaluation,
  say: (message: string) => void,
): Promise<Ended | undefined> {
  say(vscode.l10n.t("Reading the test sets…"));
  const workspace = await measurement.open(home.root);
  // The person is asked below, with everything in one dialog.
  const runPorts = { ...measurement, workspace, home: home.folder, confirm: async () => true };
  const prepared = await prepare(runPorts, held.signal);
  say(vscode.l10n.t("Waiting for your answer…"));
  held.update({ step: "asking" });
  const asking = { question, notes, agreed, state: context.workspaceState, signal: held.signal };
  let isStarted = false;
  try {
    isStarted = await agrees(prepared, workspace, asking);
    return isStarted ? await follow(prepared, home, held, say) : undefined;
  } finally {
    // What was made ready, such as a checkout of the base, goes.
    if (!isStarted) await prepared.events.return(undefined);
  }
}

async function follow(
  { events, estimate }: PreparedRun,
  home: Home,
  held: HeldEvaluation,
  say: (message: string) => void,
): Promise<Ended | undefined> {
  const failures = new Map<string, string>();
  const known = new Map<string, number>();
  for await (const event of events) {
    if (event.type === "clip") {
      const { progress } = event;
      for (const { row, wer } of [progress, ...(progress.others ?? [])]) if (wer !== undefined) known.set(row, wer);
      const rates = inOrder(known, estimate);
      held.update({ step: "clips", progress, rates });
      say(progressWords(progress, rates));
    } else if (event.type === "step") {
      held.update({ step: event.step, turns: undefined });
      say(stepWords(event.step));
    } else if (event.type === "turns") {
      held.update({ step: "speed", turns: event });
      say(stepWords("speed", event));
    } else if (event.type === "engine" && event.failure !== undefined) failures.set(event.row, event.failure);
    else if (event.type === "finished") return { ...event, home, failures };
  }
  return undefined;
}

/** Rows may take turns, so the first one that is heard of is any. */
function inOrder(rates: ReadonlyMap<string, number>, { rows }: Estimate): ReadonlyMap<string, number> {
  return new Map(
    rows.flatMap(({ name }) => {
      const rate = rates.get(name);
      return rate === undefined ? [] : [[name, rate] as const];
    }),
  );
}

/** A person reads one message; the remedy belongs to it. */
function withHint(error: unknown): unknown {
  const { message, hint } = error as { readonly message?: unknown; readonly hint?: unknown };
  return typeof hint === "string" ? new Error(`${String(message)} ${hint}`, { cause: error }) : error;
}
