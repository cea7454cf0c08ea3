// Finds the speech engine that the example is measured with, and installs Debian's where that is possible.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { installPackages, whyNotInstallable } from "./debian.mjs";

const programs = ["pocketsphinx_batch", "sox"];

/** Whether the example's own engine can run here in Russian, whose model comes with the example. */
export function hasSpeechEngine(environment = process.env) {
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return programs.every((name) => folders.some((folder) => isProgram(join(folder, name))));
}

/** The same, after an installation with apt-get where that can work; then a sentence says why not. */
export function installSpeechEngine() {
  if (hasSpeechEngine()) return undefined;
  const reason = whyNotInstallable();
  if (reason === undefined) {
    process.stderr.write("Installing PocketSphinx with apt-get …\n");
    try {
      installPackages("pocketsphinx", "sox");
    } catch (error) {
      return `PocketSphinx could not be installed: ${error.message}`;
    }
  }
  return hasSpeechEngine()
    ? undefined
    : `Tests with a real speech engine are left out: PocketSphinx and sox are missing, and ${reason ?? "apt-get did not bring them"}.`;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
