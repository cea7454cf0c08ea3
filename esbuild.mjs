// Bundles the extension, the command line, their worker and the views into dist/, beside the files that are loaded as they are.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const shared = { bundle: true, splitting: true, format: "esm", minify: true, metafile: true, sourcemap: "linked" };

// Python leaves compiled files beside what it runs.
rmSync(join("dist", "engines", "__pycache__"), { recursive: true, force: true });
for (const folder of ["webview", "engines"]) mkdirSync(join("dist", folder), { recursive: true });
const programs = await build({
  ...shared,
  entryPoints: {
    extension: "src/extension.ts",
    cli: "src/cli/main.ts",
    "search-worker": "src/core/workspace/search/worker.ts",
    "report-worker": "src/host/report/worker/main.ts",
  },
  outdir: "dist",
  platform: "node",
  target: "node20",
  external: ["vscode"],
  // Bundled CommonJS packages call require() for Node's own modules, which an ES module has to be given.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
const views = await build({
  ...shared,
  entryPoints: { chat: "webview/chat/main.ts", report: "webview/report/main.ts" },
  outdir: "dist/webview",
  platform: "browser",
  target: "es2022",
  alias: { "@microsoft/fast-web-utilities": "./webview/components/fast-web-utilities.ts" },
  // Decorators and class fields as lit expects them, whatever the strictness of the type check.
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
});

const grammars = dirname(require.resolve("@vscode/tree-sitter-wasm/package.json"));
const codicons = dirname(require.resolve("@vscode/codicons/package.json"));
const copied = {
  "web-tree-sitter.wasm": require.resolve("web-tree-sitter/web-tree-sitter.wasm"),
  "webview/strings.ru.json": "webview/chat/strings.ru.json",
  "webview/report-strings.ru.json": "webview/report/strings.ru.json",
  "webview/codicon.css": join(codicons, "dist", "codicon.css"),
  "webview/codicon.ttf": join(codicons, "dist", "codicon.ttf"),
  // Engines that run as programs of their own.
  "engines/pocketsphinx.py": "src/core/measurement/engines/bundled/pocketsphinx.py",
  "engines/whisper.mjs": "src/core/measurement/engines/bundled/whisper.mjs",
};
for (const grammar of ["python", "typescript", "tsx"]) {
  copied[`tree-sitter-${grammar}.wasm`] = join(grammars, "wasm", `tree-sitter-${grammar}.wasm`);
}
for (const [name, source] of Object.entries(copied)) copyFileSync(source, join("dist", name));

// Chunks of earlier builds go only now, so that a program that is being started meanwhile finds its own.
const outputs = { ...programs.metafile.outputs, ...views.metafile.outputs };
for (const folder of ["dist", join("dist", "webview")]) {
  for (const file of readdirSync(folder)) {
    if (
      /\.(js|css)(\.map)?$/.test(file) &&
      !(`${folder}/${file}` in outputs) &&
      !(relative("dist", `${folder}/${file}`) in copied)
    ) {
      rmSync(join(folder, file));
    }
  }
}
// Where everything in dist/ comes from: the package carries the licences of just that.
const origins = Object.fromEntries(Object.entries(copied).map(([name, source]) => [name, relative(".", source)]));
writeFileSync(join("dist", "meta.json"), JSON.stringify({ outputs, copied: origins }));
