import * as vscode from "vscode";
import type { MemoryList, StoredMemory } from "../../core/memory/memory";
import type { Log } from "../log";
import type { TeamService } from "../team";
import type { Workspaces } from "../workspaces";
import type { MemoryTreeNode } from "./memory-nodes";
import { StaleMarks } from "./stale-marks";
import { treeItemOf } from "./tree-items";

export interface MemoryTreePorts {
  readonly team: Pick<TeamService, "current">;
  readonly workspaces: Workspaces;
  readonly log: Log;
}

interface Listing extends MemoryList<StoredMemory> {
  readonly hasSeveralRoots: boolean;
}

/** What the Memory view shows: read from the files, and read again when they change. */
export class MemoryTree implements vscode.TreeDataProvider<MemoryTreeNode> {
  readonly #ports: MemoryTreePorts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #marks: StaleMarks;
  #listing: Promise<Listing> | undefined;
  /** Of which list git was asked: once for each, and only when somebody looks at it. */
  #checked: Listing | undefined;

  constructor(ports: MemoryTreePorts) {
    this.#ports = ports;
    this.#marks = new StaleMarks(ports);
  }

  readonly onDidChangeTreeData: vscode.Event<void> = (listener, thisArguments, disposables) =>
    this.#changed.event(listener, thisArguments, disposables);

  /** Reads the files again. */
  refresh(): void {
    this.#listing = undefined;
    this.#changed.fire();
  }

  getTreeItem(node: MemoryTreeNode): vscode.TreeItem {
    return treeItemOf(node);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: MemoryTreeNode): Promise<vscode.TreeItem> {
    if (node.kind === "memory") item.tooltip = (await import("./tooltip")).tooltipOf(node);
    return item;
  }

  async getChildren(node?: MemoryTreeNode): Promise<MemoryTreeNode[]> {
    if (node !== undefined) return node.kind === "agent" ? [...node.children] : [];
    this.#listing ??= this.#read();
    const listing = await this.#listing;
    this.#check(listing);
    const { memoryForest } = await import("./memory-nodes");
    return [...memoryForest(listing, { ...listing, marks: this.#marks.known })];
  }

  dispose(): void {
    this.#marks.stop();
    this.#changed.dispose();
  }

  /** Git may take seconds; the tree is there before, and is drawn again when that changes it. */
  #check(listing: Listing): void {
    if (this.#checked === listing) return;
    this.#checked = listing;
    void this.#marks.check(listing.memories).then((isDifferent) => {
      if (isDifferent && this.#checked === listing) this.#changed.fire();
    });
  }

  async #read(): Promise<Listing> {
    const { team, workspaces, log } = this.#ports;
    if (workspaces.state === "no-folder") return { memories: [], problems: [], hasSeveralRoots: false };
    try {
      const { memories, files } = await team.current();
      return { ...(await memories.list()), hasSeveralRoots: files.roots.length > 1 };
    } catch (error) {
      log.error("The memories could not be read", error);
      const message = error instanceof Error ? error.message : String(error);
      return { memories: [], problems: [{ path: ".claude/agents-memory", message }], hasSeveralRoots: false };
    }
  }
}
