import { readdir } from "node:fs/promises";
import { TeamFileError, type TeamFileProblem } from "../team-files";
import { visibleShort } from "../visible-text";
import { type FolderPlace, openFolder } from "./checked-folder";
import { problemOf } from "./folder-reader";
import { refusalOfAgentFolder } from "./names";

export interface AgentFolders {
  readonly agents: readonly string[];
  readonly problems: readonly TeamFileProblem[];
  /** Whether the folder that holds them is there. */
  readonly exists: boolean;
}

/** The folders of agents in one place, sorted. A problem loses only itself. */
export async function listAgentFolders(place: FolderPlace): Promise<AgentFolders> {
  const agents: string[] = [];
  const problems: TeamFileProblem[] = [];
  try {
    const all = await openFolder(place, false);
    if (all === undefined) return { agents, problems, exists: false };
    try {
      const entries = await readdir(all.entry(""), { withFileTypes: true });
      for (const entry of entries) {
        if (entry.name.startsWith(".") || !(entry.isDirectory() || entry.isSymbolicLink())) continue;
        const problem = await problemWith(place, entry);
        if (problem === undefined) agents.push(entry.name);
        else problems.push(problem);
      }
    } finally {
      await all.close();
    }
  } catch (error) {
    return { agents: [], problems: [problemOf(error, place.path)], exists: false };
  }
  return { agents: agents.sort(), problems, exists: true };
}

interface Entry {
  readonly name: string;
  isSymbolicLink(): boolean;
}

async function problemWith(place: FolderPlace, entry: Entry): Promise<TeamFileProblem | undefined> {
  const path = `${place.path}/${visibleShort(entry.name)}`;
  try {
    const refusal = refusalOfAgentFolder(entry.name);
    if (refusal !== undefined) throw new TeamFileError("invalid-name", path, `The name of \`${path}\` ${refusal}.`);
    if (!entry.isSymbolicLink()) return undefined;
    const opened = await openFolder({ ...place, segments: [...place.segments, entry.name], path }, false);
    await opened?.close();
    return undefined;
  } catch (error) {
    return problemOf(error, path);
  }
}
