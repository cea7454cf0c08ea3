import type { ParsedRequest } from "../../../../src/core/handoff/request-section";

export interface RequestCase {
  readonly name: string;
  readonly markdown: string;
  readonly requests: readonly ParsedRequest[];
}

/** What is expected; fields that are not named are absent. */
export function request(
  line: number,
  to: string,
  { task = null, context = null, needBack = null, blocks = null }: Partial<ParsedRequest> = {},
): ParsedRequest {
  return { to, task, context, needBack, blocks, line };
}
