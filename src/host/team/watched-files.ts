import type { LockedTeamFolder, TeamFiles, TeamFolder } from "../../core/workspace/team-files";

/** The same files, with word of each change that was made through them: the private folder has no watcher. */
export function watchedTeamFiles(files: TeamFiles, changed: (folder: TeamFolder) => void): TeamFiles {
  return {
    get roots() {
      return files.roots;
    },
    get isShared() {
      return files.isShared;
    },
    folders: (kind) => files.folders(kind),
    folderFor: (kind, agent, root) => files.folderFor(kind, agent, root),
    read: (folder) => files.read(folder),
    share: () => files.share(),
    async change(folder, work) {
      let isChanged = false;
      const note = () => {
        isChanged = true;
      };
      try {
        return await files.change(folder, (locked) => work(noting(locked, note)));
      } finally {
        if (isChanged) changed(folder);
      }
    },
  };
}

function noting(files: LockedTeamFolder, note: () => void): LockedTeamFolder {
  const noted = async (step: Promise<void>) => {
    await step;
    note();
  };
  return {
    names: () => files.names(),
    text: (name) => files.text(name),
    create: (name, text) => noted(files.create(name, text)),
    write: (name, text) => noted(files.write(name, text)),
    rename: (from, to) => noted(files.rename(from, to)),
    remove: (name) => noted(files.remove(name)),
  };
}
