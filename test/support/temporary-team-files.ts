import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TeamFiles } from "../../src/core/workspace/team-files";
import { createTeamFiles } from "../../src/core/workspace/team-files/node-team-files";
import type { Workspace } from "../../src/core/workspace/workspace";
import { type TemporaryWorkspaceOptions, temporaryWorkspace } from "./temporary-workspace";

export interface TemporaryTeamFiles {
  /** Absolute path of the temporary folder that holds the roots, links resolved. */
  readonly path: string;
  /** Absolute path of the private folder, outside of the roots. */
  readonly staging: string;
  readonly workspace: Workspace;
  readonly teamFiles: TeamFiles;
  /** The same folders as another window, or the next start, sees them. */
  again(options?: { readonly shared?: boolean }): Promise<TeamFiles>;
  dispose(): Promise<void>;
}

export interface TemporaryTeamFilesOptions extends TemporaryWorkspaceOptions {
  /** Whether the person agreed to write into the repository; default: yes. */
  readonly shared?: boolean;
}

/** A temporary workspace with `{path: content}`, and the files of its team on the real disk. */
export async function temporaryTeamFiles(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  { shared = true, ...options }: TemporaryTeamFilesOptions = {},
): Promise<TemporaryTeamFiles> {
  const { path, workspace, dispose } = await temporaryWorkspace(files, options);
  const staging = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-staging-")));
  const again = (now: { readonly shared?: boolean } = {}) =>
    createTeamFiles({ roots: workspace.roots, staging, shared, ...now });
  return {
    path,
    staging,
    workspace,
    teamFiles: await again(),
    again,
    async dispose() {
      await dispose();
      await rm(staging, { recursive: true, force: true });
    },
  };
}
