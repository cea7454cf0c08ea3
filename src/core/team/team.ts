import type { HandoffStore } from "../handoff/store";
import type { MemoryStore } from "../memory/store";
import type { TeamFiles } from "../workspace/team-files";

/** What a team keeps in its repository, as agents use it. */
export interface Team {
  readonly files: TeamFiles;
  readonly handoffs: HandoffStore;
  readonly memories: MemoryStore;
}
