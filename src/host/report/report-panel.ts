import { dirname } from "node:path";
import * as vscode from "vscode";
import { visibleShort } from "../../core/workspace/visible-text";
import type { Handlers } from "../../protocol/chat";
import {
  type ClipAudio,
  type FromWebview,
  fromWebview,
  type ReportOverview,
  type ToWebview,
} from "../../protocol/report";
import { pageOf } from "../chat/page";
import type { Log } from "../log";
import { saveReport } from "./save-report";
import type { FoundDetail, OpenedReport, ReportPlace, ReportSource } from "./worker/report-reader";

export interface ReportPanelPorts {
  readonly place: ReportPlace;
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  readonly strings: Readonly<Record<string, unknown>> | undefined;
  openSource(): ReportSource & vscode.Disposable;
  /** Asks the engineer about a file of the workspace. */
  ask(question: string, path: string): Promise<void>;
}

/** The report of one run in the editor area. Like the chat it only shows what is known here, and may be made anew at any time. */
export class ReportPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #ports: ReportPanelPorts;
  #source: ReportSource & vscode.Disposable;
  #opened: Promise<OpenedReport>;
  #figures: ReturnType<ReportSource["figures"]> | undefined;
  #folders: ReadonlySet<string> = new Set();
  /** Counts what was asked for anew: what an earlier sending still has to say is not wanted any more. */
  #sending = 0;

  constructor(panel: vscode.WebviewPanel, ports: ReportPanelPorts) {
    this.#panel = panel;
    this.#ports = ports;
    this.#source = ports.openSource();
    this.#opened = this.#source.open();
    this.#opened.catch(() => {});
    panel.onDidDispose(() => this.#close());
    panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
  }

  /** The page needs to know what it may read before it is made: another set of folders would make it start again. */
  async start(): Promise<void> {
    const { extensionUri, place, strings } = this.#ports;
    const { webview } = this.#panel;
    const opened = await this.#opened.catch(() => undefined);
    if (opened) this.#panel.title = titleOf(opened.overview);
    const audio = opened?.audioFolders ?? [];
    this.#folders = new Set(audio);
    const folder = vscode.Uri.joinPath(extensionUri, "dist", "webview");
    const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
    webview.options = {
      enableScripts: true,
      localResourceRoots: [folder, ...audio.map((path) => vscode.Uri.file(path))],
    };
    webview.html = pageOf({
      cspSource: webview.cspSource,
      script: address("report.js"),
      styles: [address("codicon.css"), address("report.css")],
      language: vscode.env.language,
      strings,
      view: "report",
      plays: true,
      state: place,
    });
  }

  reveal(): void {
    this.#panel.reveal();
    void this.#refresh();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  readonly #handlers: Handlers<FromWebview> = {
    ready: () => this.#send(),
    details: async ({ row, indices }) => {
      const details = await this.#source.details(row, indices);
      this.#post({ type: "details", row, details: details.map((detail) => this.#addressed(detail)) });
    },
    action: async ({ action }) => {
      const { overview } = await this.#opened;
      if (!overview.canRun && (action === "evaluate-again" || action === "ask")) return;
      switch (action) {
        case "evaluate-again":
          if (overview.change) await vscode.commands.executeCommand("mlEngineer.evaluateChange");
          else await vscode.commands.executeCommand("mlEngineer.measureEngine");
          return;
        case "ask": {
          const question = vscode.l10n.t("What was measured in {0}, and what should be done next?", overview.folder);
          return await this.#ports.ask(question, `${overview.folder}/report.md`);
        }
        case "export-markdown":
          return await saveReport(`${overview.id}.md`, await this.#source.markdown());
        case "export-csv":
          return await saveReport(`${overview.id}.csv`, await this.#source.csv());
      }
    },
    "export-svg": async ({ svg }) => {
      const { overview } = await this.#opened;
      if (!isPlainSvg(svg)) throw new Error("The plot is no plain SVG.");
      await saveReport(`${overview.id}.svg`, svg);
    },
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
  };

  /** Everything from the start: for a page that has just been made, each as soon as it is known. */
  async #send(): Promise<void> {
    const sending = ++this.#sending;
    const isWanted = () => sending === this.#sending;
    const post = (message: ToWebview) => isWanted() && this.#post(message);
    const failed = (part: "overview" | "figures" | "utterances") => (error: unknown) => {
      if (!isWanted()) return;
      this.#ports.log.error(`The ${part} of a report could not be read`, error);
      post({ type: "failed", part, message: error instanceof Error ? error.message : String(error) });
    };
    try {
      post({ type: "overview", overview: (await this.#opened).overview });
    } catch (error) {
      return failed("overview")(error);
    }
    const utterances = this.#sendIndex(post, isWanted).catch(failed("utterances"));
    this.#figures ??= this.#source.figures();
    await this.#figures.then((figures) => post({ type: "figures", figures }), failed("figures"));
    await utterances;
  }

  async #sendIndex(post: (message: ToWebview) => void, isWanted: () => boolean): Promise<void> {
    let [sent, total] = [0, 1];
    while (sent < total && isWanted()) {
      const batch = await this.#source.index(sent);
      if (batch.first === 0) post({ type: "transcripts", transcripts: batch.total > 0 });
      if (batch.ids.length === 0) return;
      post({ type: "index", batch });
      total = batch.total;
      sent += batch.ids.length;
    }
  }

  #addressed({ audio, ...detail }: FoundDetail): Extract<ToWebview, { type: "details" }>["details"][number] {
    return { ...detail, audio: this.#addressOf(audio) };
  }

  #addressOf(audio: FoundDetail["audio"]): ClipAudio {
    if ("reason" in audio) return audio;
    const { realPath, start, end } = audio;
    if (!this.#folders.has(dirname(realPath))) return { reason: "outside" };
    const address = this.#panel.webview.asWebviewUri(vscode.Uri.file(realPath)).toString();
    return { address, ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
  }

  /** A run that was not at its end may have gone on since. */
  async #refresh(): Promise<void> {
    const isComplete = await this.#opened.then(({ overview }) => overview.state === "complete").catch(() => false);
    if (isComplete) return;
    this.#close();
    this.#source = this.#ports.openSource();
    this.#opened = this.#source.open();
    this.#opened.catch(() => {});
    await this.#send();
  }

  #close(): void {
    this.#sending++;
    this.#figures?.catch(() => {});
    this.#figures = undefined;
    this.#source.dispose();
  }

  #receive(message: unknown): void {
    const { log } = this.#ports;
    const parsed = fromWebview.safeParse(message);
    if (!parsed.success) {
      log.warn(`The report view sent a message of an unknown shape: ${parsed.error.message}`);
      return;
    }
    const handle = this.#handlers[parsed.data.type] as (message: FromWebview) => void | Promise<void>;
    Promise.resolve(handle(parsed.data)).catch((error: unknown) => {
      log.error(`${parsed.data.type} failed`, error);
      void vscode.window.showErrorMessage(log.redacted(error instanceof Error ? error.message : String(error)));
    });
  }

  #post(message: ToWebview): void {
    void this.#panel.webview.postMessage(message);
  }
}

/** What was measured and when: several reports lie side by side, and nobody knows them by their ids. */
function titleOf({ change, rows, created }: ReportOverview): string {
  const what = change
    ? vscode.l10n.t("Change of {0}", visibleShort(change.engine, 40))
    : visibleShort(rows.join(", "), 60);
  const day = { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" } as const;
  return `${what} · ${new Intl.DateTimeFormat(vscode.env.language, day).format(new Date(created))}`;
}

/** The view makes it of shapes and texts only; what else an SVG can do has no place in a file that people open. */
function isPlainSvg(svg: string): boolean {
  return (
    /^<svg[\s>]/.test(svg) && !/<(?:script|foreignObject|iframe|image|use|a)[\s/>]|\son\w+\s*=|href\s*=|<!/i.test(svg)
  );
}
