import { type Fields, fieldsOf } from "./fields";

interface Block {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Message {
  readonly role: string;
  readonly content: string | readonly Block[];
}

/** The first rule of the Messages API that a request breaks, in the API's manner of saying so. */
export function protocolViolation(
  body: Readonly<Record<string, unknown>>,
  mode: "full" | "compatible",
  /** Whether the conversation's last answer was paused, so that it may be sent back as the last message. */
  paused: boolean,
): string | undefined {
  const fields = fieldsOf[mode];
  const messages = body.messages as readonly Message[];
  return (
    extraField(body, fields.request, "") ??
    requiredFields(body) ??
    toolsViolation(body.tools, fields) ??
    loneSurrogate(body) ??
    rolesViolation(messages, paused) ??
    first(messages, (message, index) => messageViolation(message, fields, `messages.${index}`)) ??
    first(messages, (message, index) => pairingViolation(message, messages[index + 1], index, paused))
  );
}

function requiredFields(body: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof body.model !== "string" || body.model === "") return "model: Field required";
  if (!Number.isInteger(body.max_tokens) || Number(body.max_tokens) < 1) return "max_tokens: Field required";
  if (!Array.isArray(body.messages) || body.messages.length === 0) return "messages: at least one message is required";
  if (body.stream !== true) return "stream: this server only streams";
  if (body.system !== undefined && typeof body.system !== "string") return "system: Input should be a valid string";
  return undefined;
}

function toolsViolation(tools: unknown, fields: Fields): string | undefined {
  return first((tools ?? []) as readonly Record<string, unknown>[], (tool, index) => {
    const place = `tools.${index}.`;
    if (typeof tool.input_schema !== "object") return `${place}input_schema: Field required`;
    if (!/^[\w-]{1,128}$/.test(String(tool.name))) return `${place}name: String should match pattern`;
    return extraField(tool, fields.tool, place);
  });
}

function rolesViolation(messages: readonly Message[], paused: boolean): string | undefined {
  const wrong = messages.findIndex(({ role }, index) => role !== (index % 2 === 0 ? "user" : "assistant"));
  if (wrong >= 0) return `messages.${wrong}: roles must alternate between "user" and "assistant"`;
  if (messages.at(-1)?.role === "assistant" && !paused) {
    return "This model does not support assistant message prefill. The conversation must end with a user message.";
  }
  return undefined;
}

function messageViolation({ role, content }: Message, fields: Fields, place: string): string | undefined {
  if (typeof content === "string")
    return content === "" ? `${place}: all messages must have non-empty content` : undefined;
  if (content.length === 0) return `${place}: all messages must have non-empty content`;
  return (
    first(content, (block, index) => blockViolation(block, role, fields, `${place}.content.${index}`)) ??
    orderViolation(content, role, place)
  );
}

function blockViolation(block: Block, role: string, fields: Fields, place: string): string | undefined {
  const known = fields.block[block.type];
  if (known === undefined)
    return `${place}: Input tag '${block.type}' found using 'type' does not match any of the expected tags`;
  if ((block.type === "tool_result") === (role === "assistant") && block.type !== "text") {
    return `${place}: \`${block.type}\` blocks are not allowed in ${role} messages`;
  }
  if (block.type === "text" && (typeof block.text !== "string" || block.text.trim() === "")) {
    return `${place}: text content blocks must contain non-whitespace text`;
  }
  if (
    block.type === "tool_use" &&
    (typeof block.input !== "object" || block.input === null || Array.isArray(block.input))
  ) {
    return `${place}.tool_use.input: Input should be a valid dictionary`;
  }
  return extraField(block, known, `${place}.`);
}

function orderViolation(content: readonly Block[], role: string, place: string): string | undefined {
  if (role === "user") {
    const firstOther = content.findIndex(({ type }) => type !== "tool_result");
    const late = content.findLastIndex(({ type }) => type === "tool_result");
    return firstOther >= 0 && late > firstOther ? `${place}: \`tool_result\` blocks must come first` : undefined;
  }
  const call = content.findIndex(({ type }) => type === "tool_use");
  if (call >= 0 && content.slice(call).some(({ type }) => type !== "tool_use")) {
    return `${place}: nothing may follow \`tool_use\` blocks`;
  }
  return /thinking$/.test(content.at(-1)?.type ?? "")
    ? `${place}: The final block in an assistant message cannot be \`thinking\``
    : undefined;
}

function pairingViolation(
  message: Message,
  next: Message | undefined,
  index: number,
  paused: boolean,
): string | undefined {
  const calls = idsOf(message, "tool_use", "id");
  const results = idsOf(next, "tool_result", "tool_use_id");
  if (new Set(calls).size < calls.length) return `messages.${index}: \`tool_use\` ids must be unique`;
  if (index === 0 && idsOf(message, "tool_result", "tool_use_id").length > 0)
    return "messages.0: unexpected `tool_result`";
  const missing = calls.find((id) => !results.includes(id));
  if (missing !== undefined && !(paused && next === undefined)) {
    return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing}`;
  }
  const extra = results.find((id) => !calls.includes(id));
  if (message.role === "assistant" && extra !== undefined) {
    return `messages.${index + 1}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${extra}`;
  }
  if (new Set(results).size < results.length) return `messages.${index + 1}: each tool_use must have a single result`;
  return undefined;
}

function idsOf(message: Message | undefined, type: string, key: string): string[] {
  if (message === undefined || typeof message.content === "string") return [];
  return message.content.filter((block) => block.type === type).map((block) => String(block[key]));
}

function loneSurrogate(value: unknown): string | undefined {
  // Serialising escapes exactly the halves that stand alone.
  return /\\ud[89a-f][0-9a-f]{2}/i.test(JSON.stringify(value).replaceAll("\\\\", ""))
    ? "The request body is not valid JSON: no low surrogate in string"
    : undefined;
}

function extraField(value: object, known: readonly string[], place: string): string | undefined {
  const extra = Object.keys(value).find((key) => !known.includes(key));
  return extra === undefined ? undefined : `${place}${extra}: Extra inputs are not permitted`;
}

function first<Item>(
  items: readonly Item[],
  check: (item: Item, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const violation = check(item, index);
    if (violation !== undefined) return violation;
  }
  return undefined;
}
