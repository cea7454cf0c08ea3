// `npm run package`: the VSIX that people install. It needs no node_modules and carries the licences of what is bundled.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { collectLicences, renderLicences } from "./licences.mjs";
import { root } from "./prepare.mjs";

const require = createRequire(import.meta.url);

/**
 * Packages the built extension of `folder` and returns the path of the VSIX. The texts of the licences lie in
 * `dist/THIRD-PARTY-LICENSES.txt`. Throws one sentence when something in `dist/` comes from nowhere or may not be shipped.
 */
export async function packageExtension({ folder = root, output } = {}) {
  const meta = readMeta(folder);
  const texts = join(folder, "dist", "THIRD-PARTY-LICENSES.txt");
  rmSync(texts, { force: true });
  writeFileSync(texts, renderLicences(collectLicences(folder, meta)));
  const ignoring = mkdtempSync(join(tmpdir(), "ml-engineer-package-"));
  const ignoreFile = join(ignoring, "vscodeignore");
  const kept = readFileSync(join(folder, ".vscodeignore"), "utf8");
  // A line that lets something in wins over every other, so it is the one that has to name what stays out.
  const names = onlyOfProgram(meta).map((file) => basename(file));
  writeFileSync(ignoreFile, kept.replace("|meta.json)", `|${["meta.json", ...names].join("|")})`));
  try {
    return await createVsix(folder, output, ["--ignoreFile", ignoreFile]);
  } finally {
    rmSync(ignoring, { recursive: true, force: true });
  }
}

/** What only the command line program loads: the editor has no use for it. */
function onlyOfProgram({ outputs }) {
  const reached = (entries) => {
    const found = new Set();
    const open = [...entries];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (found.has(file) || outputs[file] === undefined) continue;
      found.add(file);
      open.push(...outputs[file].imports.map(({ path }) => path));
    }
    return found;
  };
  const kept = reached(["dist/extension.js", "dist/search-worker.js", "dist/report-worker.js"]);
  return [...reached(["dist/cli.js"])].filter((file) => !kept.has(file));
}

/** Packages a folder as it is, without looking at licences: what the tests use for their own small extensions. */
export async function createVsix(folder, output, more = []) {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const vsix = output ?? join(folder, `${manifest.name}-${manifest.version}.vsix`);
  const options = [
    ...["package", "--no-dependencies", "--allow-missing-repository", "--allow-star-activation", "--out", vsix],
    ...(manifest.private ? ["--skip-license"] : []),
    // Without a repository there is no address that a relative link of the README could be turned into.
    ...(manifest.repository ? [] : ["--no-rewrite-relative-links"]),
    ...more,
  ];
  await promisify(execFile)(process.execPath, [require.resolve("@vscode/vsce/vsce"), ...options], {
    cwd: folder,
  }).catch((error) => {
    throw new Error(`vsce did not package ${folder}: ${error.stderr}${error.stdout}`);
  });
  return vsix;
}

function readMeta(folder) {
  const file = join(folder, "dist", "meta.json");
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} is needed to know whose licences the package must carry: build first (${error.message}).`);
  }
}

// The name counts too: bundled into another program, this file has that program's address.
if (process.argv[1]?.endsWith("package.mjs") && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const vsix = await packageExtension();
    process.stdout.write(`${vsix} (${(statSync(vsix).size / 1e6).toFixed(2)} MB)\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
