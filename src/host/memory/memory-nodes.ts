import { isIndex, type Stale } from "../../core/memory/format";
import type { MemoryList, StoredMemory } from "../../core/memory/memory";
import type { TeamFileProblem } from "../../core/workspace/team-files";

/** What a person can do with a memory besides reading it. Conditions of the menus name these. */
export type MemoryVerb = "rename" | "delete" | "mark" | "unmark";

export interface AgentNode {
  readonly kind: "agent";
  readonly agent: string;
  readonly children: readonly (MemoryNode | ProblemNode)[];
}

export interface MemoryNode {
  readonly kind: "memory";
  readonly memory: StoredMemory;
  /** By the file's own mark, or by what git says of the files that it names. */
  readonly stale: Stale | undefined;
  readonly verbs: readonly MemoryVerb[];
  /** Name of its folder, where several are open. */
  readonly root: string | undefined;
}

export interface ProblemNode {
  readonly kind: "problem";
  readonly problem: TeamFileProblem;
}

export type MemoryTreeNode = AgentNode | MemoryNode | ProblemNode;

export interface Surroundings {
  /** Memories that name files which git saw changed, by their path. */
  readonly marks: ReadonlyMap<string, Stale>;
  readonly hasSeveralRoots: boolean;
}

/** The tree: by agent where there are several, newest first, and what could not be read behind the rest. */
export function memoryForest(
  { memories, problems }: MemoryList<StoredMemory>,
  { marks, hasSeveralRoots }: Surroundings,
): readonly MemoryTreeNode[] {
  const agents = new Map<string, (MemoryNode | ProblemNode)[]>();
  const add = (agent: string, node: MemoryNode | ProblemNode) => {
    const known = agents.get(agent);
    if (known) known.push(node);
    else agents.set(agent, [node]);
  };
  for (const memory of memories) {
    const stale = memory.stale ?? marks.get(memory.path);
    const root = hasSeveralRoots ? memory.file.folder.root.name : undefined;
    add(memory.agent, { kind: "memory", memory, stale, verbs: verbsOf(memory), root });
  }
  const others: ProblemNode[] = [];
  for (const problem of problems) {
    const agent = agentIn(problem.path);
    if (agent === undefined) others.push({ kind: "problem", problem });
    else add(agent, { kind: "problem", problem });
  }
  const [only] = agents.values();
  if (only && agents.size === 1) return [...only, ...others];
  const groups = [...agents].map(([agent, children]): AgentNode => ({ kind: "agent", agent, children }));
  return [...groups.sort((one, other) => one.agent.localeCompare(other.agent)), ...others];
}

/** The index of other tools keeps its name: they would not find it under another. */
export function verbsOf({ name, stale }: Pick<StoredMemory, "name" | "stale">): readonly MemoryVerb[] {
  return [...(isIndex(name) ? [] : (["rename"] as const)), "delete", stale === undefined ? "mark" : "unmark"];
}

/** Undefined for what does not lie in the folder of an agent. */
function agentIn(path: string): string | undefined {
  return /(?:^|\/)\.claude\/agents-memory\/([^/]+)\/./.exec(path)?.[1];
}
