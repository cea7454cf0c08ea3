import {
  type LockedTeamFolder,
  TeamFileError,
  type TeamFiles,
  type TeamFolder,
} from "../../../src/core/workspace/team-files";
import type { Root } from "../../../src/core/workspace/workspace";

export interface HeldFiles {
  readonly files: TeamFiles;
  /** `{workspace path: text}` of all files, to look at and to change behind the store's back. */
  readonly texts: Map<string, string>;
}

/** The folders of a team in memory: the real one's contract without a disk, one change after the other. */
export function teamFilesInMemory(
  texts: Readonly<Record<string, string>> = {},
  rootNames: readonly string[] = ["project"],
): HeldFiles {
  const held = new Map(Object.entries(texts));
  const roots: Root[] = rootNames.map((name) => ({ name, path: `/work/${name}` }));
  let queue: Promise<unknown> = Promise.resolve();
  const folderFor: TeamFiles["folderFor"] = (kind, agent, root) => {
    const prefix = roots.length > 1 ? `${root.name}/` : "";
    return { kind, agent, root, shared: true, path: `${prefix}.claude/agents-${kind}/${agent}` };
  };
  const namesIn = (folder: TeamFolder) =>
    [...held.keys()]
      .filter((path) => path.startsWith(`${folder.path}/`))
      .map((path) => path.slice(folder.path.length + 1))
      .sort();
  const files: TeamFiles = {
    roots,
    isShared: true,
    folderFor,
    share: async () => [],
    async folders(kind) {
      const agents = new Set([...held.keys()].flatMap((path) => path.match(/agents-memory\/([^/]+)\//)?.[1] ?? []));
      const folders = roots.flatMap((root) => [...agents].map((agent) => folderFor(kind, agent, root)));
      return { folders: folders.filter((folder) => namesIn(folder).length > 0), problems: [] };
    },
    async read(folder) {
      const read = namesIn(folder).map((name) => {
        const path = `${folder.path}/${name}`;
        const modified = Date.parse("2026-03-04T12:00:00Z");
        return { folder, name, path, realPath: `/real/${path}`, text: held.get(path) ?? "", modified };
      });
      return { files: read, problems: [] };
    },
    change(folder, work) {
      const result = queue.then(() => work(locked(folder)));
      queue = result.catch(() => {});
      return result;
    },
  };
  const locked = (folder: TeamFolder): LockedTeamFolder => {
    const at = (name: string) => `${folder.path}/${name}`;
    return {
      names: async () => namesIn(folder),
      text: async (name) => held.get(at(name)),
      async create(name, text) {
        if (held.has(at(name))) throw new TeamFileError("exists", at(name), "There is one.");
        held.set(at(name), text);
      },
      async write(name, text) {
        held.set(at(name), text);
      },
      async rename(from, to) {
        const text = held.get(at(from));
        if (text === undefined) throw new TeamFileError("missing", at(from), "There is none.");
        if (held.has(at(to))) throw new TeamFileError("exists", at(to), "There is one.");
        held.delete(at(from));
        held.set(at(to), text);
      },
      async remove(name) {
        held.delete(at(name));
      },
    };
  };
  return { files, texts: held };
}
