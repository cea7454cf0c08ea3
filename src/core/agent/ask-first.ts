import { createHash } from "node:crypto";
import type { ToolUseBlock } from "../model/message";
import { failure, type Proposal, type Tool, type ToolContext, type ToolResult } from "../tools/tool";
import { stopped, withDeadline } from "./deadline";

/** What the person is asked about one call. */
export interface ApprovalQuestion {
  /** The model's call. */
  readonly call: string;
  readonly name: string;
  readonly title: string;
  readonly input: unknown;
  /** Everything that a yes starts, line by line; undefined for a tool whose input says it all. */
  readonly text?: string;
  /** SHA-256 of what is shown: whoever asks in another process sends it there and back with the answer. */
  readonly digest: string;
}

/** A yes counts for this one call. Resolves to false when the signal aborts. */
export type Approve = (question: ApprovalQuestion, signal: AbortSignal) => Promise<boolean>;

interface AskPorts {
  readonly signal: AbortSignal;
  readonly approve?: Approve;
  readonly milliseconds: number;
  readonly context: Omit<ToolContext, "signal">;
}

/**
 * Runs an `ask` tool after a yes. One that proposes is asked about by its proposal, and it is the proposal that runs, so
 * nothing can change between the question and the work. How long the person thinks counts against no limit.
 */
export async function askFirst(tool: Tool, { id, input }: ToolUseBlock, ports: AskPorts): Promise<ToolResult> {
  const { signal, approve, milliseconds, context } = ports;
  if (!approve) return refused;
  const invocation: Proposal = {
    text: JSON.stringify(input),
    run: (context) => tool.invoke(input, context),
    withdraw: async () => {},
  };
  const proposed = tool.propose
    ? await withDeadline(milliseconds, signal, async (signal) => tool.propose?.(input, { ...context, signal }))
    : invocation;
  if (!proposed || "content" in proposed) return proposed ?? refused;
  const { text } = proposed;
  const digest = createHash("sha256")
    .update(JSON.stringify([id, tool.name, text]))
    .digest("hex");
  const question = { call: id, name: tool.name, title: tool.title(input), input, digest };
  let isApproved = false;
  try {
    isApproved = await approve(tool.propose ? { ...question, text } : question, signal);
  } catch (error) {
    return failure(`The person could not be asked: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    if (!isApproved || signal.aborted) await proposed.withdraw();
  }
  if (signal.aborted) return stopped;
  if (!isApproved) return refused;
  return await withDeadline(milliseconds, signal, (signal) => proposed.run({ ...context, signal }));
}

const refused: ToolResult = failure(
  "The person did not allow this call.",
  "Go on without it and say what could not be checked.",
);
