import * as vscode from "vscode";
import type { AssistantBlock, Message, ToolResultBlock, ToolUseBlock, UserBlock } from "../../core/model/message";
import type { ModelRequest } from "../../core/model/model";

/**
 * The request as VS Code's language models take it: there is no system role, so the prompt stands at the beginning of the
 * first message. Calls keep their identifiers and their results stay in the next message; thinking and blocks that only
 * another provider understands are left out.
 */
export function chatMessages({ system, messages }: ModelRequest): vscode.LanguageModelChatMessage[] {
  return messages.map((message, index) => {
    if (message.role === "assistant") return vscode.LanguageModelChatMessage.Assistant(assistantParts(message.content));
    const parts = userParts(message.content);
    return vscode.LanguageModelChatMessage.User(index === 0 ? [text(system), ...parts] : parts);
  });
}

export function chatTools({ tools }: ModelRequest): vscode.LanguageModelChatTool[] {
  return tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
}

/** What a message says, for counting its tokens. */
export function countedText({ content }: Message): string {
  return content
    .map((block) => {
      if (isText(block)) return block.text;
      if (isCall(block)) return `${block.name} ${JSON.stringify(block.input)}`;
      return isResult(block) ? block.content : "";
    })
    .join("\n");
}

function userParts(
  blocks: readonly UserBlock[],
): (vscode.LanguageModelTextPart | vscode.LanguageModelToolResultPart)[] {
  const results = blocks.filter(isResult).map(resultPart);
  const texts = blocks.filter(isText).map((block) => text(block.text));
  return [...results, ...texts];
}

function assistantParts(
  blocks: readonly AssistantBlock[],
): (vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart)[] {
  const texts = blocks.filter(isText).map((block) => text(block.text));
  const calls = blocks
    .filter(isCall)
    .map(({ id, name, input }) => new vscode.LanguageModelToolCallPart(id, name, input));
  // A message may consist of nothing but thinking.
  return texts.length + calls.length > 0 ? [...texts, ...calls] : [text("[No text.]")];
}

/** There is no mark for a failure, so the text begins with one. */
function resultPart({ tool_use_id, content, is_error }: ToolResultBlock): vscode.LanguageModelToolResultPart {
  return new vscode.LanguageModelToolResultPart(tool_use_id, [text(is_error ? `Error: ${content}` : content)]);
}

function text(value: string): vscode.LanguageModelTextPart {
  return new vscode.LanguageModelTextPart(value.toWellFormed());
}

type Block = AssistantBlock | UserBlock;

function isText(block: Block): block is Extract<Block, { type: "text" }> {
  return block.type === "text";
}

function isCall(block: Block): block is ToolUseBlock {
  return block.type === "tool_use";
}

function isResult(block: Block): block is ToolResultBlock {
  return block.type === "tool_result";
}
