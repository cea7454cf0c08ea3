import type { Handoff, HandoffList, HandoffState } from "../../core/handoff/handoff";
import { agentNameOf, runRefusal } from "../../core/handoff/rules";
import type { TeamFileProblem } from "../../core/workspace/team-files";
import { isReadyToContinue } from "../chat/team-state";

/** Deferred consultations are open ones that only a person can answer. */
export type GroupName = HandoffState | "deferred" | "problems";

export interface GroupNode {
  readonly kind: "group";
  readonly name: GroupName;
  readonly count: number;
  readonly children: readonly HandoffTreeNode[];
}

export interface AgentNode {
  readonly kind: "agent";
  readonly group: GroupName;
  readonly to: string;
  readonly children: readonly HandoffNode[];
}

export interface HandoffNode {
  readonly kind: "handoff";
  readonly handoff: Handoff;
  /** Why no specialist can run it; undefined when one can. */
  readonly refusal: string | undefined;
  /** Answered, and nothing that its work waits for is missing. */
  readonly isReady: boolean;
}

export interface ProblemNode {
  readonly kind: "problem";
  readonly problem: TeamFileProblem;
}

export type HandoffTreeNode = GroupNode | AgentNode | HandoffNode | ProblemNode;

/** What waits for the person. */
export interface Waiting {
  readonly open: number;
  readonly ready: number;
}

export interface HandoffForest {
  readonly groups: readonly GroupNode[];
  readonly waiting: Waiting;
  readonly parents: ReadonlyMap<HandoffTreeNode, HandoffTreeNode>;
  readonly byId: ReadonlyMap<string, HandoffNode>;
}

export interface Surroundings {
  readonly agents: readonly { readonly name: string }[];
  /** Why no specialist can be run at all here; undefined when they can. */
  readonly obstacle: string | undefined;
}

const order: readonly GroupName[] = [
  "open",
  "sent",
  "running",
  "answered",
  "deferred",
  "continued",
  "dismissed",
  "problems",
];

/** The tree: by state, then by specialist where there are several. Empty groups are left out. */
export function handoffForest({ handoffs, problems }: HandoffList, { agents, obstacle }: Surroundings): HandoffForest {
  const ready = readyConversations(handoffs);
  const nodes = handoffs.map(
    (handoff): HandoffNode => ({
      kind: "handoff",
      handoff,
      refusal: runRefusal(handoff, agents) ?? obstacle,
      isReady: handoff.state === "answered" && ready.has(handoff.origin.conversation),
    }),
  );
  const groups = order.flatMap((name): readonly GroupNode[] => {
    if (name === "problems") {
      const children = problems.map((problem): ProblemNode => ({ kind: "problem", problem }));
      return children.length === 0 ? [] : [{ kind: "group", name, count: children.length, children }];
    }
    const members = nodes.filter(({ handoff }) => groupOf(handoff) === name);
    if (members.length === 0) return [];
    return [{ kind: "group", name, count: members.length, children: bySpecialist(name, members) }];
  });
  return {
    groups,
    waiting: {
      open: nodes.filter(({ handoff }) => handoff.state === "open").length,
      ready: nodes.filter(({ isReady }) => isReady).length,
    },
    parents: parentsOf(groups),
    byId: new Map(nodes.map((node) => [node.handoff.id, node])),
  };
}

function groupOf({ state, deferred }: Handoff): GroupName {
  return deferred !== undefined && (state === "open" || state === "sent") ? "deferred" : state;
}

function bySpecialist(group: GroupName, members: readonly HandoffNode[]): readonly (AgentNode | HandoffNode)[] {
  const agents = new Map<string, HandoffNode[]>();
  for (const member of members) {
    const { to } = member.handoff;
    const name = agentNameOf(to) || to;
    const known = agents.get(name);
    if (known) known.push(member);
    else agents.set(name, [member]);
  }
  if (agents.size === 1) return members;
  return [...agents.values()]
    .map((children): AgentNode => ({ kind: "agent", group, to: children[0]?.handoff.to ?? "", children }))
    .sort((one, other) => one.to.localeCompare(other.to));
}

function readyConversations(handoffs: readonly Handoff[]): ReadonlySet<string> {
  const asked = new Map<string, Handoff[]>();
  for (const handoff of handoffs) {
    const known = asked.get(handoff.origin.conversation);
    if (known) known.push(handoff);
    else asked.set(handoff.origin.conversation, [handoff]);
  }
  return new Set([...asked].flatMap(([conversation, list]) => (isReadyToContinue(list) ? [conversation] : [])));
}

function parentsOf(groups: readonly GroupNode[]): ReadonlyMap<HandoffTreeNode, HandoffTreeNode> {
  const parents = new Map<HandoffTreeNode, HandoffTreeNode>();
  const visit = (parent: GroupNode | AgentNode) => {
    for (const child of parent.children) {
      parents.set(child, parent);
      if (child.kind === "agent" || child.kind === "group") visit(child);
    }
  };
  for (const group of groups) visit(group);
  return parents;
}
