import { HandoffStore } from "../../core/handoff/store";
import { MemoryStore } from "../../core/memory/store";
import type { Team } from "../../core/team/team";
import { isProcessAlive, thisMachine } from "../../core/workspace/process-identity";
import type { TeamFolder } from "../../core/workspace/team-files";
import { createTeamFiles, type TeamFilesOptions } from "../../core/workspace/team-files/node-team-files";
import { watchedTeamFiles } from "./watched-files";

/** The team of the open folders; `changed` is told of each change that is made through it. */
export async function openTeam(options: TeamFilesOptions, changed: (folder: TeamFolder) => void): Promise<Team> {
  const files = watchedTeamFiles(await createTeamFiles(options), changed);
  const now = () => new Date();
  return {
    files,
    handoffs: new HandoffStore({
      files,
      now,
      machine: thisMachine(),
      isAlive: isProcessAlive,
      processId: process.pid,
    }),
    memories: new MemoryStore({ files, now }),
  };
}
