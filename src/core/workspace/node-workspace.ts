import { dirname, join } from "node:path";
import { openConfined, readConfinedFolder } from "./confined-files";
import { listFiles } from "./listing/list-files";
import { locate } from "./locate";
import { PathError } from "./path-error";
import { createRipgrepFinder } from "./ripgrep";
import { type OpenedRoot, openRoots } from "./roots";
import type { SearchDependencies } from "./search/dependencies";
import { searchFiles } from "./search/search-files";
import { isSecretPath } from "./secrets";
import { decodeText, detectEncoding, encodingSample } from "./text-encoding";
import { visibleShort } from "./visible-text";
import type { Workspace } from "./workspace";

export interface NodeWorkspaceOptions {
  /** Absolute, or relative to the current folder of the process. */
  readonly folders: readonly string[];
  readonly trusted: boolean;
  /** See {@link Workspace.linkedFolders}. */
  readonly linkedFolders?: readonly string[];
  /** Where to find ripgrep before looking elsewhere. */
  readonly ripgrepPath?: string | undefined;
  /** VS Code's `env.appRoot`, which carries a ripgrep of its own. */
  readonly applicationRoot?: string | undefined;
  /** The folder of the built product, which holds `search-worker.js`. */
  readonly assetsFolder: string;
}

/** The workspace on this machine's disk. @throws PathError when a folder does not exist */
export async function createNodeWorkspace(options: NodeWorkspaceOptions): Promise<Workspace> {
  const roots = await openRoots(options.folders);
  const searching = searchDependencies(options, roots);
  return {
    roots: roots.map(({ root }) => root),
    trusted: options.trusted,
    ...(options.linkedFolders && { linkedFolders: options.linkedFolders }),
    locate: (input) => locate(roots, input),
    open: (input) => openConfined(roots, input),
    readText: (input, { maxBytes = 1024 * 1024 } = {}) => readText(roots, input, maxBytes),
    readDirectory: (input) => readConfinedFolder(roots, input),
    files: (query) => listFiles(searching, query),
    search: (query, signal) => searchFiles(searching, query, signal),
    isSecret: isSecretPath,
  };
}

function searchDependencies(options: NodeWorkspaceOptions, opened: readonly OpenedRoot[]): SearchDependencies {
  const { assetsFolder, ripgrepPath, applicationRoot } = options;
  const roots = opened.map(({ root }) => root);
  const ripgrep = createRipgrepFinder({
    ...(ripgrepPath !== undefined && { explicitPath: ripgrepPath }),
    ...(applicationRoot !== undefined && { applicationRoot }),
    ...(process.env.PATH !== undefined && { searchPath: process.env.PATH }),
    moduleFolders: [assetsFolder, dirname(assetsFolder)],
    workspaceRoots: roots.map(({ path }) => path),
  });
  return {
    roots,
    locate: (input) => locate(opened, input),
    isSecret: isSecretPath,
    ripgrep,
    workerPath: join(assetsFolder, "search-worker.js"),
  };
}

async function readText(roots: readonly OpenedRoot[], input: string, maxBytes: number): Promise<string> {
  const file = await openConfined(roots, input);
  try {
    const { size } = file.location;
    let bytes = await file.read(0, Math.min(size, maxBytes) + 1);
    // It grew since, or it is one of those that systems make up while they are read, with a size of 0.
    if (bytes.length > size) bytes = await file.read(0, maxBytes + 1);
    if (bytes.length > maxBytes || size > maxBytes) {
      throw new PathError(
        "too-large",
        visibleShort(input),
        `\`${visibleShort(input)}\` is larger than ${maxBytes} bytes.`,
      );
    }
    const encoding = detectEncoding(bytes.subarray(0, encodingSample));
    if (encoding.name === "binary") {
      throw new PathError("not-text", visibleShort(input), `\`${visibleShort(input)}\` is not a text file.`);
    }
    return decodeText(bytes, encoding);
  } finally {
    await file.close();
  }
}
