import type { Change, Item, ToWebview } from "../../src/protocol/chat";
import {
  hasShape,
  isBoolean,
  isListOf,
  isNumber,
  isOneOf,
  isOptional,
  isRecord,
  isString,
  type Shape,
} from "../components/shapes";

/**
 * What arrived as a message of the host, or undefined when it is none. The host is trusted; this fence keeps one
 * malformed value from a model or a stored file from taking the whole view down. Items of an unknown kind are left out,
 * and so are changes that carry one.
 */
export function parseIncoming(data: unknown): ToWebview | undefined {
  if (!isRecord(data) || typeof data.type !== "string" || !Object.hasOwn(parsers, data.type)) return undefined;
  return parsers[data.type as ToWebview["type"]](data) as ToWebview | undefined;
}

const isAttachment = hasShape({ path: isString, line: isOptional(isNumber), endLine: isOptional(isNumber) });
const isMention = hasShape({
  path: isString,
  label: isString,
  detail: isString,
  line: isOptional(isNumber),
  endLine: isOptional(isNumber),
});
const isUsage = hasShape({
  inputTokens: isNumber,
  outputTokens: isNumber,
  cacheReadTokens: isNumber,
  cacheWriteTokens: isNumber,
});
const isReadingRow = hasShape({
  title: isString,
  path: isOptional(isString),
  reason: isString,
  milliseconds: isNumber,
});

const itemShapes: Readonly<Record<Item["kind"], Shape>> = {
  question: { id: isString, text: isString, attachments: isListOf(isAttachment) },
  reading: { id: isString, rows: isListOf(isReadingRow) },
  thinking: { id: isString, text: isString, done: isBoolean },
  answer: { id: isString, text: isString, done: isBoolean },
  tool: {
    id: isString,
    name: isString,
    title: isString,
    state: isOneOf("running", "done", "failed"),
    summary: isString,
    content: isString,
    milliseconds: isNumber,
    place: isOptional(isAttachment),
  },
  handoff: {
    id: isString,
    handoff: isString,
    to: isString,
    task: isString,
    state: isOneOf("open", "sent", "running", "answered", "continued", "dismissed"),
    blocking: isBoolean,
    deferred: isOptional(isString),
  },
  notice: {
    id: isString,
    tone: isOneOf("waiting", "note", "error"),
    text: isString,
    actions: isListOf(isString),
  },
  end: {
    id: isString,
    reason: isString,
    message: isOptional(isString),
    model: isString,
    usage: isUsage,
    cost: isOptional(hasShape({ usd: isNumber, asOf: isString })),
    milliseconds: isNumber,
  },
};

function isItem(value: unknown): boolean {
  if (!isRecord(value) || !isString(value.kind) || !Object.hasOwn(itemShapes, value.kind as string)) return false;
  return hasShape(itemShapes[value.kind as Item["kind"]])(value);
}

const stateShape: Shape = {
  conversation: hasShape({ id: isString, title: isString, agent: isString }),
  running: isBoolean,
  queue: isListOf(hasShape({ id: isString, text: isString })),
  suggestions: isListOf(isString),
  provider: hasShape({
    provider: isString,
    label: isString,
    reason: isString,
    offer: isOptional(hasShape({ text: isString, action: isString })),
  }),
  tools: isListOf(hasShape({ name: isString, state: isString, reason: isOptional(isString) })),
  workspace: isOneOf("ready", "untrusted", "no-folder"),
  team: isOptional(
    hasShape({
      role: isOptional(
        hasShape({ kind: isOneOf("answers", "continues"), agent: isString, task: isString, conversation: isString }),
      ),
      results: isOptional(
        (value) =>
          hasShape({ state: isOneOf("ready"), handoff: isString, count: isNumber })(value) ||
          hasShape({ state: isOneOf("continued"), conversation: isString })(value),
      ),
      consent: isOptional(isListOf(isString)),
    }),
  ),
};

const isChange: Readonly<Record<Change["type"], (value: Record<string, unknown>) => boolean>> = {
  append: ({ item }) => isItem(item),
  replace: ({ item }) => isItem(item),
  "append-text": hasShape({ id: isString, text: isString }),
  remove: hasShape({ id: isString }),
  state: ({ values }) =>
    isRecord(values) &&
    Object.entries(values).every(([key, value]) => Object.hasOwn(stateShape, key) && stateShape[key]?.(value)),
};

const parsers: Readonly<Record<ToWebview["type"], (data: Record<string, unknown>) => unknown>> = {
  snapshot(data) {
    const { state } = data;
    if (!isNumber(data.sequence) || !isRecord(state) || !Array.isArray(state.items)) return undefined;
    if (!isNumber(state.earlier) || !hasShape(stateShape)(state)) return undefined;
    return { ...data, state: { ...state, items: state.items.filter(isItem) } };
  },
  patch(data) {
    if (!isNumber(data.sequence) || !Array.isArray(data.changes)) return undefined;
    const changes = data.changes.filter(
      (change) =>
        isRecord(change) &&
        isString(change.type) &&
        Object.hasOwn(isChange, change.type as string) &&
        isChange[change.type as Change["type"]](change),
    );
    return { ...data, changes };
  },
  earlier: (data) =>
    Array.isArray(data.items) && isNumber(data.earlier) ? { ...data, items: data.items.filter(isItem) } : undefined,
  mentions: (data) => (hasShape({ request: isNumber, mentions: isListOf(isMention) })(data) ? data : undefined),
  compose: (data) => (hasShape({ text: isString, attachments: isListOf(isAttachment) })(data) ? data : undefined),
};
