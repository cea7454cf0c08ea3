import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { isWithin } from "../roots";

/**
 * Absolute path of git on `searchPath`, or undefined. Entries that are relative or lead into one of the folders are
 * passed over: a workspace must not bring its own programs.
 */
export async function findGit(searchPath: string, folders: readonly string[]): Promise<string | undefined> {
  for (const entry of searchPath.split(delimiter)) {
    const program = join(entry, programName);
    if (!isAbsolute(entry)) continue;
    try {
      const real = await realpath(program);
      await access(real, constants.X_OK);
      if (!folders.some((folder) => isWithin(folder, real) || isWithin(folder, program))) return program;
    } catch {
      // Not in this one.
    }
  }
  return undefined;
}

const programName = process.platform === "win32" ? "git.exe" : "git";
