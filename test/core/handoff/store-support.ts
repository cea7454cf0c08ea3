import type { HandoffRequest, Origin } from "../../../src/core/handoff/handoff";
import { type Asking, HandoffStore } from "../../../src/core/handoff/store";
import type { TeamFiles } from "../../../src/core/workspace/team-files";
import { type TemporaryTeamFiles, temporaryTeamFiles } from "../../support/temporary-team-files";

export interface Team {
  readonly disk: TemporaryTeamFiles;
  readonly store: HandoffStore;
  /** A second window on the same folders. */
  other(): Promise<HandoffStore>;
  asking(changes?: Partial<Asking>): Asking;
}

export const nothing = { turns: 0, tokens: 0, usd: 0 };
export const someSpent = { turns: 2, tokens: 1000, usd: 0.01 };

export async function team(options: { readonly shared?: boolean } = {}): Promise<Team> {
  const disk = await temporaryTeamFiles({ "a.py": "" }, options);
  return {
    disk,
    store: storeOn(disk.teamFiles),
    other: async () => storeOn(await disk.again()),
    asking(changes = {}) {
      const root = disk.teamFiles.roots[0];
      if (root === undefined) throw new Error("The temporary workspace has no root.");
      return { from: "ml-ai-engineer", origin: originOf("c-1"), originalTask: "Which engine?", root, ...changes };
    },
  };
}

/** Time stands still but moves on by a second with every look at the clock. */
export function storeOn(files: TeamFiles, { machine = "here", processId = 1, alive = [1] } = {}): HandoffStore {
  return new HandoffStore({
    files,
    now: () => new Date(Date.UTC(2026, 10, 22, 10) + 1000 * clock++),
    machine,
    processId,
    isAlive: (pid) => alive.includes(pid),
  });
}
let clock = 0;

export function originOf(conversation: string, changes: Partial<Origin> = {}): Origin {
  return { conversation, root: conversation, depth: 0, lineage: [], ...changes };
}

export function asked(to: string, task: string, changes: Partial<HandoffRequest> = {}): HandoffRequest {
  return { to, task, context: "", needBack: "", blocks: "the benchmark", ...changes };
}
