import { createInterface } from "node:readline";
import { addWorktree } from "../../src/core/workspace/git/worktree";

/** Adds a worktree and tells so, and waits until it is killed or told to remove it: the process that dies in tests. */
const [path = "", commit = "", storage = ""] = process.argv.slice(2);
console.log("adding");
const worktree = await addWorktree({ name: "project", path }, commit, storage, new AbortController().signal);
console.log("added");
for await (const _ of createInterface({ input: process.stdin })) break;
await worktree.remove();
