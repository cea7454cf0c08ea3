// `npm start`: the extension in a real VS Code on examples/speech-service. `npm start -- --ask "…"`: an answer in the terminal;
// options after the question go to the command line program as they are.
import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { build, fail, install, root, run } from "./prepare.mjs";

const example = join(root, "examples", "speech-service");
const [flag, question, ...rest] = process.argv.slice(2);

if (flag !== undefined && (flag !== "--ask" || question === undefined)) {
  process.stderr.write(
    'Use: npm start, or npm start -- --ask "your question" [--workspace DIR] [options of `ml-engineer ask`]\n',
  );
  process.exit(2);
}
install();
build();
if (question !== undefined) ask(question);
else await openWorkbench();

function ask(text) {
  const named = rest.some((argument) => /^(-w|--workspace(=|$))/.test(argument));
  const workspace = named ? [] : ["--workspace", example];
  const cli = join(root, "dist", "cli.js");
  process.exit(run(process.execPath, [cli, "ask", ...workspace, ...rest, "--", text], { shell: false }));
}

/** In the desktop's VS Code when there is one, else in a VS Code of our own that the browser shows. */
async function openWorkbench() {
  // These need the installed packages.
  const { packageExtension } = await import("./package.mjs");
  const { findDesktopCode, findMissingTools, installServer, startServer } = await import("./vscode-server.mjs");
  try {
    const vsix = await packageExtension();
    const code = findDesktopCode();
    if (code !== undefined) return openDesktop(code, vsix);
    const missing = findMissingTools();
    if (missing !== undefined) throw new Error(`${missing}\nWithout it, ask in the terminal: npm start -- --ask "…"`);
    await installServer();
    const folder = join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "ml-engineer", "workbench");
    const server = await startServer({
      workspace: example,
      vsix,
      userDataDir: join(folder, "user"),
      extensionsDir: join(folder, "extensions"),
    });
    process.stdout.write(
      `VS Code with the ML engineer: ${server.url}\nOpen it in a browser on this machine. Ctrl+C ends it.\n`,
    );
    const stop = () => void server.stop().then(() => process.exit(0));
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  } catch (error) {
    fail(error.message);
  }
}

function openDesktop(code, vsix) {
  const options = { stdio: "inherit", shell: process.platform === "win32" };
  if (spawnSync(code, ["--install-extension", vsix, "--force"], options).status !== 0) {
    fail(`${code} did not install ${vsix}.`);
  }
  process.exit(spawnSync(code, [example], options).status ?? 1);
}
