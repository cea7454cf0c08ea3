import * as vscode from "vscode";
import type { MeasurementPorts } from "../../core/measurement/tools/evaluate";
import type { Home } from "../../core/measurement/tools/homes";
import { commandsDigest, type PreparedRun } from "../../core/measurement/tools/proposal";
import type { Workspaces } from "../workspaces";
import { confirm } from "./approval";
import { ApprovedCommands } from "./approved-commands";
import { planWords } from "./plan-words";
import { progressWords } from "./progress-words";
import { offerSetup } from "./set-up";

export interface EvaluationPorts {
  readonly workspaces: Pick<Workspaces, "current" | "state">;
  readonly measurement: MeasurementPorts;
  readonly context: Pick<vscode.ExtensionContext, "workspaceState">;
}

/** `ML Engineer: Evaluate engines`: reads the test sets, asks, runs with a notification, and opens the report. */
export async function evaluateEngines(ports: EvaluationPorts): Promise<void> {
  if (ports.workspaces.state !== "ready") {
    throw new Error(vscode.l10n.t("Open a folder first: an evaluation belongs to one."));
  }
  const workspace = await ports.workspaces.current();
  const { configuredHomes, homesOf } = await import("../../core/measurement/tools/homes");
  const homes = await configuredHomes(homesOf(workspace));
  if (homes.length === 0) return offerSetup(workspace.roots);
  const home = await chosenHome(homes);
  if (!home) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t("Evaluating engines"),
    cancellable: true,
  };
  const report = await vscode.window.withProgress(options, async (reporter, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    try {
      return await measure(home, ports, (message) => reporter.report({ message }), controller.signal);
    } catch (error) {
      // Cancelled before anything was started.
      if (controller.signal.aborted) return undefined;
      throw withHint(error);
    }
  });
  if (report) await vscode.window.showTextDocument(report, { preview: false });
}

async function chosenHome(homes: readonly Home[]): Promise<Home | undefined> {
  const [only] = homes;
  if (homes.length === 1) return only;
  const items = homes.map((home) => ({ label: home.root.name, description: home.folder.path, home }));
  const title = vscode.l10n.t("Which folder is evaluated?");
  return (await vscode.window.showQuickPick(items, { title }))?.home;
}

/** @returns the report of the run; undefined when nothing was started */
async function measure(
  home: Home,
  { measurement, context }: EvaluationPorts,
  say: (message: string) => void,
  signal: AbortSignal,
): Promise<vscode.Uri | undefined> {
  say(vscode.l10n.t("Reading the test sets…"));
  const { readHomeConfiguration } = await import("../../core/measurement/tools/homes");
  const { prepareRun } = await import("../../core/measurement/tools/proposal");
  const { evaluate } = await import("../../core/measurement/runs/evaluate");
  const configuration = await readHomeConfiguration(home);
  const command = ["evaluate", ".ml-engineer/evaluation.json"];
  const runPorts = {
    ...measurement,
    workspace: await measurement.open(home.root),
    home: home.folder,
    confirm: async () => true,
  };
  const prepared = await prepareRun(
    evaluate({ configuration, comparesSpeed: true, command }, runPorts, signal),
    configuration,
  );
  say(vscode.l10n.t("Waiting for your answer…"));
  if (await agrees(prepared, new ApprovedCommands(context.workspaceState), signal)) return await follow(prepared, say);
  await prepared.events.return(undefined);
  return undefined;
}

/** What costs nothing and keeps the audio here is asked about once for the same commands; anything else each time. */
async function agrees(prepared: PreparedRun, approved: ApprovedCommands, signal: AbortSignal): Promise<boolean> {
  const digest = commandsDigest(prepared);
  const isRemembered = !prepared.estimate.needsConsent;
  if (isRemembered && approved.has(digest)) return true;
  const message = vscode.l10n.t("Run these programs to evaluate the engines?");
  const isAgreed = await confirm(message, { detail: planWords(prepared), yes: vscode.l10n.t("Run"), signal });
  if (isAgreed && isRemembered) await approved.add(digest);
  return isAgreed;
}

async function follow({ events }: PreparedRun, say: (message: string) => void): Promise<vscode.Uri | undefined> {
  for await (const event of events) {
    if (event.type === "clip") say(progressWords(event.progress));
    else if (event.type === "step") {
      say(event.step === "speed" ? vscode.l10n.t("Comparing speed…") : vscode.l10n.t("Measuring memory…"));
    } else if (event.type === "engine" && event.failure !== undefined) {
      void vscode.window.showWarningMessage(vscode.l10n.t("{0} did not start: {1}", event.row, event.failure));
    } else if (event.type === "finished") {
      const { folder, record } = event.run;
      if (record.state !== "complete") {
        const hint = vscode.l10n.t(
          "The run {0} did not reach every clip. What was measured is kept; `ml-engineer evaluate --resume` goes on with it.",
          record.id,
        );
        void vscode.window.showInformationMessage(hint);
      }
      return vscode.Uri.joinPath(vscode.Uri.file(await folder.realPath()), "report.md");
    }
  }
  return undefined;
}

/** A person reads one message; the remedy belongs to it. */
function withHint(error: unknown): unknown {
  const { message, hint } = error as { readonly message?: unknown; readonly hint?: unknown };
  return typeof hint === "string" ? new Error(`${String(message)} ${hint}`, { cause: error }) : error;
}
