import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Workspace } from "../core/workspace/workspace";

/** What the program keeps of a workspace on this machine, outside of it: conversations, and what is not shared yet. */
export interface StateFolder {
  /** For a RecordFolder. */
  readonly conversations: string;
  /** For team files that wait for the person's consent. */
  readonly staging: string;
  /** For what a measurement needs while it runs: the base of a change, checked out. */
  readonly measuring: string;
  /** Whether the person agreed that team files go into the repository. */
  readonly isShared: boolean;
  share(): void;
}

export function stateFolder({ roots }: Workspace, environment: NodeJS.ProcessEnv = process.env): StateFolder {
  const key = createHash("sha256")
    .update(roots.map(({ path }) => path).join("\n"))
    .digest("hex")
    .slice(0, 16);
  const folder = join(platformFolder(environment), "ml-engineer", key);
  const consent = join(folder, "shared");
  return {
    conversations: join(folder, "conversations"),
    staging: join(folder, "team"),
    measuring: join(folder, "measuring"),
    isShared: existsSync(consent),
    share() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(consent, "");
    },
  };
}

/** Where programs keep such data by the custom of the platform. */
function platformFolder({ XDG_STATE_HOME: state, LOCALAPPDATA: local }: NodeJS.ProcessEnv): string {
  if (state) return state;
  if (process.platform === "win32") return local || join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support");
  return join(homedir(), ".local", "state");
}
