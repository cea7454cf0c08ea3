import type { AssistantBlock, Message, ToolResultBlock, ToolUseBlock, UserBlock } from "../model/message";

/** Stands for an answer that never came, so that a question is always followed by an answer. */
export const noAnswer = "[No answer was given here.]";
const lostResult =
  "The result of this call was lost: the session ended before it came. Call the tool again if you need it.";

/**
 * The rules of the Messages API that a history must keep, or every later request fails. Returns the first violation,
 * undefined for a valid history that is ready to be sent (it ends with the person's or the tools' message).
 */
export function findViolation(messages: readonly Message[]): string | undefined {
  if (messages[0]?.role !== "user") return "the first message is not from the user";
  if (messages.at(-1)?.role !== "user") return "the last message is not from the user";
  for (const [index, message] of messages.entries()) {
    const previous = messages[index - 1];
    if (message.content.length === 0) return `message ${index} is empty`;
    if (message.content.some((block) => block.type === "text" && block.text.trim() === ""))
      return `message ${index} has an empty text`;
    if (message.role === "user" && previous?.role === "user") return `message ${index} follows another user message`;
    const expected = previous ? callsOf(previous).map((call) => call.id) : [];
    const given = resultsOf(message).map((result) => result.tool_use_id);
    if (expected.length > 0 && message.role !== "user")
      return `message ${index} does not answer the tool calls before it`;
    if (new Set(given).size !== given.length) return `message ${index} answers a tool call twice`;
    if ([...given].sort().join() !== [...expected].sort().join())
      return `message ${index} does not answer exactly the tool calls before it`;
    if (
      message.content.slice(0, given.length).some((block) => message.role === "user" && block.type !== "tool_result")
    ) {
      return `message ${index} has text before its tool results`;
    }
  }
  return undefined;
}

/**
 * Makes any history sendable up to its last message: cut, crashed and cancelled turns get the results and answers they lack.
 * A valid history comes back as the same array, so repairing never changes what the model has already seen.
 */
export function repairHistory(messages: readonly Message[]): readonly Message[] {
  if (messages.length === 0 || findViolation(endingWithUser(messages)) === undefined) return messages;
  const repaired: Message[] = [];
  for (const message of messages) {
    if (message.role === "assistant") appendAssistant(repaired, message.content);
    else appendUser(repaired, message.content);
  }
  closeCalls(repaired);
  return repaired;
}

function endingWithUser(messages: readonly Message[]): readonly Message[] {
  const last = messages.at(-1);
  if (last?.role !== "assistant" || callsOf(last).length > 0) return messages;
  return [...messages, { role: "user", content: [{ type: "text", text: "…" }] }];
}

function appendAssistant(messages: Message[], blocks: readonly AssistantBlock[]): void {
  closeCalls(messages);
  if (messages.length === 0) return;
  const seen = new Set<string>();
  const content = blocks.filter((block) => {
    if (block.type === "text") return block.text.trim() !== "";
    if (block.type !== "tool_use") return true;
    return !seen.has((block as ToolUseBlock).id) && seen.add((block as ToolUseBlock).id) !== undefined;
  });
  if (content.length > 0) messages.push({ role: "assistant", content });
}

function appendUser(messages: Message[], blocks: readonly UserBlock[]): void {
  const open = callsOf(messages.at(-1));
  const given = new Map<string, ToolResultBlock>();
  for (const block of blocks)
    if (block.type === "tool_result" && !given.has(block.tool_use_id)) given.set(block.tool_use_id, block);
  const results = open.map(({ id }) => given.get(id) ?? lost(id));
  const texts = blocks.filter((block) => block.type === "text" && block.text.trim() !== "");
  const content = [...results, ...texts];
  if (content.length === 0) return;
  if (messages.at(-1)?.role === "user")
    messages.push({ role: "assistant", content: [{ type: "text", text: noAnswer }] });
  messages.push({ role: "user", content });
}

/** Calls that nothing answered get a result that says so. */
function closeCalls(messages: Message[]): void {
  const open = callsOf(messages.at(-1));
  if (open.length > 0) messages.push({ role: "user", content: open.map(({ id }) => lost(id)) });
}

function lost(id: string): ToolResultBlock {
  return { type: "tool_result", tool_use_id: id, content: lostResult, is_error: true };
}

function callsOf(message: Message | undefined): readonly ToolUseBlock[] {
  if (message?.role !== "assistant") return [];
  return message.content.filter((block): block is ToolUseBlock => block.type === "tool_use");
}

function resultsOf(message: Message): readonly ToolResultBlock[] {
  return message.role === "user" ? message.content.filter((block) => block.type === "tool_result") : [];
}
