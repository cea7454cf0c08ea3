import { symlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PathError } from "../../../src/core/workspace/path-error";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";

/**
 * An independent model of the disk: folders are objects, files are strings, links begin with "→". It resolves a path
 * by walking these objects, without the file system and without any code of the product.
 */
type Entry = string | { readonly [name: string]: Entry };

const disk: { readonly [name: string]: Entry } = {
  root: {
    a: { "x.txt": "file", up: "→..", b: { "x.txt": "file", out: "→../../../outside", back: "→../../a" } },
    "x.txt": "file",
    link: "→a/b",
    hop: "→link/x.txt",
    out: "→../outside",
    evil: "→../root-evil/x.txt",
    gone: "→../nothing",
    round: "→../outside/back",
    through: "→../outside/../root/a",
    sibling: "→../root/a",
    loop: "→loop",
    absolute: "→/outside",
    home: "→/root/a",
  },
  "root-evil": { "x.txt": "file" },
  outside: { "x.txt": "file", a: { "x.txt": "file" }, back: "→../root" },
};

let fixture: TemporaryWorkspace;

beforeAll(async () => {
  const files: Record<string, string> = {};
  const links: [path: string, target: string][] = [];
  const visit = (folder: { readonly [name: string]: Entry }, path: string) => {
    for (const [name, entry] of Object.entries(folder)) {
      const below = path === "" ? name : `${path}/${name}`;
      if (typeof entry !== "string") visit(entry, below);
      else if (entry.startsWith("→")) links.push([below, entry.slice(1)]);
      else files[below] = entry;
    }
  };
  visit(disk, "");
  fixture = await temporaryWorkspace(files, { roots: ["root"] });
  for (const [path, target] of links) {
    await symlink(target.startsWith("/") ? fixture.path + target : target, join(fixture.path, path));
  }
});

afterAll(() => fixture.dispose());

/** Where the model says a path ends: names from the top of the model disk; undefined when nothing is there or it left the root on its way. */
function model(path: readonly string[]): readonly string[] | undefined {
  let place: string[] = ["root"];
  const steps = [...path];
  for (let count = 0; steps.length > 0; count++) {
    if (count > 300) return undefined;
    const step = steps.shift() ?? "";
    if (step === "" || step === ".") continue;
    if (step === "..") {
      place.pop();
      continue;
    }
    const entry = entryAt([...place, step]);
    if (entry === undefined) return undefined;
    // Only the way from the top down to the root may be taken outside of it.
    if (place.length === 0 && step !== "root") return undefined;
    if (typeof entry === "string" && entry.startsWith("→")) {
      const target = entry.slice(1);
      if (target.startsWith("/")) place = [];
      steps.unshift(...target.split("/"));
    } else place = [...place, step];
  }
  return place[0] === "root" ? place : undefined;
}

function entryAt(path: readonly string[]): Entry | undefined {
  return path.reduce<Entry | undefined>(
    (entry, name) => (typeof entry === "object" && Object.hasOwn(entry, name) ? entry[name] : undefined),
    disk,
  );
}

/** Paths are normalised as they are written, before any link is read. */
function normalised(segments: readonly string[]): readonly string[] | undefined {
  const result: string[] = [];
  for (const segment of segments) {
    if (segment === "..") {
      if (result.pop() === undefined) return undefined;
    } else if (segment !== "." && segment !== "") result.push(segment);
  }
  return result;
}

const segment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("..", ".", "") },
  { weight: 9, arbitrary: fc.constantFrom(...namesIn(disk)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
);
const start = fc.constantFrom(
  "",
  "",
  "",
  "./",
  "$/root/",
  "$/root-evil/",
  "$/",
  "$/root/../root/",
  "/",
  "~/",
  "file:",
  "//",
  "C:",
);

test("a path ends inside a root, exactly where an independent model says, or is refused", async () => {
  let inside = 0;
  await fc.assert(
    fc.asyncProperty(
      start,
      fc.array(segment, { maxLength: 5 }),
      fc.constantFrom("/", "//", "/./"),
      async (prefix, segments, separator) => {
        const input = prefix.replace("$", fixture.path) + segments.join(separator);
        const location = await fixture.workspace.locate(input).catch((error: unknown) => {
          if (error instanceof PathError) return undefined;
          throw error;
        });
        const expected = modelOf(input);
        const actual = location?.realPath.slice(fixture.path.length + 1).split("/");
        if (expected !== "unknown") expect(actual).toEqual(expected);
        if (actual !== undefined) {
          inside++;
          expect(actual[0]).toBe("root");
        }
      },
    ),
    { numRuns: 5000, seed: 20_261_122 },
  );
  // The generator must reach the inside often enough for the equality above to mean something.
  expect(inside).toBeGreaterThan(300);
});

/** "unknown" for spellings whose refusal is tested elsewhere. */
function modelOf(input: string): readonly string[] | undefined | "unknown" {
  if (input === "" || /\p{Surrogate}|\0|\\/u.test(input) || /^(?:\/\/|~|[a-z][a-z0-9+.-]*:)/i.test(input))
    return "unknown";
  if (!input.startsWith("/")) {
    const path = normalised(input.split("/"));
    return path && model(path);
  }
  if (!input.startsWith(`${fixture.path}/`)) return undefined;
  const path = normalised(input.slice(fixture.path.length + 1).split("/"));
  if (path === undefined) return undefined;
  return path[0] === "root" ? model(path.slice(1)) : undefined;
}

function namesIn(entry: Entry): readonly string[] {
  if (typeof entry === "string") return [];
  return Object.entries(entry).flatMap(([name, below]) => [name, ...namesIn(below)]);
}
