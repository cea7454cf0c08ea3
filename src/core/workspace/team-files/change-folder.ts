import { TeamFileError, type TeamFolder } from "../team-files";
import { type CheckedFolder, type FolderPlace, openFolder } from "./checked-folder";
import { teamFileErrorOf } from "./errors";
import { type FolderLock, lockFolder } from "./folder-lock";
import { LockedFiles } from "./locked-files";
import { keyOf } from "./places";
import { inTurn } from "./turns";

/** Lends the files of a folder to `work` while its lock is held. Makes the folder. @throws TeamFileError, and what `work` throws */
export async function changeFolder<Result>(
  folder: TeamFolder,
  place: FolderPlace,
  work: (files: LockedFiles) => Promise<Result>,
): Promise<Result> {
  return await inTurn(keyOf(place), async () => {
    const { opened, lock } = await openLocked(folder, place);
    const files = new LockedFiles(opened, lock, folder.path);
    try {
      await files.sweep();
      return await work(files);
    } finally {
      await files.end();
      await lock.release();
      await opened.close();
    }
  });
}

/** Somebody may remove the folder between making and locking it, for example another window that shares it. */
const attempts = 3;

async function openLocked(
  folder: TeamFolder,
  place: FolderPlace,
): Promise<{ readonly opened: CheckedFolder; readonly lock: FolderLock }> {
  for (let attempt = 1; ; attempt++) {
    let opened: CheckedFolder | undefined;
    try {
      opened = await openFolder(place, true);
      if (opened === undefined) throw new TeamFileError("missing", folder.path, `There is no \`${folder.path}\`.`);
      return { opened, lock: await lockFolder(opened, folder.path) };
    } catch (error) {
      await opened?.close();
      const problem = teamFileErrorOf(error, folder.path);
      const isGone = problem instanceof TeamFileError && problem.problem === "missing";
      if (!isGone || attempt === attempts) throw problem;
    }
  }
}
