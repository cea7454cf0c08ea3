// What every script needs before it can start: the right Node, installed packages, a fresh build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Runs a program in the project's root and returns its exit code; the person sees its output. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
    ...options,
  });
  if (error) throw error;
  return status ?? 1;
}

/** Installs packages when the lock file changed since the last time. npm's words are only shown when it fails. */
export function install() {
  checkNode();
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".ml-engineer-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  process.stderr.write("Installing packages …\n");
  // Not `npm ci`: it refuses a lock file without every platform's build of an optional package, and the registry that this one
  // was made with holds only those of Linux. For the same reason another platform resolves anew.
  const lockOption = process.platform === "linux" ? "--no-save" : "--no-package-lock";
  const { status, stdout, stderr } = spawnSync(
    "npm",
    ["install", lockOption, "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      encoding: "utf8",
      shell: process.platform === "win32",
    },
  );
  if (status !== 0) fail(`npm install failed. Is the npm registry reachable?\n${stdout}${stderr}`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/** Builds into `dist/`; with `onlyIfStale` not when nothing changed since the last build. */
export function build({ onlyIfStale = false } = {}) {
  if (onlyIfStale && !isStale()) return;
  if (run(process.execPath, ["esbuild.mjs"]) !== 0) fail("The build failed.");
}

export function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function isStale() {
  const built = statSync(join(root, "dist", "cli.js"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ["src", "webview"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(root, folder, file)),
  );
  return [...sources, join(root, "esbuild.mjs"), join(root, "package.json")].some(
    (file) => statSync(file).mtimeMs > built,
  );
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node 20.19 or newer is needed; this is ${process.versions.node}. Install it from nodejs.org.`);
}
