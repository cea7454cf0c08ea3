import { type Handoff, type HandoffState, isBlocking } from "../core/handoff/handoff";
import { cutCharacters, visible } from "../core/workspace/visible-text";

/** What programs get of a handoff. Fields that it does not have are null. */
export function handoffToJson(handoff: Handoff) {
  const { origin, run, resultFile, resultFrom, continuation, deferred, toolCall, spent, folder } = handoff;
  return {
    id: handoff.id,
    state: handoff.state,
    from: handoff.from,
    to: handoff.to,
    task: handoff.task,
    context: handoff.context,
    needBack: handoff.needBack,
    blocks: handoff.blocks,
    blocking: isBlocking(handoff),
    deferred: deferred ?? null,
    path: handoff.path,
    shared: folder.shared,
    conversation: origin.conversation,
    depth: origin.depth,
    toolCall: toolCall ?? null,
    created: handoff.created,
    sent: handoff.sent ?? null,
    answered: handoff.answered ?? null,
    continued: handoff.continued ?? null,
    dismissed: handoff.dismissed ?? null,
    originalTask: handoff.originalTask,
    analysis: handoff.analysis,
    plan: handoff.plan,
    run: run ?? null,
    partial: handoff.partial ?? null,
    result: handoff.result ?? null,
    resultFrom: resultFrom ?? null,
    resultFile: resultFile ?? null,
    continuation: continuation ?? null,
    spent,
  };
}

const order: readonly HandoffState[] = ["open", "sent", "running", "answered", "continued", "dismissed"];

/** Two lines for each, grouped by state as in the tree of the editor. */
export function handoffLines(handoffs: readonly Handoff[]): string {
  return order
    .map((state) => handoffs.filter((handoff) => handoff.state === state))
    .filter((group) => group.length > 0)
    .map((group) => `${group[0]?.state} (${group.length})\n${group.map(lines).join("")}`)
    .join("\n");
}

/** A list shows what it is about; `show` has the rest. */
function shortTask(task: string): string {
  const [shown, omitted] = cutCharacters(task.replace(/\s+/g, " ").trim(), 110);
  return omitted > 0 ? `${shown.trimEnd()}…` : shown;
}

function lines(handoff: Handoff): string {
  const { id, to, task, blocks, deferred, folder } = handoff;
  const remarks = [
    ...(isBlocking(handoff) ? [`blocks ${blocks}`] : []),
    ...(deferred === undefined ? [] : [`deferred: ${deferred}`]),
    ...(folder.shared ? [] : ["not in the repository"]),
  ];
  const head = `  ${id}  ${to}: ${shortTask(task)}`;
  return [head, ...(remarks.length > 0 ? [`      ${remarks.join("; ")}`] : [])]
    .map((line) => `${visible(line)}\n`)
    .join("");
}
