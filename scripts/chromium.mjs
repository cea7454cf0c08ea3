// Finds the Chromium that the webview and workbench tests drive, and installs Debian's where that is possible.
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { installPackages, whyNotInstallable } from "./debian.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const fixedPlaces = [
  "/usr/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];
const remedy =
  "Install Chromium (Debian and Ubuntu: apt-get install chromium) or set CHROME_PATH to a Chromium-based browser.";

/** What a headless Chromium needs in a container, and what keeps it from calling home. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The absolute path of a Chromium-based browser, or undefined. `CHROME_PATH` decides alone when it is set. */
export function findChromium(environment = process.env) {
  if (environment.CHROME_PATH) return isProgram(environment.CHROME_PATH) ? environment.CHROME_PATH : undefined;
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...fixedPlaces].find(isProgram);
}

/** The same, after an installation with apt-get where that can work. Throws one sentence with the remedy. */
export function installChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.env.CHROME_PATH) throw new Error(`CHROME_PATH is no program: ${process.env.CHROME_PATH}. ${remedy}`);
  const reason = whyNotInstallable();
  if (reason !== undefined) throw new Error(`No Chromium was found, and ${reason}. ${remedy}`);
  process.stderr.write("Installing Chromium with apt-get …\n");
  try {
    installPackages("chromium");
  } catch (error) {
    throw new Error(`${error.message} ${remedy}`);
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error(`apt-get installed Chromium, but it is not on PATH. ${remedy}`);
  return installed;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// Run by itself, it prints the path.
// The name counts too: bundled into another program, this file has that program's address.
if (process.argv[1]?.endsWith("chromium.mjs") && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.stdout.write(`${installChromium()}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
