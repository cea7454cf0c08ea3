import * as vscode from "vscode";
import { type Handoff, isBlocking } from "../../core/handoff/handoff";
import { visibleShort } from "../../core/workspace/visible-text";
import { since } from "../since";
import type { GroupName, HandoffNode } from "./handoff-nodes";

export function groupLabel(name: GroupName): string {
  switch (name) {
    case "open":
      return vscode.l10n.t("Open");
    case "sent":
      return vscode.l10n.t("Sent");
    case "running":
      return vscode.l10n.t("Running");
    case "answered":
      return vscode.l10n.t("Answered");
    case "deferred":
      return vscode.l10n.t("Deferred consultations");
    case "continued":
      return vscode.l10n.t("Continued");
    case "dismissed":
      return vscode.l10n.t("Dismissed");
    case "problems":
      return vscode.l10n.t("Cannot be read");
  }
}

/** A short noun phrase: the task's beginning. */
export function labelOf({ task, context, needBack }: Handoff): string {
  const text = [task, context, needBack].find((candidate) => candidate.trim() !== "") ?? "";
  return visibleShort(text.slice(0, 400).replace(/\s+/g, " ").trim(), 80) || vscode.l10n.t("No task was written");
}

/** The state, and what waits for the answer: `answered 2 h ago · blocks A/B run`. */
export function descriptionOf({ handoff, isReady }: HandoffNode, now: Date): string {
  const { blocks } = handoff;
  const parts = [
    stateOf(handoff, now),
    ...(isReady ? [vscode.l10n.t("ready to continue")] : []),
    ...(isBlocking(handoff) && handoff.state !== "continued" ? [vscode.l10n.t("blocks {0}", oneLine(blocks))] : []),
  ];
  return parts.join(" · ");
}

function stateOf(handoff: Handoff, now: Date): string {
  switch (handoff.state) {
    case "open":
      if (handoff.partial !== undefined) return vscode.l10n.t("partial result · {0}", since(handoff.created, now));
      return since(handoff.created, now);
    case "sent": {
      const time = since(handoff.sent ?? handoff.created, now);
      // Its specialist waits for others, or a run ended before its time.
      return handoff.partial === undefined
        ? vscode.l10n.t("sent {0}", time)
        : vscode.l10n.t("partial result, sent {0}", time);
    }
    case "running":
      return vscode.l10n.t("started {0}", since(handoff.run?.since ?? handoff.created, now));
    case "answered":
      return vscode.l10n.t("answered {0}", since(handoff.answered ?? handoff.created, now));
    case "continued":
      return vscode.l10n.t("continued {0}", since(handoff.continued ?? handoff.created, now));
    case "dismissed":
      return vscode.l10n.t("dismissed {0}", since(handoff.dismissed ?? handoff.created, now));
  }
}

function oneLine(text: string): string {
  return visibleShort(text.slice(0, 200).replace(/\s+/g, " ").trim(), 40);
}
