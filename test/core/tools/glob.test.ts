import { symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { glob } from "../../../src/core/tools/glob";
import type { Workspace } from "../../../src/core/workspace/workspace";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";

let fixture: TemporaryWorkspace;
let twoRoots: TemporaryWorkspace;

beforeAll(async () => {
  const names = [
    "a.py",
    "src/b.py",
    "src/deep/c.py",
    "src/deep/d.ts",
    "web/e.tsx",
    ".github/f.yml",
    "src/.hidden.py",
    "x(1)/g.py",
  ];
  fixture = await temporaryWorkspace({
    ...Object.fromEntries(names.map((name) => [name, ""])),
    ".gitignore": "node_modules/\n*.log\n!keep.log\n",
    "src/.gitignore": "/deep/c.py\n",
    "node_modules/m/index.py": "",
    "run.log": "",
    "keep.log": "",
    ".git/config.py": "",
    ...Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`many/${index}.txt`, ""])),
  });
  // The first name is the oldest; the last two are of the same moment.
  for (const [index, name] of names.entries()) {
    await utimes(join(fixture.path, name), 1_000_000, Math.min(index, names.length - 2) + 1_000_000);
  }
  for (let index = 0; index < 130; index++) await utimes(join(fixture.path, `many/${index}.txt`), 1000, 1000);
  await symlink("/etc", join(fixture.path, "etc"));
  await symlink("/etc/passwd", join(fixture.path, "link.py"));
  twoRoots = await temporaryWorkspace({ "api/main.py": "", "web/src/main.py": "" }, { roots: ["web", "api"] });
});

afterAll(() => Promise.all([fixture.dispose(), twoRoots.dispose()]));

async function find(input: Record<string, unknown>, workspace: Workspace = fixture.workspace): Promise<string> {
  const { content, isError, summary } = await glob.invoke(input, { workspace, signal: new AbortController().signal });
  return `${isError ? "! " : ""}${summary}\n${content}`.replaceAll(fixture.path, "$");
}

describe("finds files, newest first, then by path", () => {
  const cases: readonly (readonly [pattern: string, path: string | undefined, expected: string])[] = [
    ["**/*.py", undefined, "4 files\nsrc/.hidden.py\nx(1)/g.py\nsrc/b.py\na.py"],
    ["*.py", undefined, "1 file\na.py"],
    ["*.py", "src", "2 files\nsrc/.hidden.py\nsrc/b.py"],
    ["**/*.{ts,tsx}", undefined, "2 files\nweb/e.tsx\nsrc/deep/d.ts"],
    ["src/**/*.ts", undefined, "1 file\nsrc/deep/d.ts"],
    ["deep/*", "src", "1 file\nsrc/deep/d.ts"],
    ["src/deep/c.py", undefined, "no file\nNo file matches `src/deep/c.py`."],
    ["src/b.py", undefined, "1 file\nsrc/b.py"],
    ["{src,web}/*", undefined, "4 files\nsrc/.gitignore\nsrc/.hidden.py\nweb/e.tsx\nsrc/b.py"],
    ["**/+(b|d).*", undefined, "2 files\nsrc/deep/d.ts\nsrc/b.py"],
    ["x(1)/*", undefined, "1 file\nx(1)/g.py"],
    ["*.log", undefined, "1 file\nkeep.log"],
    [".github/**", undefined, "1 file\n.github/f.yml"],
    ["**/*.yml", undefined, "1 file\n.github/f.yml"],
    ["node_modules/**/*.py", undefined, "1 file\nnode_modules/m/index.py"],
    ["**/config.py", undefined, "no file\nNo file matches `**/config.py`."],
    ["link.py", undefined, "no file\nNo file matches `link.py`."],
    ["d.ts", undefined, "no file\nNo file matches `d.ts`. `**/d.ts`, at any depth, matches 1 file."],
    ["nowhere/**/*.py", undefined, "no file\nNo file matches `nowhere/**/*.py`."],
    ["a.py/**", undefined, "no file\nNo file matches `a.py/**`."],
    ["./src/*.py", undefined, "2 files\nsrc/.hidden.py\nsrc/b.py"],
    ["src/../*.py", undefined, "1 file\na.py"],
  ];
  test.each(cases)("%s in %s", async (pattern, path, expected) => {
    expect(await find({ pattern, ...(path !== undefined && { path }) })).toBe(expected);
  });
});

test("takes an absolute pattern inside the workspace", async () => {
  expect(await find({ pattern: `${fixture.path}/src/*.py` })).toBe("2 files\nsrc/.hidden.py\nsrc/b.py");
});

test("shows at most 100, and how many there are", async () => {
  const lines = (await find({ pattern: "many/*.txt" })).split("\n");
  expect(lines.slice(0, 4)).toEqual(["100 of 130 files", "many/0.txt", "many/1.txt", "many/10.txt"]);
  expect(lines.slice(101)).toEqual([
    "",
    "[The 100 last modified of 130 files. For the others use a narrower pattern or a path.]",
  ]);
});

test("looks into every root", async () => {
  expect((await find({ pattern: "**/main.py" }, twoRoots.workspace)).split("\n").sort()).toEqual([
    "2 files",
    "api/main.py",
    "web/src/main.py",
  ]);
  expect(await find({ pattern: "web/**/*.py" }, twoRoots.workspace)).toBe("1 file\nweb/src/main.py");
});

describe("refuses", () => {
  const cases: readonly (readonly [pattern: string, path: string | undefined, expected: RegExp])[] = [
    ["../**/*.py", undefined, /^! `\.\.` is outside the workspace/],
    ["/etc/**", undefined, /^! `\/etc` is outside the workspace/],
    ["etc/**", undefined, /^! `etc` leads outside the workspace through a link/],
    ["*.py", "nowhere", /^! `nowhere` does not exist/],
    ["src/*.py", "nowhere", /^! `nowhere` does not exist/],
    ["*.py", "a.py", /^! `a\.py` is a file, not a folder/],
    ["{a,b}".repeat(30), undefined, /^! The glob .* stands for more than 1000 patterns/],
    ["", undefined, /^! Invalid input for Glob/],
  ];
  test.each(cases)("%.20s in %s", async (pattern, path, expected) => {
    expect(await find({ pattern, ...(path !== undefined && { path }) })).toMatch(expected);
  });
});
