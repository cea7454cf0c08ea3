import { mkdir, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { isWithin } from "../roots";
import {
  type LockedTeamFolder,
  TeamFileError,
  type TeamFileProblem,
  type TeamFiles,
  type TeamFolder,
  type TeamFolderKind,
} from "../team-files";
import { visibleShort } from "../visible-text";
import type { Root } from "../workspace";
import { changeFolder } from "./change-folder";
import { type FolderPlace, openFolder } from "./checked-folder";
import { teamFileErrorOf } from "./errors";
import { listAgentFolders } from "./folder-listing";
import { FolderReader } from "./folder-reader";
import { isNewAgentName, refusalOfAgentFolder, requireName } from "./names";
import { kinds, Places } from "./places";
import { shareAll } from "./sharing";

export interface TeamFilesOptions {
  /** Of an opened workspace: links resolved. */
  readonly roots: readonly Root[];
  /** Private folder of the product for files that wait for consent, outside of the roots. Made when it is not there. */
  readonly staging: string;
  /** Whether the person agreed that files are written into the repository. */
  readonly shared: boolean;
  /**
   * Whether folders of the team that the repository has already count as agreement: its people write such files. Not in a
   * folder that nobody trusts, which may have come with them. Default: true
   */
  readonly followsRepository?: boolean;
}

/**
 * The files of a team on this machine's disk.
 * @throws TeamFileError when the private folder cannot be made or lies in a root
 */
export async function createTeamFiles(options: TeamFilesOptions): Promise<TeamFiles> {
  const { roots, staging, shared, followsRepository = true } = options;
  const places = new Places(roots, await privateFolder(staging, roots));
  const files = new NodeTeamFiles(places, shared, followsRepository);
  await files.look();
  return files;
}

class NodeTeamFiles implements TeamFiles {
  readonly #places: Places;
  readonly #reader = new FolderReader();
  readonly #followsRepository: boolean;
  #isAgreed: boolean;
  /** Paths of roots that have a folder of the team. */
  readonly #started = new Set<string>();

  constructor(places: Places, isAgreed: boolean, followsRepository: boolean) {
    this.#places = places;
    this.#followsRepository = followsRepository;
    this.#isAgreed = isAgreed;
  }

  get roots(): readonly Root[] {
    return this.#places.roots;
  }

  get isShared(): boolean {
    return this.roots.every((root) => this.#isSharedIn(root));
  }

  /** Learns which roots have folders of the team by now. */
  async look(): Promise<void> {
    for (const kind of kinds) await this.folders(kind);
  }

  async folders(
    kind: TeamFolderKind,
  ): Promise<{ readonly folders: readonly TeamFolder[]; readonly problems: readonly TeamFileProblem[] }> {
    const folders: TeamFolder[] = [];
    const problems: TeamFileProblem[] = [];
    for (const shared of [true, false]) {
      for (const root of this.roots) {
        const found = await listAgentFolders(this.#places.allOf(kind, root, shared));
        if (shared && found.exists) this.#started.add(root.path);
        folders.push(...found.agents.map((agent) => this.#places.folder(kind, agent, root, shared)));
        problems.push(...found.problems);
      }
    }
    return { folders, problems };
  }

  folderFor(kind: TeamFolderKind, agent: string, root: Root): TeamFolder {
    return this.#places.folder(kind, agent, root, this.#isSharedIn(root));
  }

  async read(folder: TeamFolder) {
    if (refusalOfAgentFolder(folder.agent) !== undefined) return { files: [], problems: [] };
    return await this.#reader.read(folder, await this.#placeOf(folder));
  }

  async change<Result>(folder: TeamFolder, work: (files: LockedTeamFolder) => Promise<Result>): Promise<Result> {
    requireName(folder.agent, folder.path.slice(0, -folder.agent.length - 1), refusalOfAgentFolder);
    const place = await this.#placeOf(folder);
    if (!isNewAgentName(folder.agent) && !(await exists(place))) {
      throw new TeamFileError(
        "invalid-name",
        folder.path,
        `\`${visibleShort(folder.agent)}\` is no name for a new folder of an agent.`,
        "Use lower-case Latin letters, digits and hyphens, at most 64.",
      );
    }
    return await changeFolder(folder, place, work);
  }

  async share(): Promise<readonly string[]> {
    const before = this.#isAgreed;
    // First, so that nothing new begins to wait meanwhile.
    this.#isAgreed = true;
    try {
      return await shareAll(this.#places);
    } catch (error) {
      this.#isAgreed = before;
      throw error;
    }
  }

  #isSharedIn(root: Root): boolean {
    return this.#isAgreed || (this.#followsRepository && this.#started.has(root.path));
  }

  /** Whoever learned of a folder before its files were shared finds them where they are now. */
  async #placeOf(folder: TeamFolder): Promise<FolderPlace> {
    const place = this.#places.placeOf(folder);
    if (folder.shared || !this.#isSharedIn(folder.root) || (await exists(place))) return place;
    return this.#places.placeOf({ ...folder, shared: true });
  }
}

async function privateFolder(path: string, roots: readonly Root[]): Promise<string> {
  const requireOutside = (folder: string) => {
    if (!roots.some((root) => isWithin(root.path, folder))) return;
    throw new TeamFileError("link", folder, "The private folder for waiting files must lie outside of the workspace.");
  };
  requireOutside(resolve(path));
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const real = await realpath(path);
    requireOutside(real);
    return real;
  } catch (error) {
    throw teamFileErrorOf(error, path);
  }
}

/** Problems count as existing: they are reported by whoever goes on. */
async function exists(place: FolderPlace): Promise<boolean> {
  const opened = await openFolder(place, false).catch(() => "problem" as const);
  if (opened === undefined) return false;
  if (opened !== "problem") await opened.close();
  return true;
}
