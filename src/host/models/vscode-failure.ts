import * as vscode from "vscode";
import { presentable } from "../../core/model/anthropic/redact";
import { contextFull, type StopEvent } from "../../core/model/anthropic/stop";
import { StalledError } from "../../core/model/anthropic/watchdog";

/** Why VS Code's model did not answer, as a sentence. `name` is the model's, as people see it. */
export function vscodeFailure(error: unknown, name: string): Pick<StopEvent, "reason" | "message"> {
  const failed = (message: string) => ({ reason: "failed" as const, message });
  if (error instanceof StalledError) {
    return failed(
      vscode.l10n.t("{0} sent nothing for {1} s, so the request was ended. Ask again.", name, error.seconds),
    );
  }
  if (isCancellation(error))
    return { reason: "cancelled", message: vscode.l10n.t("Stopped. What had arrived is kept; ask again to continue.") };
  const code = error instanceof vscode.LanguageModelError ? error.code : "";
  const said = presentable(messageOf(error), []);
  if (code === vscode.LanguageModelError.NoPermissions.name) {
    return failed(
      vscode.l10n.t(
        "VS Code was not allowed to let ML Engineer use {0}. Ask again and allow it, or choose another model.",
        name,
      ),
    );
  }
  if (code === vscode.LanguageModelError.NotFound.name) return failed(modelGone(name));
  if (code === vscode.LanguageModelError.Blocked.name) {
    return failed(
      vscode.l10n.t(
        "{0} is blocked for now, for example by a used-up quota{1}. Wait, or choose another model.",
        name,
        quoted(said),
      ),
    );
  }
  if (/context (length|window)|token limit|too many tokens|prompt is too long|maximum.{0,20}tokens/i.test(said)) {
    return { reason: "context-full", message: contextFull };
  }
  return failed(vscode.l10n.t("{0} failed{1}. Ask again, or choose another model.", name, quoted(said)));
}

export function modelGone(name: string): string {
  return vscode.l10n.t("{0} is no longer among VS Code's language models. Choose another model.", name);
}

function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === "Canceled");
}

/** A failure that VS Code has no name for carries its real reason as its cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== "" ? cause.message : error.message;
}

function quoted(said: string): string {
  return said === "" ? "" : ` ("${said.replace(/\.$/, "")}")`;
}
