import * as vscode from "vscode";
import { type Handoff, HandoffError } from "../../core/handoff/handoff";
import { briefOf } from "../../core/handoff/prompt";
import { runRefusal } from "../../core/handoff/rules";
import type { Team } from "../../core/team/team";
import { PathError } from "../../core/workspace/path-error";
import { TeamFileError } from "../../core/workspace/team-files";
import type { Parts } from "../parts";
import { RefusedError } from "../refused-error";
import { type ActionContext, refuseUnsaved } from "./action-context";
import { answer, submit } from "./answer";
import { offlineObstacle } from "./handoff-tree";
import { openRecord } from "./open-record";
import { pickHandoff, targetId } from "./targets";
import { type HandoffVerb, verbsOf } from "./verbs";

export type HandoffAction = Exclude<HandoffVerb, "norun"> | "submit" | "copy" | "open" | "goTo";

/** Does what a person chose, with the handoff of the tree, or one that they choose. What is not possible is said in a sentence. */
export async function act(action: HandoffAction, parts: Parts, target: unknown): Promise<void> {
  try {
    if (action === "submit") return await submit(parts);
    const id = targetId(target);
    if (action === "open" && id?.includes("/")) return await openRecord(id, parts.workspaces);
    const team = await parts.team.current();
    const handoff = id === undefined ? await choose(action, parts, team) : await team.handoffs.find(id);
    if (handoff) await actions[action]({ parts, team, handoff });
  } catch (error) {
    const isExpected =
      error instanceof HandoffError ||
      error instanceof RefusedError ||
      error instanceof PathError ||
      error instanceof TeamFileError;
    if (!isExpected) throw error;
    const hint = "hint" in error && error.hint !== undefined ? ` ${error.hint}` : "";
    void vscode.window.showWarningMessage(`${error.message}${hint}`);
  }
}

const actions: Readonly<Record<Exclude<HandoffAction, "submit">, (context: ActionContext) => Promise<void>>> = {
  run,
  send,
  answer,
  async copy({ handoff }) {
    await vscode.env.clipboard.writeText(briefOf(handoff));
  },
  open: ({ handoff }) => openRecord(handoff, undefined),
  async dismiss({ team, handoff }) {
    refuseUnsaved(handoff);
    await team.handoffs.dismiss(handoff.id);
  },
  async reopen({ team, handoff }) {
    refuseUnsaved(handoff);
    await team.handoffs.reopen(handoff.id);
  },
  goTo,
  async continue({ parts, team, handoff }) {
    const { handoffs } = await team.handoffs.list();
    const claimed = handoffs.filter(({ origin }) => origin.conversation === handoff.origin.conversation);
    for (const one of claimed) if (one.state === "answered") refuseUnsaved(one);
    await parts.chat.work.continueWith(handoff.id);
  },
};

/** For the palette: those with which the action is possible. */
async function choose(
  action: Exclude<HandoffAction, "submit">,
  { agents }: Pick<Parts, "agents">,
  team: Team,
): Promise<Handoff | undefined> {
  const { handoffs } = await team.handoffs.list();
  const isAlwaysPossible = action === "copy" || action === "open" || action === "goTo";
  const known = action === "run" ? await agents.list() : [];
  const possible = handoffs.filter(
    (handoff) => isAlwaysPossible || verbsOf(handoff, runRefusal(handoff, known)).includes(action),
  );
  return await pickHandoff(titleOf(action), possible);
}

function titleOf(action: Exclude<HandoffAction, "submit">): string {
  switch (action) {
    case "run":
      return vscode.l10n.t("Run with specialist");
    case "send":
      return vscode.l10n.t("Send to VS Code chat");
    case "copy":
      return vscode.l10n.t("Copy brief");
    case "answer":
      return vscode.l10n.t("Answer handoff");
    case "open":
      return vscode.l10n.t("Open handoff");
    case "dismiss":
      return vscode.l10n.t("Dismiss handoff");
    case "reopen":
      return vscode.l10n.t("Reopen handoff");
    case "goTo":
      return vscode.l10n.t("Go to conversation");
    case "continue":
      return vscode.l10n.t("Continue with results");
  }
}

async function run({ parts, handoff }: ActionContext): Promise<void> {
  const refusal = runRefusal(handoff, await parts.agents.list());
  if (refusal !== undefined) throw new RefusedError(refusal);
  if (parts.models.status.provider === "offline") return explainOffline(parts);
  refuseUnsaved(handoff);
  await parts.chat.work.run(handoff.id);
}

async function explainOffline({ models }: Parts): Promise<void> {
  const connect = vscode.l10n.t("Connect a model");
  if ((await vscode.window.showWarningMessage(offlineObstacle(), connect)) === connect) await models.connect();
}

async function send({ team, handoff }: ActionContext): Promise<void> {
  refuseUnsaved(handoff);
  try {
    // The person chooses there who answers, and sends it: at once it would go to whatever model was used last.
    const query = { query: briefOf(handoff), isPartialQuery: true };
    await vscode.commands.executeCommand("workbench.action.chat.open", query);
  } catch {
    throw new RefusedError(vscode.l10n.t("VS Code's own chat is not available here. Copy the brief instead."));
  }
  await team.handoffs.send(handoff.id);
}

/** While a specialist works there are two conversations to go to. */
async function goTo({ parts, handoff }: ActionContext): Promise<void> {
  const { origin, run, to, from } = handoff;
  if (run === undefined) return parts.chat.work.openConversation(origin.conversation);
  const items = [
    { label: vscode.l10n.t("The conversation of {0}, which is at work", to), conversation: run.conversation },
    { label: vscode.l10n.t("The conversation of {0}, which asked", from), conversation: origin.conversation },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Go to conversation") });
  if (chosen) await parts.chat.work.openConversation(chosen.conversation);
}
