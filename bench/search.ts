import { type SpawnOptions, spawn } from "node:child_process";
import { resolve } from "node:path";
import fastGlob from "fast-glob";
import { glob as tinyglob } from "tinyglobby";
import { glob } from "../src/core/tools/glob";
import { grep } from "../src/core/tools/grep";
import { createNodeWorkspace } from "../src/core/workspace/node-workspace";
import { createRipgrepFinder } from "../src/core/workspace/ripgrep";
import { searchOptions, targetOptions, walkOptions } from "../src/core/workspace/ripgrep/options";
import type { SearchQuery } from "../src/core/workspace/search/search";
import type { Workspace } from "../src/core/workspace/workspace";
import { type BenchRow, pairedRatio } from "./harness";
import { groupingRow, stopRow } from "./search-rows";
import { commonPattern, rarePattern, searchTree } from "./search-tree";

/** P1–P5, P15 and P16: searching and listing a tree of 50,000 files against the bare programs that do the work. */
export async function benchSearch(): Promise<readonly BenchRow[]> {
  const tree = await searchTree();
  const program = await createRipgrepFinder({ moduleFolders: [resolve(".")], workspaceRoots: [] }).find();
  if (program === undefined) throw new Error("The bars of the search need the ripgrep of node_modules.");
  const workspace = await createNodeWorkspace({ folders: [tree], trusted: true, assetsFolder: resolve("dist") });
  const rg = (...options: readonly string[]) => countOutput(program, options, { cwd: tree });
  const rows: BenchRow[] = [];
  const row = async (id: string, what: string, bar: number, pair: Pair, allowance = 0) => {
    const measured = await pairedRatio({ ...pair, bar, allowance });
    rows.push({ id, what, bar: `≤ ${bar} ×${allowance > 0 ? ` + ${allowance} ms` : ""}`, ...measured });
  };

  const rare = () => search(workspace, { pattern: rarePattern, output_mode: "content" });
  const common = () => search(workspace, { pattern: commonPattern, output_mode: "content", "-C": 0 });
  const fullScan = () => rg("--no-config", ...walkOptions, ...searchOptions(queryFor(commonPattern)), ...everything);
  const rawRare = () => rg("--no-config", ...walkOptions, ...searchOptions(queryFor(rarePattern)), ...everything);
  await row("P1", "Grep, rare pattern / rg with the same options", 1.15, { reference: rawRare, subject: rare }, 20);
  await row("P2", "Grep, common pattern, 250 lines / rg --version", 5, {
    reference: () => rg("--version"),
    subject: common,
  });
  await row("P2", "Grep, common pattern, 250 lines / full scan", 0.1, { reference: fullScan, subject: common });

  const all = () => workspace.files({ globs: ["**/*.ts"] });
  const rgGlob = () => rg("--no-config", "--files", "-g", "**/*.ts", "./");
  const tiny = () => tinyglob("**/*.ts", { cwd: tree, ignore: ["**/node_modules/**"] });
  const fast = () => fastGlob("**/*.ts", { cwd: tree, ignore: ["**/node_modules/**"] });
  await row("P3", "listing **/*.ts / rg --files -g", 1.3, { reference: rgGlob, subject: all });
  await row("P3", "listing **/*.ts / tinyglobby", 1.3, { reference: tiny, subject: all });
  await row("P3", "listing **/*.ts / fast-glob", 0.6, { reference: fast, subject: all });
  await row("P4", "Glob packages/p1/**/*.ts / Glob **/*.ts", 0.2, {
    reference: () => find(workspace, "**/*.ts"),
    subject: () => find(workspace, "packages/p1/**/*.ts"),
  });
  await row("P5", "Glob **/*.ts, newest first / rg --files --sortr modified", 1.2, {
    reference: () => rg("--no-config", "--files", "--hidden", "--sortr", "modified", "-g", "**/*.ts", "./"),
    subject: () => find(workspace, "**/*.ts"),
  });
  rows.push(await groupingRow(workspace), await stopRow(workspace, program));
  return rows;
}

interface Pair {
  readonly reference: () => unknown;
  readonly subject: () => unknown;
}

const everything = targetOptions(
  { root: { name: "", path: "" }, below: "", kind: "directory", prefix: "", innerRoots: [] },
  undefined,
);

function queryFor(pattern: string): SearchQuery {
  return { pattern, output: "lines", limit: 250, timeout: 20_000 };
}

async function search(workspace: Workspace, input: Record<string, unknown>): Promise<void> {
  const { isError, content } = await grep.invoke(input, { workspace, signal: new AbortController().signal });
  if (isError) throw new Error(content);
}

async function find(workspace: Workspace, pattern: string): Promise<void> {
  const { isError, content } = await glob.invoke({ pattern }, { workspace, signal: new AbortController().signal });
  if (isError || content.startsWith("No file")) throw new Error(content);
}

/** Runs a program and counts the bytes that it writes: the least that any user of it does. */
function countOutput(program: string, options: readonly string[], settings: SpawnOptions): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(program, options, { ...settings, stdio: ["ignore", "pipe", "ignore"] });
    let bytes = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    child.on("error", fail);
    child.on("close", () => done(bytes));
  });
}
