import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { packageExtension } from "../scripts/package.mjs";
import { type BenchRow, createRandom, medianInterval, percentile } from "./harness";

const rounds = 15;
const folder = resolve(".cache", "bench");

/** P12 and P13: what loading the extension costs against loading the SDK alone, each in a fresh process, and sizes. */
export async function benchStartUp(): Promise<readonly BenchRow[]> {
  mkdirSync(folder, { recursive: true });
  const sdk = await bundle("node_modules/@anthropic-ai/sdk/index.mjs", "sdk.mjs");
  const stub = await bundle("test/support/fake-vscode.ts", "vscode.mjs");
  const hook = join(folder, "hook.mjs");
  writeFileSync(hook, hookSource(stub));
  const ratios = Array.from({ length: rounds }, () => importTime("dist/extension.js", hook) / importTime(sdk, hook));
  const vsix =
    statSync(await packageExtension({ folder: resolve("."), output: join(folder, "bench.vsix") })).size / 1e6;
  return [
    row("P12", "loading the extension / loading the bundled SDK", "≤ 0.5 ×", ratios, 0.5),
    row("P12", "entry and what it loads at once, kB", "≤ 200 kB", [entryBytes() / 1000], 200),
    row("P13", "VSIX without ripgrep, MB", "≤ 1.5 MB", [vsix], 1.5),
  ];
}

async function bundle(entry: string, name: string): Promise<string> {
  const outfile = join(folder, name);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
  });
  return outfile;
}

/** Milliseconds of the import alone, without the start of Node. */
function importTime(module: string, hook: string): number {
  // What the editor gives is there already, so it is loaded outside of the clock.
  const script = `await import("vscode"); const start = performance.now(); await import(${JSON.stringify(pathToFileURL(resolve(module)).href)}); process.stdout.write(String(performance.now() - start)); process.exit(0);`;
  const options = ["--import", pathToFileURL(hook).href, "--input-type=module", "-e", script];
  return Number(execFileSync(process.execPath, options, { encoding: "utf8" }));
}

/** Gives `vscode` to modules as the extension host does. */
function hookSource(stub: string): string {
  const resolver = `export const resolve = (name, context, next) => name === "vscode" ? { url: ${JSON.stringify(pathToFileURL(stub).href)}, shortCircuit: true } : next(name, context);`;
  return `import { register } from "node:module"; register("data:text/javascript," + encodeURIComponent(${JSON.stringify(resolver)}));`;
}

/** The entry and the chunks that it imports statically. */
function entryBytes(): number {
  const seen = new Set<string>();
  const add = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, "utf8");
    for (const [, name] of text.matchAll(/\bfrom"\.\/([\w.-]+\.js)"|\bimport"\.\/([\w.-]+\.js)"/g))
      if (name) add(join("dist", name));
  };
  add(join("dist", "extension.js"));
  return [...seen].reduce((sum, file) => sum + statSync(file).size, 0);
}

function row(id: string, what: string, bar: string, values: readonly number[], limit: number): BenchRow {
  const interval = medianInterval(values, createRandom(12));
  return { id, what, bar, ratio: percentile(values, 50), interval, verdict: interval[0] > limit ? "fail" : "pass" };
}
