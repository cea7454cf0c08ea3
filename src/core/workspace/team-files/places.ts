import { createHash } from "node:crypto";
import { join } from "node:path";
import type { TeamFolder, TeamFolderKind } from "../team-files";
import type { Root } from "../workspace";
import type { FolderPlace } from "./checked-folder";

export const kinds: readonly TeamFolderKind[] = ["handoffs", "memory"];

const folderNames: Readonly<Record<TeamFolderKind, string>> = { handoffs: "agents-handoffs", memory: "agents-memory" };

/** Whether a path, with forward slashes, leads to a handoff or a memory: no code, and written while code is measured. */
export function isTeamRecord(path: string): boolean {
  return /(^|\/)\.claude\/agents-(handoffs|memory)\//.test(path);
}

/** The folders of a root, from the outermost in; each lies in the one before it or beside it. */
export function sharedFolders(root: Root): readonly string[] {
  const folder = join(root.path, ".claude");
  return [folder, ...kinds.map((kind) => join(folder, folderNames[kind]))];
}

/** Where files of the team are: in the roots, and in a private folder while they wait. */
export class Places {
  readonly roots: readonly Root[];
  readonly #staging: string;

  /** @param staging absolute, links resolved, outside of the roots */
  constructor(roots: readonly Root[], staging: string) {
    this.roots = roots;
    this.#staging = staging;
  }

  folder(kind: TeamFolderKind, agent: string, root: Root, shared: boolean): TeamFolder {
    return { kind, agent, root, shared, path: `${this.#shown(kind, root)}/${agent}` };
  }

  placeOf({ kind, agent, root, shared }: TeamFolder): FolderPlace {
    const all = this.allOf(kind, root, shared);
    return { base: all.base, segments: [...all.segments, agent], path: `${all.path}/${agent}` };
  }

  /** The folder that holds those of all agents. */
  allOf(kind: TeamFolderKind, root: Root, shared: boolean): FolderPlace {
    const segments = shared ? [".claude", folderNames[kind]] : [hashOf(root), folderNames[kind]];
    return { base: shared ? root.path : this.#staging, segments, path: this.#shown(kind, root) };
  }

  #shown(kind: TeamFolderKind, root: Root): string {
    const path = `.claude/${folderNames[kind]}`;
    return this.roots.length === 1 ? path : `${root.name}/${path}`;
  }
}

/** The key of a folder for everything that is remembered by it. */
export function keyOf(place: FolderPlace): string {
  return join(place.base, ...place.segments);
}

function hashOf(root: Root): string {
  return createHash("sha256").update(root.path).digest("hex").slice(0, 16);
}
