import * as vscode from "vscode";
import { cutCharacters } from "../../core/workspace/visible-text";

/** Characters of earlier turns that go with a question whose conversation is no longer in memory. */
const budget = 12_000;

/** The turns with this participant, as text: what is left of a conversation after a restart. Undefined when there are none. */
export function earlierTurns(history: vscode.ChatContext["history"]): string | undefined {
  const turns = history.flatMap((turn) => {
    if (turn instanceof vscode.ChatRequestTurn) return [`Question: ${turn.prompt}`];
    const answer = turn.response
      .map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ""))
      .join("");
    return answer.trim() === "" ? [] : [`Answer: ${answer.trim()}`];
  });
  if (turns.length === 0) return undefined;
  const kept: string[] = [];
  let left = budget;
  for (const turn of turns.reverse()) {
    const [text, omitted] = cutCharacters(turn, left);
    if (text !== "") kept.unshift(omitted > 0 ? `${text} [cut]` : text);
    left -= text.length;
    if (left <= 0) break;
  }
  return `Earlier in this chat, what was read then has to be read again:\n\n${kept.join("\n\n")}`;
}

/** What a response's result carries, so that the next question finds its conversation. */
export function turnOf(history: vscode.ChatContext["history"]): string | undefined {
  const last = history.at(-1);
  if (!(last instanceof vscode.ChatResponseTurn)) return undefined;
  const turn: unknown = last.result.metadata?.turn;
  return typeof turn === "string" ? turn : undefined;
}
