import * as vscode from "vscode";
import { DefinitionLoader, type LoadedDefinition } from "../../core/agent/definition/load-definitions";
import type { Log } from "../log";
import type { Workspaces } from "../workspaces";
import { diagnosticSource } from "./finding-diagnostic";
import { QuietWork } from "./quiet-work";
import { createAddressBook } from "./workspace-places";

export interface AgentDiagnosticsPorts {
  readonly workspaces: Workspaces;
  readonly log: Log;
  /** Milliseconds without a change of a file before the agents are read again. */
  readonly delay?: number;
}

/** Agent files and the folders they lie in: whoever removes a folder is heard of only by the folder's own name. */
const watched = "{.claude,.github,.claude/agents,.github/agents,.claude/agents/**,.github/agents/**}";
const readLimit = 30_000;

/** Shows what is wrong with agent files as problems of these files. Reading needs no trust, so this also works without. */
export class AgentDiagnostics implements vscode.Disposable {
  readonly #workspaces: Workspaces;
  readonly #shown = vscode.languages.createDiagnosticCollection("ml-engineer-agents");
  readonly #loader = new DefinitionLoader();
  readonly #reading: QuietWork;
  readonly #subscriptions: readonly vscode.Disposable[];
  #watchers: readonly vscode.Disposable[] = [];

  constructor({ workspaces, log, delay = 400 }: AgentDiagnosticsPorts) {
    this.#workspaces = workspaces;
    this.#reading = new QuietWork({
      name: "The check of the agent files",
      delay,
      limit: readLimit,
      log,
      run: (signal) => this.#showProblems(signal),
    });
    this.#subscriptions = [this.#shown, workspaces.onDidChange(() => this.#restart())];
    this.#restart();
  }

  dispose(): void {
    this.#reading.cancel();
    for (const disposable of [...this.#subscriptions, ...this.#watchers]) disposable.dispose();
  }

  #restart(): void {
    this.#reading.cancel();
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = (vscode.workspace.workspaceFolders ?? []).map((folder) => this.#watch(folder));
    if (this.#workspaces.state === "no-folder") this.#shown.clear();
    else this.#reading.schedule();
  }

  #watch(folder: vscode.WorkspaceFolder): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, watched));
    const schedule = () => this.#reading.schedule();
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(schedule),
      watcher.onDidChange(schedule),
      watcher.onDidDelete(schedule),
    );
  }

  async #showProblems(signal: AbortSignal): Promise<void> {
    const workspace = await this.#workspaces.current();
    const loaded = await this.#loader.load({ bundled: await this.#workspaces.bundled(), workspace });
    const uriOf = await createAddressBook(workspace);
    signal.throwIfAborted();
    this.#shown.clear();
    for (const file of loaded) {
      const uri = file.origin === "workspace" ? uriOf(file.source) : undefined;
      if (uri) this.#shown.set(uri, problemsOf(file, workspace.trusted));
    }
  }
}

function problemsOf(file: LoadedDefinition, isTrusted: boolean): vscode.Diagnostic[] {
  return file.problems.map(({ line, message }) => {
    const first = Math.max(0, line - 1);
    // The editor ends a range at the end of its line.
    const range = new vscode.Range(first, 0, first, 1000);
    const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
    const diagnostic = new vscode.Diagnostic(range, sentence, severityOf(file, message, isTrusted));
    diagnostic.source = diagnosticSource;
    return diagnostic;
  });
}

/** An unusable file is an error. What was understood otherwise than it is written is a warning; the rest is good to know. */
function severityOf(file: LoadedDefinition, message: string, isTrusted: boolean): vscode.DiagnosticSeverity {
  const { DiagnosticSeverity } = vscode;
  if (message.startsWith("not used: ") && !isTrusted) return DiagnosticSeverity.Information;
  if (file.definition === undefined) return DiagnosticSeverity.Error;
  if (message.endsWith("is kept but not used here")) return DiagnosticSeverity.Hint;
  return message.startsWith("there is no ") ? DiagnosticSeverity.Information : DiagnosticSeverity.Warning;
}
