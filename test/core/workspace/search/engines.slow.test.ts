import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SearchQuery } from "../../../../src/core/workspace/search/search";
import { type SearchEngine, searchEngines } from "../../../support/search-engines";
import { bundleSearchWorker } from "../../../support/search-worker";
import { temporaryWorkspace } from "../../../support/temporary-workspace";
import { patternArbitrary } from "./pattern-arbitrary";
import { folderNames, treeArbitrary } from "./tree-arbitrary";

let worker: Awaited<ReturnType<typeof bundleSearchWorker>>;

beforeAll(async () => {
  worker = await bundleSearchWorker();
});

afterAll(() => worker.dispose());

const globs = [
  "*.py",
  "**/*.{py,ts}",
  "src/**",
  "!*.md",
  "*",
  "b.*",
  "{src,lib}/*",
  "**/[a-c]*",
  "src/a.py",
  "?.md",
  "+(a|b).*",
  "{1..3}",
];

/** The key with a value in a third of the cases, else without it. */
function sometimes<Key extends keyof SearchQuery>(key: Key, values: fc.Arbitrary<SearchQuery[Key]>) {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant<Partial<SearchQuery>>({}) },
    { weight: 1, arbitrary: values.map((value): Partial<SearchQuery> => ({ [key]: value })) },
  );
}

const queryArbitrary: fc.Arbitrary<Partial<SearchQuery>> = fc
  .tuple(
    fc.record({
      pattern: patternArbitrary(),
      output: fc.constantFrom<SearchQuery["output"]>("lines", "lines", "files", "counts"),
      ignoreCase: fc.boolean(),
      multiline: fc.boolean(),
    }),
    sometimes("limit", fc.integer({ min: 1, max: 8 })),
    sometimes("before", fc.nat(3)),
    sometimes("after", fc.nat(3)),
    sometimes("glob", fc.constantFrom(...globs)),
    sometimes("type", fc.constantFrom("py", "ts", "md", "make", "c", "nope")),
    sometimes("under", fc.constantFrom(...folderNames, "src/a.py", "b.md", "a.b", ".")),
  )
  .map((parts) => Object.assign({}, ...parts));

test("200 generated searches: ripgrep and the JavaScript engine find the same", { timeout: 60_000 }, async () => {
  const seen = { matches: 0, truncated: 0 };
  await fc.assert(
    fc.asyncProperty(treeArbitrary, fc.array(queryArbitrary, { minLength: 4, maxLength: 4 }), async (tree, queries) => {
      await withTree(tree, async ([ripgrep, javaScript]) => {
        for (const query of queries) {
          const [one, other] = await Promise.all([ask(ripgrep, query), ask(javaScript, query)]);
          expect(other, describe(query, tree)).toEqual(one);
          if (typeof one !== "string" && one.files.length > 0) seen.matches++;
          if (typeof one !== "string" && one.outcome === "truncated") seen.truncated++;
        }
      });
    }),
    { seed: 20_261_122, numRuns: 50, endOnFailure: true },
  );
  // A property over searches that find nothing would hold for any two engines.
  expect(seen.matches).toBeGreaterThan(60);
  expect(seen.truncated).toBeGreaterThan(10);
});

test("100 generated listings: ripgrep and the walk of our own list the same", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(treeArbitrary, async (tree) => {
      await withTree(tree, async ([ripgrep, javaScript]) => {
        for (const query of [{}, { under: "src" }, { globs: ["**/*.py", "lib/**"], order: "newest" as const }]) {
          const [one, other] = await Promise.all(
            [ripgrep, javaScript].map((engine) => engine?.files(query).catch((error: Error) => error.message)),
          );
          expect(other, describe(query, tree)).toEqual(one);
        }
      });
    }),
    { seed: 20_261_122, numRuns: 34, endOnFailure: true },
  );
});

function describe(query: unknown, tree: Readonly<Record<string, string>>): string {
  const rules = Object.entries(tree).filter(([name]) => name.endsWith("ignore"));
  return JSON.stringify({ query, names: Object.keys(tree), rules });
}

/** What an engine answers, or the message of the error that it throws. A pattern's fault is told in different words. */
async function ask(engine: SearchEngine, query: Partial<SearchQuery>) {
  try {
    const result = await engine.search(query);
    return result.outcome === "bad-pattern" ? "bad-pattern" : result;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function withTree(
  tree: Readonly<Record<string, string>>,
  use: (engines: readonly [SearchEngine, SearchEngine]) => Promise<void>,
): Promise<void> {
  const { path, workspace, dispose } = await temporaryWorkspace({});
  try {
    for (const [name, content] of Object.entries(tree)) {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, "latin1");
    }
    await use(searchEngines(workspace, worker.path));
  } finally {
    await dispose();
    await rm(path, { recursive: true, force: true });
  }
}
