/** Where ripgrep may be. Nothing of this comes from a workspace. */
export interface RipgrepPlaces {
  /** A path that the person set; it is tried first. */
  readonly explicitPath?: string;
  /** VS Code's `env.appRoot`, which carries a ripgrep of its own. */
  readonly applicationRoot?: string;
  /** Folders whose `node_modules` may hold `@vscode/ripgrep-<platform>-<arch>`, for example the folder of the bundle. */
  readonly moduleFolders?: readonly string[];
  /** The `PATH` to look through last; entries that are relative or inside a workspace root are skipped. Default: none. */
  readonly searchPath?: string;
  /** Real paths of the workspace roots, never trusted to hold programs. */
  readonly workspaceRoots: readonly string[];
}

export interface RipgrepFinder {
  /** Absolute path of a ripgrep that runs, or undefined; probed once. Never rejects. */
  find(): Promise<string | undefined>;
  /** Probe again at the next `find`, for example because an update of the editor moved the program. */
  forget(): void;
}

export function createRipgrepFinder(_places: RipgrepPlaces): RipgrepFinder {
  return { find: async () => undefined, forget: () => {} };
}
