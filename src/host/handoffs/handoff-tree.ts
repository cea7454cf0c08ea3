import * as vscode from "vscode";
import type { Chat } from "../chat/chat";
import type { Log } from "../log";
import type { ModelService } from "../model-service";
import type { TeamService } from "../team";
import type { Workspaces } from "../workspaces";
import type { Agents } from "./agents";
import { type HandoffForest, type HandoffTreeNode, handoffForest, type Waiting } from "./handoff-nodes";
import { treeItemOf } from "./tree-items";

export interface HandoffTreePorts {
  readonly team: TeamService;
  readonly agents: Agents;
  readonly models: Pick<ModelService, "status">;
  readonly workspaces: Workspaces;
  readonly chat: Pick<Chat, "conversations">;
  readonly log: Log;
}

/** What the Handoffs view shows: read from the records, and read again when they change. */
export class HandoffTree implements vscode.TreeDataProvider<HandoffTreeNode> {
  readonly #ports: HandoffTreePorts;
  readonly #changed = new vscode.EventEmitter<void>();
  #forest: Promise<HandoffForest> | undefined;
  /** Runs of processes that are gone are given back once, before the tree is shown. */
  #recovered: Promise<void> | undefined;

  constructor(ports: HandoffTreePorts) {
    this.#ports = ports;
  }

  readonly onDidChangeTreeData: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /** Reads the records again. */
  refresh(): void {
    this.#forest = undefined;
    this.#changed.fire();
  }

  /** Shows the same records with the time that has passed. */
  redraw(): void {
    this.#changed.fire();
  }

  forest(): Promise<HandoffForest> {
    this.#forest ??= this.#read();
    return this.#forest;
  }

  async waiting(): Promise<Waiting> {
    return (await this.forest()).waiting;
  }

  getTreeItem(node: HandoffTreeNode): vscode.TreeItem {
    return treeItemOf(node, new Date());
  }

  async resolveTreeItem(item: vscode.TreeItem, node: HandoffTreeNode): Promise<vscode.TreeItem> {
    if (node.kind === "handoff") item.tooltip = (await import("./tooltip")).tooltipOf(node);
    return item;
  }

  async getChildren(node?: HandoffTreeNode): Promise<HandoffTreeNode[]> {
    if (node === undefined) return [...(await this.forest()).groups];
    return node.kind === "group" || node.kind === "agent" ? [...node.children] : [];
  }

  async getParent(node: HandoffTreeNode): Promise<HandoffTreeNode | undefined> {
    return (await this.forest()).parents.get(node);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #read(): Promise<HandoffForest> {
    const { team, agents, models, workspaces, log } = this.#ports;
    const empty = { handoffs: [], problems: [] };
    if (workspaces.state === "no-folder") return handoffForest(empty, { agents: [], obstacle: undefined });
    try {
      if (workspaces.state === "ready") {
        this.#recovered ??= this.#recover();
        await this.#recovered;
      }
      const list = await team.handoffs();
      const known = list.handoffs.length === 0 ? [] : await agents.list();
      const obstacle = models.status.provider === "offline" ? offlineObstacle() : undefined;
      return handoffForest(list, { agents: known, obstacle });
    } catch (error) {
      log.error("The handoffs could not be read", error);
      const message = error instanceof Error ? error.message : String(error);
      const problems = [{ path: ".claude/agents-handoffs", message }];
      return handoffForest({ handoffs: [], problems }, { agents: [], obstacle: undefined });
    }
  }

  async #recover(): Promise<void> {
    const { team, chat, log } = this.#ports;
    try {
      const { recoverRuns } = await import("../../core/team/recover-runs");
      const recovered = await recoverRuns(await team.current(), () => chat.conversations());
      for (const { id, to } of recovered)
        log.info(`Handoff ${id} to ${to} is open again: the window that ran it is gone.`);
    } catch (error) {
      log.warn("Handoffs of windows that are gone could not be given back", error);
    }
  }
}

export function offlineObstacle(): string {
  return vscode.l10n.t("The offline reviewer cannot act as a specialist. Connect a model.");
}
