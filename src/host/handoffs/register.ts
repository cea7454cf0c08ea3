import * as vscode from "vscode";
import type { Parts } from "../parts";
import type { HandoffTreeNode, Waiting } from "./handoff-nodes";
import { HandoffTree } from "./handoff-tree";

const handoffViewId = "mlEngineer.handoffs";

/** Milliseconds after which "2 min ago" is no longer true. */
const minute = 60_000;

/** The Handoffs view, its badge, and what makes it read the records again. */
export function registerHandoffs(parts: Parts): vscode.Disposable {
  const tree = new HandoffTree(parts);
  const view = vscode.window.createTreeView<HandoffTreeNode>(handoffViewId, { treeDataProvider: tree });
  const count = () => {
    tree.waiting().then(
      (waiting) => {
        view.badge = badgeOf(waiting);
      },
      (error: unknown) => parts.log.error("The handoffs could not be counted", error),
    );
  };
  const refresh = () => {
    tree.refresh();
    count();
  };
  const reveal = async (id: string) => {
    const node = (await tree.forest()).byId.get(id);
    if (node) await view.reveal(node, { select: true, focus: true });
    else
      void vscode.window.showWarningMessage(vscode.l10n.t("The record of handoff {0} is not in this workspace.", id));
  };
  // While nobody looks at it, the tree need not keep the time.
  const clock = setInterval(() => {
    if (view.visible && vscode.window.state.focused) tree.redraw();
  }, minute);
  return vscode.Disposable.from(
    parts.use.watch(view),
    parts.use.whenBegun(count),
    view,
    tree,
    parts.team.onDidChange(refresh),
    parts.models.onDidChange(refresh),
    parts.workspaces.onDidChange(refresh),
    parts.chat.onDidAskForHandoff((id) => {
      reveal(id).catch((error: unknown) => parts.log.error(`Handoff ${id} could not be shown`, error));
    }),
    new vscode.Disposable(() => clearInterval(clock)),
  );
}

/** What waits for the person; nothing where nothing does. */
function badgeOf({ open, ready }: Waiting): vscode.ViewBadge | undefined {
  if (open + ready === 0) return undefined;
  const parts = [
    ...(open > 0 ? [vscode.l10n.t("to run or answer: {0}", open)] : []),
    ...(ready > 0 ? [vscode.l10n.t("to continue with: {0}", ready)] : []),
  ];
  return { value: open + ready, tooltip: vscode.l10n.t("Handoffs that wait for you: {0}", parts.join(", ")) };
}
