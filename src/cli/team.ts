import { HandoffStore } from "../core/handoff/store";
import { MemoryStore } from "../core/memory/store";
import type { Team } from "../core/team/team";
import { PathError } from "../core/workspace/path-error";
import { isProcessAlive, thisMachine } from "../core/workspace/process-identity";
import { createTeamFiles } from "../core/workspace/team-files/node-team-files";
import type { Workspace } from "../core/workspace/workspace";
import type { StateFolder } from "./state";

/** The team's files of a workspace. `shared`: the person agreed just now, by the command that was called. */
export async function openTeam(workspace: Workspace, state: StateFolder, { shared = false } = {}): Promise<Team> {
  const { roots } = workspace;
  const agreed = { shared: shared || state.isShared, followsRepository: workspace.trusted };
  const files = await createTeamFiles({ roots, staging: state.staging, ...agreed });
  const now = () => new Date();
  return {
    files,
    handoffs: new HandoffStore({ files, now, machine: thisMachine(), processId: process.pid, isAlive: isProcessAlive }),
    memories: new MemoryStore({ files, now, exists: (path) => exists(workspace, path) }),
  };
}

async function exists(workspace: Workspace, path: string): Promise<boolean> {
  try {
    await workspace.locate(path);
    return true;
  } catch (error) {
    if (error instanceof PathError) return false;
    throw error;
  }
}
