import { execFileSync } from "node:child_process";
import { symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { splitStaticPrefix } from "../../../../src/core/workspace/listing/static-prefix";
import { type SearchEngine, searchEngines } from "../../../support/search-engines";
import { bundleSearchWorker } from "../../../support/search-worker";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../../support/temporary-workspace";

let worker: Awaited<ReturnType<typeof bundleSearchWorker>>;
let single: TemporaryWorkspace;
let nested: TemporaryWorkspace;
let engines: readonly [SearchEngine, SearchEngine];

beforeAll(async () => {
  worker = await bundleSearchWorker();
  single = await temporaryWorkspace({
    "a.txt": "",
    "a/b.txt": "",
    "a-b.txt": "",
    "packages/one/src/x.ts": "",
    "packages/one/dist/x.js": "",
    "packages/two/keep.tmp": "",
    ".gitignore": "dist\n*.tmp\n",
    "packages/two/.gitignore": "!keep.tmp\n",
    "packages/.ignore": "*\n",
    ".git/info/exclude": "a.txt\n",
    "sub/.git/HEAD": "",
    "sub/y.tmp": "",
    "é/ü.txt": "",
    "dist/out.js": "",
    "dist/deep/dist/out.js": "",
  });
  await symlink(join(single.path, "a"), join(single.path, "link"));
  execFileSync("mkfifo", [join(single.path, "fifo")]);
  for (const [index, name] of ["a.txt", "a/b.txt", "a-b.txt"].entries()) {
    await utimes(join(single.path, name), 10, 2_000_000_000 + (index === 0 ? 1 : 5));
  }
  nested = await temporaryWorkspace(
    { "outer/a.txt": "", "outer/inner/b.txt": "" },
    { roots: ["outer", "outer/inner"] },
  );
  engines = searchEngines(single.workspace, worker.path);
});

afterAll(() => Promise.all([single.dispose(), nested.dispose(), worker.dispose()]));

describe.each([
  ["ripgrep", 0],
  ["the walk of our own", 1],
] as const)("%s", (_name, index) => {
  test("lists in the order of code units, under git's rules of this workspace alone", async () => {
    expect(await engines[index].files()).toEqual({
      paths: [
        ".gitignore",
        "a-b.txt",
        "a.txt",
        "a/b.txt",
        "packages/.ignore",
        "packages/one/src/x.ts",
        "packages/two/.gitignore",
        "packages/two/keep.tmp",
        "é/ü.txt",
      ],
      total: 9,
      truncated: false,
    });
  });

  test("obeys rules above the folder that is listed, though not for the folder itself", async () => {
    const below = async (under: string) => (await engines[index].files({ under })).paths;
    expect(await below("packages/one")).toEqual(["packages/one/src/x.ts"]);
    expect(await below("packages/two")).toEqual(["packages/two/.gitignore", "packages/two/keep.tmp"]);
    expect(await below("dist")).toEqual(["dist/out.js"]);
    expect(await below("sub")).toEqual([]);
  });

  test("cuts after the limit, and counts on", async () => {
    expect(await engines[index].files({ limit: 2 })).toEqual({
      paths: [".gitignore", "a-b.txt"],
      total: 9,
      truncated: true,
    });
    expect(await engines[index].files({ globs: ["a*", "é/*"], order: "newest", limit: 2 })).toEqual({
      paths: ["a-b.txt", "a.txt"],
      total: 3,
      truncated: true,
    });
  });

  test("orders by time, then by path", async () => {
    const { paths } = await engines[index].files({ globs: ["**/*.txt"], order: "newest" });
    expect(paths.slice(0, 3)).toEqual(["a-b.txt", "a/b.txt", "a.txt"]);
  });

  test("lists a root inside a root once", async () => {
    const { paths } = await searchEngines(nested.workspace, worker.path)[index].files();
    expect(paths).toEqual(["inner/b.txt", "outer/a.txt"]);
  });

  test("refuses a file, a FIFO and what is outside", async () => {
    await expect(engines[index].files({ under: "a.txt" })).rejects.toMatchObject({ problem: "not-a-directory" });
    await expect(engines[index].files({ under: "fifo" })).rejects.toMatchObject({ problem: "not-a-file" });
    await expect(engines[index].files({ under: ".." })).rejects.toMatchObject({ problem: "outside" });
  });

  test("rejects with the reason of the signal", async () => {
    const signal = AbortSignal.abort(new Error("stopped by the person"));
    await expect(engines[index].files({ signal })).rejects.toThrow("stopped by the person");
  });
});

test.each([
  ["**/*.py", "", "**/*.py"],
  ["src/**/*.py", "src", "**/*.py"],
  ["src/a.py", "src", "a.py"],
  ["a.py", "", "a.py"],
  ["/abs/x/*.py", "/abs/x", "*.py"],
  ["/*.py", "/", "*.py"],
  ["../x/*", "../x", "*"],
  ["a/{b,c/d}/*.py", "a", "{b,c/d}/*.py"],
  ["a/(group)/x.py", "a/(group)", "x.py"],
  ["a/+(b)/x.py", "a", "+(b)/x.py"],
  ["a/b\\*/x.py", "a", "b\\*/x.py"],
  ["!src/*.py", "", "!src/*.py"],
  ["src/", "src", ""],
])("%s starts in %j", (glob, prefix, rest) => {
  expect(splitStaticPrefix(glob)).toEqual({ prefix, rest });
});
