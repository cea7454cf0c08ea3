import * as vscode from "vscode";
import type { Root } from "../../core/workspace/workspace";

/** What counts as engine code beside what the map of the pipeline finds, and what a change is measured against. */
export interface ChangeSettings {
  /** Globs of paths from the folder. */
  readonly globs: readonly string[];
  /** A revision; absent where it is found from the branches. */
  readonly base?: string;
}

/** Both are restricted settings: a folder that is not trusted has no say in them. */
export function changeSettings({ path }: Pick<Root, "path">): ChangeSettings {
  const settings = vscode.workspace.getConfiguration("mlEngineer", vscode.Uri.file(path));
  const globs = settings.get<unknown>("engineGlobs");
  const base = settings.get<unknown>("baseRevision");
  return {
    globs: Array.isArray(globs) ? globs.filter((glob) => typeof glob === "string") : [],
    ...(typeof base === "string" && base.trim() !== "" && { base: base.trim() }),
  };
}

export function affectsChange(change: vscode.ConfigurationChangeEvent): boolean {
  return (
    change.affectsConfiguration("mlEngineer.engineGlobs") || change.affectsConfiguration("mlEngineer.baseRevision")
  );
}
