import * as vscode from "vscode";
import type { ApprovalQuestion, Approve } from "../../core/agent/ask-first";

/** More than this does not fit a dialog, and what is cut off cannot be agreed to. */
const mostLines = 40;

/** Asks the person about one call of an agent, one question after the other. A yes counts for that call and no other. */
export class Approval {
  #last: Promise<unknown> = Promise.resolve();

  readonly ask: Approve = (question, signal) => {
    const answer = this.#last.then(() => (signal.aborted ? false : put(question, signal)));
    this.#last = answer.catch(() => undefined);
    return answer;
  };
}

async function put({ name, input, text }: ApprovalQuestion, signal: AbortSignal): Promise<boolean> {
  const detail = text ?? JSON.stringify(input, undefined, 2);
  const message = vscode.l10n.t("The agent wants to run {0}. Allow it this time?", name);
  // It comes while the person types: Enter must not be a yes, so the first button, which has the focus, is the other one.
  const no = vscode.l10n.t("Don't allow");
  return await confirm(message, { detail, yes: vscode.l10n.t("Allow"), no, signal });
}

interface Confirmation {
  readonly detail: string;
  readonly yes: string;
  /** A button in front of the other. */
  readonly no?: string;
  readonly signal: AbortSignal;
}

/**
 * Shows all that a yes starts, in a dialog or, when it is too long for one, beside a message. A dialog cannot be closed from
 * here: when the signal aborts the answer is no, and what is pressed later counts for nothing.
 */
export async function confirm(message: string, { detail, yes, no, signal }: Confirmation): Promise<boolean> {
  const isLong = detail.split("\n").length > mostLines;
  if (isLong) {
    const document = await vscode.workspace.openTextDocument({ content: detail, language: "plaintext" });
    await vscode.window.showTextDocument(document, { preview: true });
  }
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
    if (signal.aborted) resolve(undefined);
  });
  const options = isLong ? { modal: false } : { modal: true, detail };
  const answer = vscode.window.showWarningMessage(message, options, ...(no === undefined ? [yes] : [no, yes]));
  return (await Promise.race([answer, aborted])) === yes;
}
