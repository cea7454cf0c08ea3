// Answers request files: `<id>.request.json` in, `<id>.answer.json` out. Each window has an extension host of its own, and
// each host a folder named by its process id, below the one that the environment names; without that name nothing runs.
// Plain CommonJS, so that it is packaged as it is.
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const vscode = require("vscode");
const { actions } = require("./actions.js");
const { registerModels } = require("./models.js");
const { toPlain } = require("./plain.js");

const pollMilliseconds = 25;

exports.activate = (context) => {
  const shared = process.env.ML_ENGINEER_DRIVER_FOLDER;
  if (!shared) return;
  const folder = join(shared, String(process.pid));
  mkdirSync(folder, { recursive: true });
  context.subscriptions.push(registerModels(shared));
  const timer = setInterval(() => readRequests(folder), pollMilliseconds);
  context.subscriptions.push({ dispose: () => clearInterval(timer) });
  write(folder, "ready.json", { version: vscode.version });
};

function readRequests(folder) {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".request.json")) continue;
    const file = join(folder, name);
    const request = JSON.parse(readFileSync(file, "utf8"));
    rmSync(file);
    void answer(folder, request);
  }
}

async function answer(folder, { id, action, parameters }) {
  try {
    const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (run === undefined) throw new Error(`the test driver knows no action "${action}"`);
    write(folder, `${id}.answer.json`, { value: toPlain(await run(parameters)) });
  } catch (error) {
    write(folder, `${id}.answer.json`, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** Renamed into place, so that a reader never sees half a file. */
function write(folder, name, value) {
  writeFileSync(join(folder, `.${name}`), JSON.stringify(value));
  renameSync(join(folder, `.${name}`), join(folder, name));
}
