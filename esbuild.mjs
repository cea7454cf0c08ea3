// Bundles the command line and its worker into dist/, beside the grammars that the pipeline map loads.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
mkdirSync("dist", { recursive: true });

const { metafile } = await build({
  entryPoints: { cli: "src/cli/main.ts", "search-worker": "src/core/workspace/search/worker.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minify: true,
  metafile: true,
  sourcemap: "linked",
  // Bundled CommonJS packages call require() for Node's own modules, which an ES module has to be given.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});

const grammars = dirname(require.resolve("@vscode/tree-sitter-wasm/package.json"));
for (const grammar of ["python", "typescript", "tsx", "javascript"]) {
  copyFileSync(join(grammars, `wasm/tree-sitter-${grammar}.wasm`), join("dist", `tree-sitter-${grammar}.wasm`));
}
copyFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm"), join("dist", "web-tree-sitter.wasm"));

// Chunks of earlier builds go only now, so that a program that is being started meanwhile finds its own.
const written = new Set(Object.keys(metafile.outputs).map((path) => path.replace(/^dist\//, "")));
for (const file of readdirSync("dist")) {
  if (/\.js(\.map)?$/.test(file) && !written.has(file)) rmSync(join("dist", file));
}
writeFileSync("dist/meta.json", JSON.stringify(metafile));
