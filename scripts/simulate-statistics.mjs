// `node scripts/simulate-statistics.mjs [--write]`: how often the statistics of core/scoring are right, on simulated sets of
// clips. Prints the tables of docs/statistics.md, and with --write puts them there. Some minutes on one core; the same
// figures every time.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { install, root } from "./prepare.mjs";

install();
// Only there once the packages are installed.
const { build: bundle } = await import("esbuild");
const outfile = join(root, ".cache", "simulation", "main.mjs");
await bundle({
  entryPoints: [join(root, "bench", "simulation", "main.ts")],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
});
const { simulate } = await import(pathToFileURL(outfile).href);
const tables = simulate((line) => process.stderr.write(`${line}\n`));
process.stdout.write(`${tables}\n`);
if (process.argv.includes("--write")) {
  const page = join(root, "docs", "statistics.md");
  const text = readFileSync(page, "utf8");
  const start = "<!-- simulation -->\n";
  const before = text.slice(0, text.indexOf(start) + start.length);
  const after = text.slice(text.indexOf("<!-- end of simulation -->"));
  writeFileSync(page, `${before}\n${tables}\n\n${after}`);
}
