import * as vscode from "vscode";
import type { HandoffList } from "../core/handoff/handoff";
import type { Team } from "../core/team/team";
import type { TeamFolder } from "../core/workspace/team-files";
import type { FolderWatch } from "../core/workspace/team-files/watch-folders";
import type { Log } from "./log";
import { Consent } from "./team/consent";
import type { Workspaces } from "./workspaces";

export interface TeamServicePorts {
  readonly context: Pick<vscode.ExtensionContext, "globalStorageUri" | "workspaceState">;
  readonly workspaces: Workspaces;
  readonly log: Log;
  /** The chat puts the question about consent itself. */
  isChatVisible(): boolean;
}

/** The folders themselves too: whoever removes one is heard of only by its own name. */
const watched = [
  ".claude",
  ".claude/agents-handoffs",
  ".claude/agents-memory",
  ".claude/agents-handoffs/*",
  ".claude/agents-memory/*",
  ".claude/agents-handoffs/**/*.md",
  ".claude/agents-memory/**/*.md",
];
/** Milliseconds in which changes are told together. */
const quiet = 100;

/** Handoffs and memories of the folders that are open in this window. The code of their stores is loaded with the first use. */
export class TeamService implements vscode.Disposable {
  readonly consent: Consent;
  readonly #ports: TeamServicePorts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #watchers: readonly vscode.Disposable[] = [];
  #folders: FolderWatch | undefined;
  #current: Promise<Team> | undefined;
  #handoffs: Promise<HandoffList> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: TeamServicePorts) {
    this.#ports = ports;
    this.consent = new Consent({
      state: ports.context.workspaceState,
      log: ports.log,
      isChatVisible: ports.isChatVisible,
      share: async () => (await this.current()).files.share(),
      changed: () => this.#tell(),
    });
    this.#subscriptions = [this.#changed, ports.workspaces.onDidChange(() => this.#restart())];
    this.#watch();
  }

  /** A handoff, a memory or the consent changed, or other folders are open. */
  readonly onDidChange: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /** Rejects while no folder is open. */
  current(): Promise<Team> {
    if (!this.#current) {
      const opening = this.#open();
      this.#current = opening;
      opening.catch(() => {
        if (this.#current === opening) this.#current = undefined;
      });
    }
    return this.#current;
  }

  /** The records as they were when a change was last noticed: whoever shows them shares one reading. */
  handoffs(): Promise<HandoffList> {
    if (!this.#handoffs) {
      const reading = this.current().then((team) => team.handoffs.list());
      this.#handoffs = reading;
      reading.catch(() => {
        if (this.#handoffs === reading) this.#handoffs = undefined;
      });
    }
    return this.#handoffs;
  }

  /** Reads everything again: other windows write the private folder too, and nobody watches it. */
  refresh(): void {
    this.#handoffs = undefined;
    this.#folders?.look();
    this.#changed.fire();
  }

  /** Moves what waits into the repository, and writes there from now on. */
  async keep(): Promise<void> {
    const { isShared } = (await this.current()).files;
    if (isShared && this.consent.isGiven)
      void vscode.window.showInformationMessage(vscode.l10n.t("The team's files are in the repository already."));
    else await this.consent.give();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#folders?.dispose();
    for (const disposable of [...this.#subscriptions, ...this.#watchers]) disposable.dispose();
  }

  async #open(): Promise<Team> {
    const { workspaces, context } = this.#ports;
    if (workspaces.state === "no-folder")
      throw new Error(vscode.l10n.t("Open a folder first: handoffs and memories belong to one."));
    const { roots } = await workspaces.current();
    const { openTeam } = await import("./team/open-team");
    const { watchTeamFolders } = await import("../core/workspace/team-files/watch-folders");
    this.#folders?.dispose();
    this.#folders = watchTeamFolders(roots, () => this.#tell());
    // Not the storage of this workspace: a second window on the same folder has another one.
    const staging = vscode.Uri.joinPath(context.globalStorageUri, "team").fsPath;
    return openTeam({ roots, staging, shared: this.consent.isGiven }, (folder) => this.#written(folder));
  }

  #written({ shared }: TeamFolder): void {
    this.#handoffs = undefined;
    this.#tell();
    if (!shared) this.consent.ask();
  }

  #restart(): void {
    this.#current = undefined;
    this.#handoffs = undefined;
    this.#folders?.dispose();
    this.#folders = undefined;
    this.#watch();
    this.#tell();
  }

  #watch(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    const tell = () => this.#tell();
    this.#watchers = (vscode.workspace.workspaceFolders ?? []).map((folder) => {
      const pattern = new vscode.RelativePattern(folder, `{${watched.join(",")}}`);
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      return vscode.Disposable.from(
        watcher,
        watcher.onDidCreate(tell),
        watcher.onDidChange(tell),
        watcher.onDidDelete(tell),
      );
    });
  }

  #tell(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.refresh();
    }, quiet);
  }
}
