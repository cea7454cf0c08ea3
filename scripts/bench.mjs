// `npm run bench [-- search read …]`: performance bars as paired ratios. Bundled first, so that what runs is what ships.
import { join } from "node:path";
import { build, install, root, run } from "./prepare.mjs";

install();
build();
// Only there once the packages are installed.
const { build: bundle } = await import("esbuild");
const outfile = join(root, ".cache", "bench", "main.mjs");
await bundle({
  entryPoints: [join(root, "bench", "main.ts")],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  logLevel: "warning",
});
process.exit(run(process.execPath, ["--expose-gc", outfile, ...process.argv.slice(2)], { shell: false }));
