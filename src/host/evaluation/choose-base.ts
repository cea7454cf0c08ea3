import * as vscode from "vscode";
import type { Revision } from "../../core/change/list-revisions";
import type { Root } from "../../core/workspace/workspace";

/** Milliseconds. */
const longest = 30_000;

/** Another state of the code to measure against: a branch, a tag, a commit, or what the person writes. */
export async function chooseBase(root: Root): Promise<string | undefined> {
  const { listRevisions } = await import("../../core/change/list-revisions");
  const revisions = await listRevisions(root, AbortSignal.timeout(longest));
  const of = (kinds: readonly Revision["kind"][]) => revisions.filter(({ kind }) => kinds.includes(kind)).map(itemOf);
  const other = { label: `$(edit) ${vscode.l10n.t("Another revision…")}`, name: "" };
  const items = [
    other,
    separator(vscode.l10n.t("Branches and tags")),
    ...of(["branch", "tag"]),
    separator(vscode.l10n.t("Commits")),
    ...of(["commit"]),
  ];
  const title = vscode.l10n.t("What is the change measured against?");
  const options = { title, matchOnDescription: true, ignoreFocusOut: true };
  const chosen = await vscode.window.showQuickPick(items, options);
  if (!chosen) return undefined;
  if (chosen !== other) return chosen.name;
  const prompt = vscode.l10n.t("A branch, a tag or a commit, such as v1.2 or HEAD~3");
  const written = await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true });
  return written?.trim() || undefined;
}

function itemOf({ kind, name, commit, subject, date }: Revision) {
  return {
    label: `$(${icons[kind]}) ${name}`,
    description: [...(kind === "commit" ? [] : [commit.slice(0, 7)]), subject].join("  "),
    detail: date.slice(0, 16).replace("T", " "),
    // A name that a branch and a tag share, or that looks like an option, is said by its commit.
    name: kind === "commit" ? commit : name,
  };
}

const icons = { branch: "git-branch", tag: "tag", commit: "git-commit" } as const;

function separator(label: string) {
  return { label, kind: vscode.QuickPickItemKind.Separator, name: "" };
}
