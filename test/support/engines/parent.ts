// A program that starts the engine of its arguments in the current folder, asks it about one clip, and stays until it is killed.

import { openEngine } from "../../../src/core/measurement/engines/open-engine";
import { createNodeWorkspace } from "../../../src/core/workspace/node-workspace";

const workspace = await createNodeWorkspace({ folders: [process.cwd()], trusted: true, assetsFolder: process.cwd() });
const session = openEngine(
  {
    name: "child",
    command: process.argv.slice(2),
    protocol: "lines",
    output: "text",
    workingDirectory: ".",
    environment: { TEST: process.env.TEST ?? "" },
    use: "preview",
    hosting: "self",
    clipTimeout: 10,
    loadTimeout: 10,
    parameters: {},
  },
  { workspace, signal: new AbortController().signal },
);
const answer = await session.transcribe({ id: "a", audioPath: "/audio/a.wav", language: "ru" });
console.log(JSON.stringify(answer));
setInterval(() => {}, 1000);
