import type { Usage } from "../model/model";
import type { RecordFile, RecordFolder } from "../workspace/record-folder";
import { cutCharacters, visible } from "../workspace/visible-text";
import { type ConversationRecord, isConversationRecord } from "./conversation-records";

/** One row of the list of conversations. */
export interface ConversationSummary {
  readonly id: string;
  /** The last title given, else the start of the first question. */
  readonly title: string;
  /** The first question; empty when none was asked yet. */
  readonly question: string;
  /** Empty when the header is lost. */
  readonly agent: string;
  readonly model: string;
  /** ISO 8601; empty when the header is lost. */
  readonly created: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly questions: number;
  /** Requests to a model. */
  readonly turns: number;
  readonly usage: Usage;
  /** Sum of the recorded estimates in USD; absent when no answer has one. */
  readonly cost?: number;
  /** The conversation that this one was forked from. */
  readonly parent?: string;
  /** Lines that could not be read. */
  readonly problems: number;
}

const wanted = /^"type":"(?:conversation|question|title|fork|deleted|start|turn|usage|end)"/;

/** Reads what the list shows; undefined for a deleted conversation. A file that cannot be read is listed with its problem. */
export async function summarise(folder: RecordFolder, file: RecordFile): Promise<ConversationSummary | undefined> {
  // Left behind by a process that was killed before the first record: nothing is lost with it.
  if (file.size === 0) return undefined;
  const records: ConversationRecord[] = [];
  let problems = 0;
  try {
    for await (const entry of folder.read(file.name, { wanted: (head) => wanted.test(head) })) {
      if ("record" in entry && isConversationRecord(entry.record)) records.push(entry.record);
      else problems++;
    }
  } catch {
    problems++;
  }
  return records.some(({ type }) => type === "deleted") ? undefined : summaryOf(file, records, problems);
}

function summaryOf(
  { name, modified }: RecordFile,
  records: readonly ConversationRecord[],
  problems: number,
): ConversationSummary {
  const of = <Type extends ConversationRecord["type"]>(type: Type) =>
    records.filter((record): record is Extract<ConversationRecord, { type: Type }> => record.type === type);
  const header = of("conversation")[0];
  const question = of("question")[0]?.text ?? "";
  const costs = of("end").flatMap(({ cost }) => (cost ? [cost.usd] : []));
  const parent = of("fork").at(-1)?.parent;
  return {
    id: name,
    title: of("title").at(-1)?.title || titleOf(question),
    question,
    agent: header?.agent ?? "",
    model: of("start").at(-1)?.model ?? header?.model ?? "",
    created: header?.created ?? "",
    modified,
    questions: of("question").length,
    turns: of("turn").length,
    usage: of("usage").reduce((sum, { usage }) => addUsage(sum, usage), noUsage),
    ...(costs.length > 0 && { cost: costs.reduce((sum, cost) => sum + cost, 0) }),
    ...(parent !== undefined && { parent }),
    problems,
  };
}

/** The first line of a question that says something, short enough for a list. */
function titleOf(question: string): string {
  const line = question.split(/\r\n|\r|\n/).find((text) => text.trim() !== "") ?? "";
  const [shown, omitted] = cutCharacters(line.trim(), 80);
  return visible(shown) + (omitted > 0 ? "…" : "");
}

const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

function addUsage(one: Usage, other: Usage): Usage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
  };
}
