import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Repository } from "./repository";

/** What lies in a working tree and in none of its revisions. Paths from its top; folders of which all is ignored as a whole. */
export interface IgnoredFiles {
  /** What programs need whatever the revision: environments, models, settings. */
  readonly needed: readonly string[];
  /** What was made from the sources of the working tree. */
  readonly built: readonly string[];
}

/** @param top absolute path of the working tree @throws GitError */
export async function listIgnored(repository: Repository, top: string): Promise<IgnoredFiles> {
  const list = async (...options: readonly string[]) => {
    const command = ["-C", top, "ls-files", "--others", "--exclude-standard", "--directory", "-z", ...options];
    return (await repository.read(command)).output
      .split("\0")
      .slice(0, -1)
      .map((path) => path.replace(/\/$/, ""));
  };
  const found = await list("--ignored");
  for (const path of await list()) if (await isEnvironment(join(top, path))) found.push(path);
  const paths = [...new Set(found)].filter((path) => !path.split("/").includes(ownFolder) && !isCache(path));
  return { needed: paths.filter((path) => !isBuilt(path)), built: paths.filter(isBuilt) };
}

/** Others copy and hash it as far as it is needed. */
const ownFolder = ".ml-engineer";

/** What nobody told git to ignore and is none the less no code of this repository. */
async function isEnvironment(path: string): Promise<boolean> {
  if (basename(path) === "node_modules") return true;
  return (await stat(join(path, "pyvenv.cfg")).catch(() => undefined))?.isFile() ?? false;
}

/** Whether programs write it by themselves and go the same way without it. */
export function isCache(path: string): boolean {
  return cacheNames.test(basename(path));
}

function isBuilt(path: string): boolean {
  return builtNames.test(basename(path));
}

const cacheNames =
  /^(__pycache__|\.(pytest|mypy|ruff)_cache|\.(tox|nox|hypothesis|coverage|nyc_output|eggs|DS_Store|git)|.*\.(pyc|pyo|pyd\.old|tsbuildinfo|log|swp))$/;
const builtNames =
  /^((build|dist|out|target|_build|obj|lib)|cmake-build-.*|.*\.(so|pyd|o|a|dylib|dll|exe|class|jar|whl))$/;
