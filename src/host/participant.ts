import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { Conversation } from "../core/agent/conversation";
import type { AgentEvent } from "../core/agent/events";
import type { EngineerPorts } from "../core/engineer";
import { PathError } from "../core/workspace/path-error";
import type { Workspace } from "../core/workspace/workspace";
import type { Attachment, ChatState } from "../protocol/chat";
import { suggestionsFor } from "./chat/suggestions";
import { hire } from "./hire";
import type { Log } from "./log";
import { createVscodeModel } from "./models/vscode-model";
import { earlierTurns, turnOf } from "./participant/earlier-turns";
import { escaped, ResponseFold, type ResponsePart } from "./participant/fold";
import { readReferences } from "./participant/references";

export const participantId = "ml-engineer.chat";
const agent = "ml-ai-engineer";

export interface ParticipantPorts {
  /** What an agent needs, for the folders that are open now. Its model is replaced by the one chosen in VS Code's chat. */
  engineerPorts(): Promise<EngineerPorts>;
  workspaceState(): ChatState["workspace"];
  readonly access: Pick<vscode.LanguageModelAccessInformation, "canSendRequest">;
  readonly log: Log;
  /** Somebody asked. */
  used(): void;
}

/** `@ml-engineer` in VS Code's own chat: the same agent and loop, on the model that was chosen there. */
export function registerParticipant(ports: ParticipantPorts): vscode.Disposable {
  const conversations = new Conversations();
  const participant = vscode.chat.createChatParticipant(participantId, async (request, context, response, token) => {
    ports.used();
    const state = ports.workspaceState();
    if (state !== "ready") return refuse(state, response);
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    if (token.isCancellationRequested) controller.abort();
    try {
      return await answer(request, context, response, { ...ports, conversations, signal: controller.signal });
    } catch (error) {
      ports.log.error("The chat participant failed", error);
      return { errorDetails: { message: ports.log.redacted(error instanceof Error ? error.message : String(error)) } };
    }
  });
  participant.iconPath = new vscode.ThemeIcon("mic");
  participant.followupProvider = {
    async provideFollowups(result, { history }) {
      if (result.errorDetails || ports.workspaceState() !== "ready") return [];
      // The history ends before the question that was just answered.
      const earlier = history.flatMap((turn) => (turn instanceof vscode.ChatRequestTurn ? [turn.prompt] : []));
      const asked: unknown[] = [...earlier, result.metadata?.question];
      const { workspace, mapPipeline } = await ports.engineerPorts();
      const suggestions = suggestionsFor(await mapPipeline(workspace, AbortSignal.timeout(10_000)));
      return suggestions.filter((prompt) => !asked.includes(prompt)).map((prompt) => ({ prompt }));
    },
  };
  return participant;
}

interface Answering extends ParticipantPorts {
  readonly conversations: Conversations;
  readonly signal: AbortSignal;
}

async function answer(
  request: vscode.ChatRequest,
  { history }: vscode.ChatContext,
  response: vscode.ChatResponseStream,
  ports: Answering,
): Promise<vscode.ChatResult> {
  const { conversations, signal, access } = ports;
  const engineerPorts = await ports.engineerPorts();
  const earlier = conversations.continue(turnOf(history));
  const createModel = () =>
    createVscodeModel({ name: request.model.name, select: async () => request.model, consent: "ask", access });
  const engineer = await hire(agent, { ...engineerPorts, createModel }, { conversation: earlier });

  const { attachments, texts, refused } = await readReferences(request.references, engineerPorts.workspace, {
    isFirst: earlier === undefined,
  });
  for (const sentence of refused) response.progress(escaped(sentence));
  const before = earlier === undefined ? earlierTurns(history) : undefined;
  const question = [...(before === undefined ? [] : [before]), ...texts, request.prompt].join("\n\n");

  const fold = new ResponseFold();
  let end: Extract<AgentEvent, { type: "end" }> | undefined;
  for await (const event of engineer.ask(question, signal, attachments)) {
    if (event.type === "end") end = event;
    for (const part of fold.apply(event)) await show(part, response, engineerPorts.workspace);
  }
  const metadata = { turn: conversations.keep(engineer.conversation), question: request.prompt };
  return end?.reason === "failed" || end?.reason === "refusal"
    ? { metadata, errorDetails: { message: end.message ?? vscode.l10n.t("The answer ended without saying how.") } }
    : { metadata };
}

async function show(part: ResponsePart, response: vscode.ChatResponseStream, workspace: Workspace): Promise<void> {
  switch (part.type) {
    // A plain string is never trusted: VS Code shows no HTML, runs no command links and loads no images from it.
    case "markdown":
      return response.markdown(part.text);
    case "progress":
      return response.progress(part.text);
    case "reference": {
      const uri = await uriOf(part.place.path, workspace);
      if (uri) response.reference(placed(uri, part.place));
    }
  }
}

/** Undefined for a file that has just gone. */
async function uriOf(path: string, workspace: Workspace): Promise<vscode.Uri | undefined> {
  try {
    return vscode.Uri.file((await workspace.locate(path)).realPath);
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

function placed(uri: vscode.Uri, { line, endLine = line }: Attachment): vscode.Uri | vscode.Location {
  if (line === undefined || endLine === undefined) return uri;
  return new vscode.Location(uri, new vscode.Range(line - 1, 0, endLine - 1, 0));
}

function refuse(state: "untrusted" | "no-folder", response: vscode.ChatResponseStream): vscode.ChatResult {
  if (state === "untrusted") {
    response.markdown(
      vscode.l10n.t("This folder is not trusted, so nothing in it is read or run. Trust it, and ask again."),
    );
    response.button({ command: "workbench.trust.manage", title: vscode.l10n.t("Manage workspace trust") });
  } else {
    response.markdown(vscode.l10n.t("No folder is open. Open the one with your transcription code, and ask again."));
    response.button({ command: "workbench.action.files.openFolder", title: vscode.l10n.t("Open folder") });
  }
  return {};
}

/**
 * Conversations of this session by the turn that they reached. Each question goes on with a copy, so that one that is asked
 * again, or from two places at once, starts from the same messages.
 */
class Conversations {
  readonly #byTurn = new Map<string, Conversation>();

  continue(turn: string | undefined): Conversation | undefined {
    const reached = turn === undefined ? undefined : this.#byTurn.get(turn);
    return reached?.fork(reached.messages.length);
  }

  keep(conversation: Conversation): string {
    const turn = randomUUID();
    this.#byTurn.set(turn, conversation);
    const [oldest] = this.#byTurn.keys();
    if (this.#byTurn.size > maximumTurns && oldest !== undefined) this.#byTurn.delete(oldest);
    return turn;
  }
}

const maximumTurns = 50;
