import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { install, root } from "../prepare.mjs";

const source = `
export { findChange } from "./src/core/change/find-change";
export { createPipelineMapper } from "./src/core/pipeline/mapper";
export { createNodeWorkspace } from "./src/core/workspace/node-workspace";
`;

/** The rule as the extension has it, with its own mapper and without patterns of the person. */
export async function openRule() {
  install();
  const assetsFolder = join(root, ".cache", "lenses");
  const { findChange, createPipelineMapper, createNodeWorkspace } = await bundled(assetsFolder);
  const mapPipeline = createPipelineMapper({ grammarsFolder: assetsFolder });
  return async (folder, base) => {
    const workspace = await createNodeWorkspace({ folders: [folder], trusted: true, assetsFolder });
    const { signal } = new AbortController();
    const change = await findChange(workspace.roots[0], { workspace, mapPipeline }, { base, globs: [] }, signal);
    const { code } = await mapPipeline(workspace, signal);
    const modules = new Map(code.map(({ path, module }) => [path, module]));
    return change.functions.map(({ name, kind, place: { path, line } }) => {
      const module = modules.get(path);
      const local =
        name === module ? classAround(readFileSync(join(folder, path), "utf8"), line) : name.slice(module.length + 1);
      return { path, kind, name: local };
    });
  };
}

async function bundled(folder) {
  mkdirSync(folder, { recursive: true });
  // Only there once the packages are installed.
  const { build } = await import("esbuild");
  await build({
    stdin: { contents: source, resolveDir: root, sourcefile: "lenses.ts", loader: "ts" },
    entryPoints: { "search-worker": "src/core/workspace/search/worker.ts" },
    absWorkingDir: root,
    outdir: folder,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "warning",
  });
  const { resolve } = createRequire(import.meta.url);
  const grammars = join(dirname(resolve("@vscode/tree-sitter-wasm/package.json")), "wasm");
  copyFileSync(resolve("web-tree-sitter/web-tree-sitter.wasm"), join(folder, "web-tree-sitter.wasm"));
  for (const grammar of ["python", "typescript", "tsx"]) {
    copyFileSync(join(grammars, `tree-sitter-${grammar}.wasm`), join(folder, `tree-sitter-${grammar}.wasm`));
  }
  return await import(pathToFileURL(join(folder, "stdin.js")).href);
}

/** Class in whose body or head a line outside of functions stands, as readings name it; nothing for a line of the module. */
function classAround(text, line) {
  const lines = text.split("\n");
  const names = [];
  let indentation = Number.POSITIVE_INFINITY;
  let index = line - 1;
  // Decorators stand above the head.
  while (/^\s*@/.test(lines[index] ?? "")) index++;
  for (; index >= 0; index--) {
    const [, spaces, rest] = /^(\s*)(.*)$/.exec(lines[index]);
    if (rest === "" || rest.startsWith("#") || spaces.length >= indentation) continue;
    indentation = spaces.length;
    const [, name] = /^class\s+(\w+)/.exec(rest) ?? [];
    if (name !== undefined) names.unshift(name);
    if (indentation === 0) break;
  }
  return names.join(".");
}
