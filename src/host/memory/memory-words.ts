import * as vscode from "vscode";
import type { StoredMemory } from "../../core/memory/memory";
import { visibleShort } from "../../core/workspace/visible-text";
import type { MemoryNode } from "./memory-nodes";

/** The topic. */
export function labelOf({ title, name }: Pick<StoredMemory, "title" | "name">): string {
  return visibleShort(oneLine(title), 80) || name;
}

/** What is wrong with it, what it is about or its day, and where it is: `stale: a.py changed on 2026-03-01 · large-v3`. */
export function descriptionOf({ memory, stale, root }: Pick<MemoryNode, "memory" | "stale" | "root">): string {
  const [problem] = memory.problems;
  const parts = [
    ...(problem ? [vscode.l10n.t("line {0}: {1}", problem.line, visibleShort(oneLine(problem.message), 120))] : []),
    ...(stale ? [vscode.l10n.t("stale: {0}", visibleShort(oneLine(stale.reason), 120))] : []),
    subjectOf(memory),
    ...(root === undefined ? [] : [visibleShort(root, 40)]),
    ...(memory.file.folder.shared ? [] : [vscode.l10n.t("not in the repository")]),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** Engine and model, or the day of a memory that names none. */
function subjectOf({ engineOrModel, date }: Pick<StoredMemory, "engineOrModel" | "date">): string {
  return visibleShort(oneLine(engineOrModel), 60) || date;
}

export function oneLine(text: string): string {
  return text.slice(0, 1000).replace(/\s+/g, " ").trim();
}
