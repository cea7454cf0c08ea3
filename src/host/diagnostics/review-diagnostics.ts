import * as vscode from "vscode";
import type { Finding } from "../../core/review/finding";
import { reviewWorkspace } from "../../core/review/review-workspace";
import type { Workspace } from "../../core/workspace/workspace";
import type { Log } from "../log";
import type { Workspaces } from "../workspaces";
import { findingDiagnostic } from "./finding-diagnostic";
import { QuietWork } from "./quiet-work";
import { isCodeFile, mayMatter, namesEngine, speechFiles } from "./speech-files";
import { createAddressBook, workspacePath } from "./workspace-places";

export interface ReviewDiagnosticsPorts {
  readonly workspaces: Workspaces;
  readonly log: Log;
  /** Milliseconds without a save or an opened file before a review begins. */
  readonly delay?: number;
}

const setting = "mlEngineer.reviewDiagnostics";
const reviewLimit = 60_000;
const findingsPerFile = 50;

/**
 * Shows what the pipeline review finds as problems of the open files: while a code file is open, and again when a file that the
 * review depends on is saved. Nothing is read in a folder that is not trusted, or when the setting is off.
 */
export class ReviewDiagnostics implements vscode.Disposable {
  readonly #workspaces: Workspaces;
  readonly #shown = vscode.languages.createDiagnosticCollection("ml-engineer-review");
  readonly #review: QuietWork;
  readonly #subscriptions: readonly vscode.Disposable[];
  /** What the last review was about; undefined before the first. */
  #speechFiles: ReadonlySet<string> | undefined;

  constructor({ workspaces, log, delay = 800 }: ReviewDiagnosticsPorts) {
    this.#workspaces = workspaces;
    this.#review = new QuietWork({
      name: "The review of the open files",
      delay,
      limit: reviewLimit,
      log,
      run: (signal) => this.#showReview(signal),
    });
    const look = (document: vscode.TextDocument) =>
      void this.#lookAt(document).catch((error: unknown) => log.warn("An open file was not reviewed", error));
    this.#subscriptions = [
      this.#shown,
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidSaveTextDocument(look),
      // A file that another program wrote, for example git, is loaded again without a save.
      vscode.workspace.onDidChangeTextDocument(({ document }) => document.isDirty || look(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri)),
      vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(setting) && this.#restart()),
      workspaces.onDidChange(() => this.#restart()),
    ];
    this.#restart();
  }

  dispose(): void {
    this.#review.cancel();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Forgets everything, because other folders, trust or the setting now decide what is shown. */
  #restart(): void {
    this.#review.cancel();
    this.#shown.clear();
    this.#speechFiles = undefined;
    if (this.#isWanted() && openCode().length > 0) this.#review.schedule();
  }

  async #lookAt(document: vscode.TextDocument): Promise<void> {
    if (!this.#isWanted() || document.uri.scheme !== "file" || !mayMatter(document.uri.path)) return;
    if (openCode().length === 0) return;
    const known = this.#speechFiles;
    const path = await workspacePath(document.uri, await this.#workspaces.current());
    if (path === undefined) return;
    if (known === undefined || known.has(path) || namesEngine(document.getText())) this.#review.schedule();
  }

  async #showReview(signal: AbortSignal): Promise<void> {
    const workspace = await this.#workspaces.current();
    const map = await this.#workspaces.mapPipeline(workspace, signal);
    const review = await reviewWorkspace(workspace, async () => map, signal);
    const uriOf = await createAddressBook(workspace);
    signal.throwIfAborted();
    this.#speechFiles = speechFiles(map, review);
    for (const document of openCode()) {
      const diagnostics = await diagnosticsOf(document, workspace, review.findings, uriOf);
      signal.throwIfAborted();
      // Lines have moved in a file with unsaved changes: what is shown there moves with them until it is saved.
      if (!document.isClosed && !document.isDirty) this.#shown.set(document.uri, diagnostics);
    }
  }

  #isWanted(): boolean {
    const isOn = vscode.workspace.getConfiguration("mlEngineer").get<boolean>("reviewDiagnostics") ?? true;
    return isOn && this.#workspaces.state === "ready";
  }
}

async function diagnosticsOf(
  document: vscode.TextDocument,
  workspace: Workspace,
  findings: readonly Finding[],
  uriOf: (path: string) => vscode.Uri | undefined,
): Promise<vscode.Diagnostic[]> {
  const path = await workspacePath(document.uri, workspace);
  return findings
    .filter(({ place }) => place.path === path)
    .slice(0, findingsPerFile)
    .flatMap((finding) => findingDiagnostic(finding, document, uriOf) ?? []);
}

function openCode(): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(
    ({ uri, isClosed }) => !isClosed && uri.scheme === "file" && isCodeFile(uri.path),
  );
}
