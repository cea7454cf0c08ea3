import * as vscode from "vscode";
import type { Handoff } from "../../core/handoff/handoff";
import type { Team } from "../../core/team/team";
import type { Parts } from "../parts";
import { RefusedError } from "../refused-error";

/** A handoff and everything that an action needs. */
export interface ActionContext {
  readonly parts: Parts;
  readonly team: Team;
  readonly handoff: Handoff;
}

/** @throws RefusedError while an editor holds another text of the record: one of the two would be lost */
export function refuseUnsaved({ realPath }: Handoff): void {
  const isDirty = vscode.workspace.textDocuments.some(
    (document) => document.isDirty && document.uri.scheme === "file" && document.uri.fsPath === realPath,
  );
  if (isDirty)
    throw new RefusedError(vscode.l10n.t("Its record is open with unsaved changes. Save or revert them first."));
}
