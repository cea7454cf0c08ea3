import { copyFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDefinition } from "../src/core/agent/definition/definition";
import { glob } from "../src/core/tools/glob";
import { grep } from "../src/core/tools/grep";
import type { Tool } from "../src/core/tools/tool";
import { createNodeWorkspace } from "../src/core/workspace/node-workspace";
import type { Workspace } from "../src/core/workspace/workspace";
import { type BenchRow, eventLoopRow } from "./harness";
import { commonPattern, rarePattern, searchTree } from "./search-tree";

/** P17: how long the event loop is held up while the tools work and while hostile input is read. Milliseconds, not ratios. */
export async function benchEventLoop(): Promise<readonly BenchRow[]> {
  const tree = await searchTree();
  const workspace = await createNodeWorkspace({ folders: [tree], trusted: true, assetsFolder: "dist" });
  const plain = await openWithoutRipgrep(tree);
  return [
    await eventLoopRow("P17", "tools on 50,000 files, ms", () => useTools(workspace)),
    await eventLoopRow("P17", "the same without ripgrep, ms", () => useTools(plain)),
    await eventLoopRow("P17", "hostile patterns, globs and front matter, ms", () => useHostileInput(plain)),
  ];
}

/** A workspace on a machine that has no ripgrep anywhere: only the search worker, and an empty search path. */
async function openWithoutRipgrep(folder: string): Promise<Workspace> {
  const assetsFolder = await mkdtemp(join(tmpdir(), "ml-engineer-bench-worker-"));
  await copyFile("dist/search-worker.js", join(assetsFolder, "search-worker.js"));
  await copyFile("package.json", join(assetsFolder, "package.json"));
  const { PATH } = process.env;
  process.env.PATH = "";
  try {
    return await createNodeWorkspace({ folders: [folder], trusted: true, assetsFolder });
  } finally {
    process.env.PATH = PATH;
  }
}

async function useTools(workspace: Workspace): Promise<void> {
  await call(grep, { pattern: rarePattern, output_mode: "content" }, workspace);
  await call(grep, { pattern: commonPattern, output_mode: "content" }, workspace);
  await call(grep, { pattern: commonPattern, output_mode: "count" }, workspace);
  await call(glob, { pattern: "**/*.ts" }, workspace);
  await call(glob, { pattern: "packages/p1/**/*.ts" }, workspace);
}

async function useHostileInput(workspace: Workspace): Promise<void> {
  await call(grep, { pattern: "^(.+)+\\1?x{1000}$|(a+)+$", path: "packages/p1" }, workspace);
  await call(grep, { pattern: "(\\w+\\s?)+zephyr$", path: "packages/p1" }, workspace);
  await call(glob, { pattern: "{a,b}".repeat(60) }, workspace);
  await call(glob, { pattern: `${"*".repeat(40)}x` }, workspace);
  for (const text of hostileFrontMatter) {
    parseDefinition(text, "hostile");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const hostileFrontMatter = [
  `---\nname: a\ndescription: d\n${"\n".repeat(200_000)}---\nBody`,
  `---\nname: a\n${"#\n".repeat(8000)}---\nBody`,
  `---\nname: a\ndescription: x: ${"<example>".repeat(1700)}\n---\nBody`,
  `---\nname: a\nbase: &b {x: 1}\n${Array.from({ length: 900 }, (_, index) => `m${index}: {<<: *b}`).join("\n")}\n---\nBody`,
];

async function call(tool: Tool, input: object, workspace: Workspace): Promise<void> {
  await tool.invoke(input, { workspace, signal: AbortSignal.timeout(5000) });
}
