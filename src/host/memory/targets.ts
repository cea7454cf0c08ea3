import * as vscode from "vscode";
import type { StoredMemory } from "../../core/memory/memory";
import type { MemoryNode, MemoryTreeNode, ProblemNode } from "./memory-nodes";
import { descriptionOf, labelOf } from "./memory-words";

/** What a command was called with: an item of the tree, or nothing, as from the palette. */
export function targetOf(target: unknown): MemoryNode | ProblemNode | undefined {
  if (typeof target !== "object" || target === null || !("kind" in target)) return undefined;
  const node = target as MemoryTreeNode;
  return node.kind === "agent" ? undefined : node;
}

export interface MemoryPick extends vscode.QuickPickItem {
  readonly memory: StoredMemory;
}

/** Lets the person choose one of these; undefined when they left. Says so where there is none. */
export async function pickMemory(title: string, memories: readonly StoredMemory[]): Promise<StoredMemory | undefined> {
  if (memories.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0}: there is no memory for that now.", title));
    return undefined;
  }
  const items = memories.map((memory) => pickOf(memory, memory.agent));
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.memory;
}

export function pickOf(memory: StoredMemory, detail: string): MemoryPick {
  const description = descriptionOf({ memory, stale: memory.stale, root: undefined });
  return { label: labelOf(memory), description, detail, memory };
}
