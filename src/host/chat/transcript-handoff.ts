import type { AgentEvent } from "../../core/agent/events";
import type { HandoffItem } from "../../protocol/chat";

/** As it was raised. What became of it since is read from its record. */
export function handoffItem(id: string, event: Extract<AgentEvent, { type: "handoff" }>): HandoffItem {
  const { id: handoff, to, task, blocking, deferred } = event;
  return {
    kind: "handoff",
    id,
    handoff,
    to,
    task,
    state: "open",
    blocking,
    ...(deferred !== undefined && { deferred }),
  };
}
