import type { UserBlock } from "../model/message";
import { contextBlock } from "../tools/context-block";
import { read } from "../tools/read";
import type { Workspace } from "../workspace/workspace";

/** A part of the workspace that goes with a question. Lines are 1-based and inclusive; without them the whole file is meant. */
export interface Attachment {
  readonly path: string;
  readonly line?: number;
  readonly endLine?: number;
}

/** Reads attachments as the Read tool would, so that its limits and refusals hold for them as well. */
export async function readAttachments(
  attachments: readonly Attachment[],
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly UserBlock[]> {
  return Promise.all(
    attachments.map(async ({ path, line, endLine }): Promise<UserBlock> => {
      const input = { file_path: path, ...(line && { offset: line, limit: (endLine ?? line) - line + 1 }) };
      const { content } = await read.invoke(input, { workspace, signal });
      const range =
        line === undefined ? "" : `:${line}${endLine === undefined || endLine === line ? "" : `-${endLine}`}`;
      return { type: "text", text: contextBlock("attachment", `${path}${range}`, content) };
    }),
  );
}
