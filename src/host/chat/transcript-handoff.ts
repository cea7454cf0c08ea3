import type { AgentEvent } from "../../core/agent/events";
import { type Handoff, isBlocking } from "../../core/handoff/handoff";
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

/** The row as its record is now; undefined where nothing of it changed. */
export function updatedHandoff(item: HandoffItem, handoff: Handoff): HandoffItem | undefined {
  const blocking = isBlocking(handoff);
  if (item.state === handoff.state && item.blocking === blocking) return undefined;
  return { ...item, state: handoff.state, blocking };
}
