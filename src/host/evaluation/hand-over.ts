import * as vscode from "vscode";
import type { Attachment } from "../../core/agent/attachments";
import type { RunRecord } from "../../core/measurement/run";
import type { Finding } from "../../core/review/finding";
import { visibleShort } from "../../core/workspace/visible-text";
import type { Root } from "../../core/workspace/workspace";
import type { ReviewedChange } from "./find-change";
import type { ChangeEvaluationPorts } from "./run-evaluation";

const mostAttached = 8;
const mostFindings = 20;

export interface MeasuredChange extends ReviewedChange {
  readonly run: Pick<RunRecord, "id">;
}

/**
 * Asks the agent for the comparison report. It reads figures and diff with its own tools; the question names them, and carries
 * what the review rules found in what was changed.
 */
export async function handOver({ run, change, findings }: MeasuredChange, ports: ChangeEvaluationPorts): Promise<void> {
  const { roots } = await ports.workspaces.current();
  const pathOf = (path: string) => inWindow(path, change.root, roots);
  const question = vscode.l10n.t(
    "Report on the change measured by run {0} against {1}: which code to keep and why, what is given up, how to switch and how to roll back?",
    `\`${run.id}\``,
    `\`${change.base.commit.slice(0, 12)}\``,
  );
  const found = findings.slice(0, mostFindings).map((finding) => findingLine(finding, pathOf));
  const text = [
    question,
    ...(found.length === 0 ? [] : ["", vscode.l10n.t("The review rules found in what was changed:"), ...found]),
  ].join("\n");
  const attachments = change.functions.slice(0, mostAttached).map(({ place }): Attachment => {
    const { line, endLine } = place;
    return { path: pathOf(place.path), line, ...(endLine !== undefined && { endLine }) };
  });
  await ports.chat.ask(text, attachments, { keepsFocus: true });
}

function findingLine({ title, rule, place, severity }: Finding, pathOf: (path: string) => string): string {
  return `- ${visibleShort(title, 200)} (${severity}, ${pathOf(place.path)}:${place.line}, red flag ${rule})`;
}

/** In a window of several folders a path begins with the folder's name. */
function inWindow(path: string, root: Root, roots: readonly Root[]): string {
  const open = roots.find((one) => one.path === root.path);
  return roots.length > 1 && open ? `${open.name}/${path}` : path;
}
