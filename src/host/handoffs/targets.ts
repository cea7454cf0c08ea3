import * as vscode from "vscode";
import type { Handoff } from "../../core/handoff/handoff";
import type { HandoffTreeNode } from "./handoff-nodes";
import { descriptionOf, groupLabel, labelOf } from "./handoff-words";

/** What a command was called with: an item of the tree, the id of a handoff, or nothing, as from the palette. */
export function targetId(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (typeof target !== "object" || target === null || !("kind" in target)) return undefined;
  const node = target as HandoffTreeNode;
  if (node.kind === "handoff") return node.handoff.id;
  return node.kind === "problem" ? node.problem.path : undefined;
}

interface HandoffPick extends vscode.QuickPickItem {
  readonly handoff: Handoff;
}

/** Lets the person choose one of these; undefined when they left. Says so where there is none. */
export async function pickHandoff(title: string, handoffs: readonly Handoff[]): Promise<Handoff | undefined> {
  if (handoffs.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0}: there is no handoff for that now.", title));
    return undefined;
  }
  const items = handoffs.map((handoff): HandoffPick => {
    const description = descriptionOf({ kind: "handoff", handoff, refusal: undefined, isReady: false }, new Date());
    return {
      label: labelOf(handoff),
      description: `${groupLabel(handoff.state)} · ${description}`,
      detail: handoff.to,
      handoff,
    };
  });
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.handoff;
}
