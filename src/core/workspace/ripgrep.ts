import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { runRipgrep } from "./ripgrep/run";
import { isWithin } from "./roots";

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

/** The package `@vscode/ripgrep` is never imported: it throws where its program is missing. Only its layout is used. */
export function createRipgrepFinder(places: RipgrepPlaces): RipgrepFinder {
  let found: Promise<string | undefined> | undefined;
  return {
    find() {
      found ??= probe(places).catch(() => undefined);
      return found;
    },
    forget() {
      found = undefined;
    },
  };
}

async function probe(places: RipgrepPlaces): Promise<string | undefined> {
  for (const candidate of candidates(places)) {
    if (await isUsable(candidate, places)) return candidate;
  }
  return undefined;
}

function candidates({ explicitPath, applicationRoot, moduleFolders = [], searchPath = "" }: RipgrepPlaces): string[] {
  const inApplication =
    applicationRoot === undefined ? [] : applicationLayouts.map((path) => join(applicationRoot, path));
  const inModules = moduleFolders.map((folder) =>
    join(folder, "node_modules", "@vscode", `ripgrep-${platformName}`, "bin", programName),
  );
  const onPath = searchPath.split(delimiter).map((folder) => join(folder, programName));
  return [...(explicitPath === undefined ? [] : [explicitPath]), ...inApplication, ...inModules, ...onPath].filter(
    (path) => isAbsolute(path),
  );
}

const programName = process.platform === "win32" ? "rg.exe" : "rg";
const platformName = `${process.platform}-${process.arch}`;

const applicationLayouts = [
  join("node_modules", "@vscode", "ripgrep-universal", "bin", platformName, programName),
  join("node_modules", "@vscode", "ripgrep", "bin", programName),
  join("node_modules.asar.unpacked", "@vscode", "ripgrep", "bin", programName),
];

/** What the person and the installation name is trusted wherever it is; what `PATH` names only outside the workspace. */
async function isUsable(candidate: string, places: RipgrepPlaces): Promise<boolean> {
  try {
    const real = await realpath(candidate);
    await access(real, constants.X_OK);
    const isOurs = candidate === places.explicitPath || isInstalled(candidate, places);
    if (!isOurs && places.workspaceRoots.some((root) => isWithin(root, real) || isWithin(root, candidate)))
      return false;
    return await isRecent(candidate);
  } catch {
    return false;
  }
}

function isInstalled(candidate: string, { applicationRoot, moduleFolders = [] }: RipgrepPlaces): boolean {
  return [...moduleFolders, ...(applicationRoot === undefined ? [] : [applicationRoot])].some((folder) =>
    isWithin(folder, candidate),
  );
}

/** Running it once shows that it is a program for this machine, and new enough for the options that are used. */
async function isRecent(program: string): Promise<boolean> {
  let output = "";
  const { exitCode } = await runRipgrep({
    program,
    workingFolder: join(program, ".."),
    options: ["--version"],
    signal: AbortSignal.timeout(5000),
    onOutput(chunk) {
      output += chunk.toString();
      return output.length < 10_000;
    },
  });
  return exitCode === 0 && Number(/^ripgrep (\d+)\./.exec(output)?.[1] ?? 0) >= 13;
}
