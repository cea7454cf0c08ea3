import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { isWithin } from "../roots";
import { visibleShort } from "../visible-text";
import { environmentValue } from "./environment";
import { ProcessError } from "./process-error";

/**
 * The absolute path of a program. A bare name is looked for on PATH alone, never in the working folder; a relative path
 * starts at the working folder and stays inside the folders given, though its last part may be a link that leads out, as
 * the interpreter of a virtual environment does; an absolute path is taken as it is.
 * @throws ProcessError
 */
export async function findProgram(
  name: string,
  workingFolder: string,
  allowed: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  if (name === "" || name.includes("\0")) throw new ProcessError("no-program", "No program is named.", named);
  if (isAbsolute(name)) return await existing([name], name);
  if (!/[/\\]/.test(name)) {
    const folders = (environmentValue(environment, "PATH") ?? "")
      .split(delimiter)
      .filter((folder) => isAbsolute(folder));
    return await existing(
      folders.map((folder) => join(folder, name)),
      name,
    );
  }
  const path = resolve(workingFolder, name);
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  if (!allowed.some((path) => isWithin(path, folder))) {
    throw new ProcessError("no-program", `The program \`${visibleShort(name)}\` leads out of the workspace.`, named);
  }
  return await existing([path], name);
}

async function existing(paths: readonly string[], name: string): Promise<string> {
  let isThere = false;
  for (const path of paths.flatMap(withExtensions)) {
    try {
      if (!(await stat(path)).isFile()) continue;
      isThere = true;
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not this one.
    }
  }
  const shown = `\`${visibleShort(name)}\``;
  throw isThere
    ? new ProcessError("no-program", `The program ${shown} may not be executed.`, "Make it executable: chmod +x.")
    : new ProcessError("no-program", `There is no program ${shown}.`, /[/\\]/.test(name) ? named : onPath);
}

/** Scripts of the command prompt are left out: they cannot be started without a shell. */
function withExtensions(path: string): readonly string[] {
  if (process.platform !== "win32" || /\.(exe|com)$/i.test(path)) return [path];
  return [`${path}.exe`, `${path}.com`];
}

const named = "Name a program on PATH, an absolute path, or a path inside the workspace such as `.venv/bin/python`.";
const onPath = "Install it, give its absolute path, or write `./` before it when it lies in the working directory.";
