import { chmod, mkdir, realpath, rename, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRipgrepFinder } from "../../../../src/core/workspace/ripgrep";
import { installedRipgrep, searchEngines } from "../../../support/search-engines";
import { bundleSearchWorker } from "../../../support/search-worker";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

let temporary: TemporaryWorkspace;
let program: string;

beforeEach(async () => {
  temporary = await temporaryWorkspace({ "root/file.txt": "needle\n" }, { roots: ["root"] });
  program = await realpath((await installedRipgrep().find()) ?? "");
});

afterEach(() => temporary.dispose());

/** Puts a link to the real ripgrep at a path of the temporary folder. */
async function place(...segments: readonly string[]): Promise<string> {
  const path = join(temporary.path, ...segments);
  await mkdir(join(path, ".."), { recursive: true });
  await symlink(program, path);
  return path;
}

const platform = `${process.platform}-${process.arch}`;

test.each([
  ["node_modules", "@vscode", "ripgrep-universal", "bin", platform, "rg"],
  ["node_modules", "@vscode", "ripgrep", "bin", "rg"],
  ["node_modules.asar.unpacked", "@vscode", "ripgrep", "bin", "rg"],
])("finds the ripgrep that VS Code carries at %s/%s/%s", async (...layout) => {
  const expected = await place("application", ...layout);
  const applicationRoot = join(temporary.path, "application");
  expect(await createRipgrepFinder({ applicationRoot, workspaceRoots: [] }).find()).toBe(expected);
});

test("prefers the person's path, then the editor's, then the package's, then PATH", async () => {
  const explicitPath = await place("mine", "rg");
  const applicationPath = await place("application", "node_modules", "@vscode", "ripgrep", "bin", "rg");
  const modulePath = await place("node_modules", "@vscode", `ripgrep-${platform}`, "bin", "rg");
  const onPath = await place("bin", "rg");
  const places = { workspaceRoots: [] as string[], searchPath: `relative${delimiter}${join(onPath, "..")}` };
  const applicationRoot = join(temporary.path, "application");
  const moduleFolders = [temporary.path];
  expect([
    await createRipgrepFinder({ ...places, moduleFolders, applicationRoot, explicitPath }).find(),
    await createRipgrepFinder({ ...places, moduleFolders, applicationRoot }).find(),
    await createRipgrepFinder({ ...places, moduleFolders }).find(),
    await createRipgrepFinder(places).find(),
  ]).toEqual([explicitPath, applicationPath, modulePath, onPath]);
});

test("runs no program of the workspace, by whatever path", async () => {
  const canary = join(temporary.path, "executed");
  const planted = join(temporary.path, "root", "rg");
  await writeFile(planted, `#!/bin/sh\ntouch ${canary}\necho ripgrep 15.0.0\n`);
  await chmod(planted, 0o755);
  await mkdir(join(temporary.path, "bin"));
  await symlink(planted, join(temporary.path, "bin", "rg"));
  const workspaceRoots = [join(temporary.path, "root")];
  for (const folder of [join(temporary.path, "root"), join(temporary.path, "bin"), "root", ".", ""]) {
    expect(await createRipgrepFinder({ searchPath: folder, workspaceRoots }).find()).toBeUndefined();
  }
  await expect(realpath(canary)).rejects.toThrow("ENOENT");
});

test("passes over what is no ripgrep, or one too old", async () => {
  const texts = [
    "#!/bin/sh\necho ripgrep 12.1.1\n",
    "#!/bin/sh\necho grep 15\n",
    "not a program",
    "#!/bin/sh\nexit 1\n",
  ];
  for (const [index, text] of texts.entries()) {
    const explicitPath = join(temporary.path, `rg${index}`);
    await writeFile(explicitPath, text);
    await chmod(explicitPath, 0o755);
    expect(await createRipgrepFinder({ explicitPath, workspaceRoots: [] }).find()).toBeUndefined();
  }
});

test("a program that an update moved is found again, and one that is gone is replaced by the JavaScript engine", async () => {
  const worker = await bundleSearchWorker();
  const first = await place("mine", "rg");
  const second = join(temporary.path, "node_modules", "@vscode", `ripgrep-${platform}`, "bin", "rg");
  await mkdir(join(second, ".."), { recursive: true });
  const finder = createRipgrepFinder({ explicitPath: first, moduleFolders: [temporary.path], workspaceRoots: [] });
  const [engine] = searchEngines(temporary.workspace, worker.path, finder);
  const paths = async () => (await engine.search({ pattern: "needle" })).files.map(({ path }) => path);
  expect([await paths(), await finder.find()]).toEqual([["file.txt"], first]);
  await rename(first, second);
  expect([await paths(), await finder.find()]).toEqual([["file.txt"], second]);
  await rename(second, `${second}-gone`);
  expect([await paths(), await finder.find()]).toEqual([["file.txt"], undefined]);
  expect((await engine.files()).paths).toEqual(["file.txt"]);
  await worker.dispose();
});
