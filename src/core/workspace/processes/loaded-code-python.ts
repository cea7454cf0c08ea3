import { readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

/**
 * Has Python write what it compiles under a folder of ours that is empty, at paths which mirror those of the sources. The
 * empty string takes back a wish not to write at all.
 */
export function pythonEnvironment(folder: string): Readonly<Record<string, string>> {
  return { PYTHONPYCACHEPREFIX: folder, PYTHONDONTWRITEBYTECODE: "" };
}

/** Real paths of the modules that were compiled. Main scripts are not among them: Python does not keep those. */
export async function pythonSources(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const compiled = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".pyc"));
  const sources = await Promise.all(
    compiled.map(async ({ parentPath, name }) => {
      const source = join(`${volume}${parentPath.slice(folder.length)}${sep}`, sourceName(name));
      // A file that is gone, or that a path with links and `..` in it led to, cannot be told.
      return await realpath(source).catch(() => undefined);
    }),
  );
  return sources.filter((source) => source !== undefined);
}

/** `engine.cpython-311.opt-1.pyc` is of `engine.py`. */
function sourceName(compiled: string): string {
  const tagged = compiled.replace(/\.pyc$/, "").replace(/\.opt-[^.]*$/, "");
  return `${tagged.replace(/\.[^.]*$/, "")}.py`;
}

/** Python leaves the drive out; workspaces lie on the one that we run on, or cannot be told. */
const volume = process.platform === "win32" ? process.cwd().slice(0, 2) : "";
