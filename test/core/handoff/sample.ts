import type { Handoff } from "../../../src/core/handoff/handoff";
import type { TeamFolder } from "../../../src/core/workspace/team-files";

const folder: TeamFolder = {
  kind: "handoffs",
  agent: "ml-ai-engineer",
  root: { name: "workspace", path: "/workspace" },
  shared: true,
  path: ".claude/agents-handoffs/ml-ai-engineer",
};

const path = `${folder.path}/20261122-0a1b2c3d-backend-architect.md`;

/** An open handoff of the person's own conversation. */
export function sample(changes: Partial<Handoff> = {}): Handoff {
  return {
    id: "20261122-0a1b2c3d",
    folder,
    path,
    realPath: `/workspace/${path}`,
    to: "Backend Architect",
    from: "ml-ai-engineer",
    state: "open",
    task: "Add a third branch to the actor.",
    context: "The engine is chosen in `service.py:88`.",
    needBack: "The signature of the new branch.",
    blocks: "The benchmark of the new engine.",
    origin: { conversation: "c-1", root: "c-1", depth: 0, lineage: [] },
    originalTask: "Which engine should we use?",
    analysis: "",
    plan: "",
    created: "2026-11-22T10:00:00.000Z",
    spent: { turns: 0, tokens: 0, usd: 0 },
    ...changes,
  };
}
