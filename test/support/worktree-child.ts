import { createInterface } from "node:readline";
import { addWorktree } from "../../src/core/workspace/git/worktree";
import { createNodeWorkspace } from "../../src/core/workspace/node-workspace";
import { startProcess } from "../../src/core/workspace/processes/start-process";

/**
 * Adds a worktree, runs a program in it when one is given, and tells so; then it waits until it is killed or told to remove
 * it: the process that dies in tests.
 */
const [path = "", commit = "", storage = "", ...command] = process.argv.slice(2);
const { signal } = new AbortController();
console.log("adding");
const worktree = await addWorktree({ name: "project", path }, commit, storage, signal);
if (command.length > 0) {
  const workspace = await createNodeWorkspace({ folders: [worktree.path], trusted: true, assetsFolder: storage });
  const running = await startProcess({ command, workingFolder: ".", environment: {}, signal }, workspace);
  for await (const line of running.lines) if (line.text === "ready") break;
}
console.log("added");
for await (const _ of createInterface({ input: process.stdin })) break;
await worktree.remove();
