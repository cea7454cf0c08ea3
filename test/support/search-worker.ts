import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** Bundles the search worker as `esbuild.mjs` does for `dist/`, into a temporary folder, so that tests need no build. */
export async function bundleSearchWorker(): Promise<{ readonly path: string; dispose(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "ml-engineer-worker-"));
  const path = join(folder, "search-worker.mjs");
  await build({
    entryPoints: ["src/core/workspace/search/worker.ts"],
    outfile: path,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return { path, dispose: () => rm(folder, { recursive: true, force: true }) };
}
