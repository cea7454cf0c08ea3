import { isAbsolute, posix } from "node:path";
import type { NamedFolders } from "../../workspace/named-folders";
import { PathError } from "../../workspace/path-error";
import { visibleShort } from "../../workspace/visible-text";
import type { OpenFile, Workspace } from "../../workspace/workspace";
import { type Finding, fatal } from "./problems";

/** Where the audio of a manifest may be. */
export interface AudioPlaces {
  readonly workspace: Pick<Workspace, "open">;
  /** Folders outside of the workspace that the person named. */
  readonly namedFolders?: NamedFolders | undefined;
  /** Workspace path of the manifest's folder. */
  readonly manifestFolder: string;
  /** Further folders that relative paths start from, as the configuration writes them. */
  readonly audioRoots: readonly string[];
}

/**
 * Opens the file that a line means: a relative path starts at the manifest's folder, else at one of the audio roots, else
 * at a folder that the person named. A path that leads out of the workspace is open only below the latter.
 */
export async function openAudio(audio: string, places: AudioPlaces): Promise<OpenFile | Finding> {
  const failures: PathError[] = [];
  for (const path of candidates(audio, places)) {
    const opened = await openOne(path, places);
    if (!(opened instanceof PathError)) return opened;
    failures.push(opened);
  }
  return explain(audio, failures, places);
}

function candidates(audio: string, { manifestFolder, audioRoots, namedFolders }: AudioPlaces): readonly string[] {
  if (isAbsolute(audio) || isNoPath.test(audio)) return [audio];
  return [manifestFolder, ...audioRoots, ...(namedFolders?.folders ?? [])].map((folder) => posix.join(folder, audio));
}

/** Joined with a folder, an address or a home folder would look like a file that is merely missing. */
const isNoPath = /^(?:[a-z][a-z0-9+.-]+:|~|\\)/i;

async function openOne(path: string, { workspace, namedFolders }: AudioPlaces): Promise<OpenFile | PathError> {
  const inside = await attempt(() => workspace.open(path));
  if (!(inside instanceof PathError) || inside.problem !== "outside" || !namedFolders || !isAbsolute(path))
    return inside;
  return await attempt(() => namedFolders.open(path));
}

async function attempt(open: () => Promise<OpenFile>): Promise<OpenFile | PathError> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof PathError) return error;
    throw error;
  }
}

function explain(audio: string, failures: readonly PathError[], { audioRoots }: AudioPlaces): Finding {
  const shown = visibleShort(audio);
  // A file that is there and cannot be used says more than the places where it is not.
  const failure =
    failures.find(({ problem }) => problem !== "missing" && problem !== "outside") ??
    failures.find(({ problem }) => problem === "outside") ??
    failures[0];
  switch (failure?.problem) {
    case "outside":
      return fatal(
        `The audio ${shown} is outside of the workspace.`,
        "Name its folder with --audio-root, or copy the file beside the manifest.",
      );
    case "missing":
      return fatal(
        `The audio ${shown} is missing.`,
        `Correct the path: it starts at the manifest's folder${audioRoots.length > 0 ? " or an audio root" : ""}.`,
      );
    case "not-a-file":
      return fatal(`The audio ${shown} is no regular file.`, "Name a file: no folder, pipe or device.");
    default:
      return fatal(
        `The audio ${shown} cannot be opened: ${failure?.message ?? "no folder is open."}`,
        failure?.hint ?? "Check the file and its permissions.",
      );
  }
}
