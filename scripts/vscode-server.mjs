// Opens a workspace in a real VS Code without a desktop: the server of vscode-server-install.mjs and any browser.
import { execFile, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { installServer } from "./vscode-server-install.mjs";

export { findMissingTools, installServer, serverFolder } from "./vscode-server-install.mjs";

const guard = fileURLToPath(new URL("process-guard.mjs", import.meta.url));
const startSeconds = 30;

/** User settings for a window that shows the workspace and nothing else. */
export const quietSettings = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "json.schemaDownload.enable": false,
  "npm.fetchOnlinePackageInfo": false,
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "workbench.enableExperiments": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** Installs VSIX files into `extensionsDir`, as a person does. Throws with the server's own words when one is refused. */
export async function installExtension(vsix, { userDataDir, extensionsDir }) {
  const files = [vsix].flat();
  if (files.length === 0) return;
  const { node, entry } = await installServer();
  const choices = files.flatMap((file) => ["--install-extension", file]);
  const run = promisify(execFile)(node, [entry, ...folders({ userDataDir, extensionsDir }), "--force", ...choices], {
    env: serverEnvironment(userDataDir),
  });
  const { stdout, stderr } = await run.catch((error) => error);
  const installed = stdout.match(/was successfully installed/g)?.length ?? 0;
  if (installed !== files.length) throw new Error(`VS Code did not install ${files.join(", ")}: ${stdout}${stderr}`);
}

/**
 * Starts the server on a free loopback port and resolves when it listens. `workspace` is a folder, a `.code-workspace`
 * file or nothing (an empty window); `vsix` is installed first; `settings` are the user's, beside the quiet ones; without
 * `trust` the window opens in Restricted Mode. `stop` ends everything that the server started, and so does the end of
 * this process. `logs` is what the server printed; extension hosts write below `userDataDir/logs`.
 */
export async function startServer({
  workspace,
  vsix = [],
  userDataDir,
  extensionsDir,
  settings = {},
  trust = true,
  env = {},
}) {
  const { node, entry } = await installServer();
  mkdirSync(join(userDataDir, "User"), { recursive: true });
  writeFileSync(join(userDataDir, "User", "settings.json"), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  await installExtension(vsix, { userDataDir, extensionsDir });

  const options = [
    ...["--auth", "none", "--bind-addr", "127.0.0.1:0", ...folders({ userDataDir, extensionsDir })],
    ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override", "--ignore-last-opened"],
    ...(trust ? ["--disable-workspace-trust"] : []),
  ];
  const child = spawn(process.execPath, [guard, node, entry, ...options], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...serverEnvironment(userDataDir), ...env },
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = () => {
    child.stdin.end();
    return ended;
  };
  let logs = "";
  const port = await new Promise((resolve, reject) => {
    const give = (reason) => {
      void stop();
      reject(new Error(`The VS Code server ${reason}:\n${logs.split("\n").slice(-15).join("\n")}`));
    };
    const timer = setTimeout(give, startSeconds * 1000, `did not listen within ${startSeconds} s`);
    child.once("close", () => give("ended at its start"));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        logs += text;
        const listening = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(logs);
        if (listening === null) return;
        clearTimeout(timer);
        resolve(Number(listening[1]));
      });
    }
  });
  return { url: address(port, workspace), pid: child.pid, stop, logs: () => logs };
}

/** The `code` command of a VS Code desktop that works, or undefined. */
export function findDesktopCode(environment = process.env) {
  const name = process.platform === "win32" ? "code.cmd" : "code";
  const onPath = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const usual =
    process.platform === "darwin"
      ? ["/Applications", join(homedir(), "Applications")].map((folder) =>
          join(folder, "Visual Studio Code.app/Contents/Resources/app/bin"),
        )
      : process.platform === "win32"
        ? [join(environment.LOCALAPPDATA ?? "C:\\", "Programs", "Microsoft VS Code", "bin")]
        : ["/usr/share/code/bin", "/snap/bin"];
  return [...onPath, ...usual].map((folder) => join(folder, name)).find((path) => existsSync(path) && runs(path));
}

/** A `code` that cannot say its version is a leftover, or needs a display that is not there. */
function runs(path) {
  const { status, stdout } = spawnSync(path, ["--version"], {
    encoding: "utf8",
    timeout: 10_000,
    shell: process.platform === "win32",
  });
  return status === 0 && /^\d+\.\d+\.\d+/.test(stdout);
}

/** Webviews need a secure context: `localhost` is one by name, and the only one without a certificate. */
function address(port, workspace) {
  const query =
    workspace === undefined
      ? "ew=true"
      : `${statSync(workspace).isDirectory() ? "folder" : "workspace"}=${encodeURIComponent(workspace)}`;
  return `http://localhost:${port}/?${query}`;
}

/** The configuration file is named because the server would else write one into the home folder. */
function folders({ userDataDir, extensionsDir }) {
  mkdirSync(userDataDir, { recursive: true });
  mkdirSync(extensionsDir, { recursive: true });
  const config = join(userDataDir, "code-server.yaml");
  return ["--user-data-dir", userDataDir, "--extensions-dir", extensionsDir, "--config", config];
}

/**
 * Run from a terminal inside VS Code, the server would hand its work to that window; `PORT` would override the free port;
 * and what npm and a test runner set for their own children must not reach the extensions. The server keeps a heartbeat and logs below XDG_DATA_HOME, and would ask the extension
 * gallery for updates.
 */
function serverEnvironment(userDataDir) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(vscode_|npm_|vitest)/i.test(name) && !["PORT", "NODE_ENV", "TEST", "INIT_CWD"].includes(name),
  );
  return {
    ...Object.fromEntries(kept),
    VSCODE_IPC_HOOK_CLI: "",
    XDG_DATA_HOME: join(userDataDir, "data"),
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }),
  };
}

// Run by itself, it installs.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.stdout.write(`${(await installServer()).entry}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
