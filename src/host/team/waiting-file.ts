import type { Team } from "../../core/team/team";
import type { TeamFolderKind } from "../../core/workspace/team-files";

/** The absolute path of a file that waits outside of the repository, by the path that it will have there. */
export async function waitingFile({ files }: Pick<Team, "files">, path: string): Promise<string | undefined> {
  const [, kind] = /(?:^|\/)\.claude\/agents-(handoffs|memory)\//.exec(path) ?? [];
  if (kind === undefined) return undefined;
  const { folders } = await files.folders(kind as TeamFolderKind);
  for (const folder of folders) {
    if (folder.shared || !path.startsWith(`${folder.path}/`)) continue;
    const found = (await files.read(folder)).files.find((file) => file.path === path);
    if (found) return found.realPath;
  }
  return undefined;
}
