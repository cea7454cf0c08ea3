import * as vscode from "vscode";
import * as z from "zod/mini";
import type { Workspace } from "../../core/workspace/workspace";
import type { Chat } from "../chat/chat";
import { viewStrings } from "../chat/view-strings";
import type { Log } from "../log";
import type { RunService } from "../runs/run-service";
import type { Workspaces } from "../workspaces";
import { ReportPanel } from "./report-panel";
import { ReportThread } from "./report-thread";
import type { ReportPlace, ReportSource } from "./worker/report-reader";

const reportViewType = "mlEngineer.report";

export interface ReportsPorts {
  readonly context: Pick<vscode.ExtensionContext, "extensionUri">;
  readonly workspaces: Pick<Workspaces, "current" | "state">;
  readonly log: Log;
  readonly chat: Pick<Chat, "ask">;
  readonly runs: RunService;
  /** Reads and scores; default: a thread of its own. */
  readonly openSource?: (place: ReportPlace, workspace: Workspace) => ReportSource & vscode.Disposable;
}

/** The reports that are open in this window, one for each run. */
export class Reports implements vscode.Disposable {
  readonly #ports: ReportsPorts;
  /** By root and folder of the run. */
  readonly #panels = new Map<string, ReportPanel>();

  constructor(ports: ReportsPorts) {
    this.#ports = ports;
  }

  /**
   * Shows a run, in its panel when it has one.
   * @param run id of the run; without it the person picks one. Both come from a command, so they may be anything
   * @param root name of the folder that it belongs to; without it the newest run of that name
   */
  async show(run?: unknown, root?: unknown): Promise<void> {
    const wanted = argumentsSchema.parse({ run: run ?? undefined, root: root ?? undefined });
    const { runs, workspaces } = this.#ports;
    if (workspaces.state === "no-folder") {
      throw new Error(vscode.l10n.t("Open a folder first: an evaluation belongs to one."));
    }
    const place = await findRun(runs, wanted);
    if (!place) return;
    const known = this.#panels.get(keyOf(place));
    if (known) return known.reveal();
    const title = titleOf(place);
    const panel = vscode.window.createWebviewPanel(reportViewType, title, vscode.ViewColumn.Active, {});
    await this.#fill(panel, place);
  }

  /** Brings a panel of an earlier window back. */
  readonly serializer: vscode.WebviewPanelSerializer = {
    deserializeWebviewPanel: async (panel, state) => {
      const place = z.safeParse(placeSchema, state).data;
      if (!place || this.#ports.workspaces.state === "no-folder") return panel.dispose();
      await this.#fill(panel, place);
    },
  };

  register(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(reportViewType, this.serializer);
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }

  async #fill(panel: vscode.WebviewPanel, place: ReportPlace): Promise<void> {
    const { context, workspaces, log, chat } = this.#ports;
    const openSource = this.#ports.openSource ?? threadOpener(context.extensionUri);
    panel.title = titleOf(place);
    panel.iconPath = vscode.Uri.joinPath(context.extensionUri, "media", "icon.png");
    const key = keyOf(place);
    this.#panels.get(key)?.dispose();
    const workspace = await workspaces.current();
    const report = new ReportPanel(panel, {
      ...{ place, log, extensionUri: context.extensionUri },
      strings: viewStrings(context.extensionUri, "report-strings"),
      openSource: () => openSource(place, workspace),
      ask: (question, path) => chat.ask(question, [{ path }]),
    });
    this.#panels.set(key, report);
    panel.onDidDispose(() => {
      if (this.#panels.get(key) === report) this.#panels.delete(key);
    });
    await report.start();
  }
}

export function registerReports({ reports }: { readonly reports: Reports }): vscode.Disposable {
  return reports.register();
}

function threadOpener(extensionUri: vscode.Uri): NonNullable<ReportsPorts["openSource"]> {
  const folder = vscode.Uri.joinPath(extensionUri, "dist");
  const program = vscode.Uri.joinPath(folder, "report-worker.js").fsPath;
  return (place, { roots, trusted }) =>
    new ReportThread(program, { place, trusted, folders: roots.map(({ path }) => path), assetsFolder: folder.fsPath });
}

async function findRun(
  runs: RunService,
  { run, root }: z.infer<typeof argumentsSchema>,
): Promise<ReportPlace | undefined> {
  const { runNamed, runsOf } = await import("../../core/measurement/tools/homes");
  const { pickRun } = await import("../runs/pick-run");
  // A run that has just ended is named before the list has heard of it.
  const known = run === undefined ? await runs.list() : await runsOf(await runs.homes());
  const all = known.filter(({ home }) => root === undefined || home.root.name === root);
  const found =
    run === undefined ? await pickRun({ runs }, vscode.l10n.t("Which evaluation?"), all) : runNamed(all, run);
  return found && { root: found.home.root.name, folder: found.folder.path.split("/").at(-1) ?? "" };
}

function keyOf({ root, folder }: ReportPlace): string {
  return `${root}/${folder}`;
}

function titleOf({ folder }: ReportPlace): string {
  return vscode.l10n.t("Evaluation {0}", folder);
}

const name = z.string().check(z.minLength(1), z.maxLength(300));
const argumentsSchema = z.object({ run: z.optional(name), root: z.optional(name) });
const placeSchema = z.object({ root: name, folder: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)) });
