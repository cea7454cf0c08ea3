import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readConfiguration } from "../../../../src/core/measurement/configuration";
import { readDataset } from "../../../../src/core/measurement/datasets/read-dataset";
import { createNodeWorkspace } from "../../../../src/core/workspace/node-workspace";

const example = resolve("examples/speech-service");

test("the example's test set and configuration are sound and small", async () => {
  const workspace = await createNodeWorkspace({ folders: [example], trusted: true, assetsFolder: resolve("dist") });
  const path = ".ml-engineer/evaluation.json";
  const { configuration, problems } = readConfiguration(await workspace.readText(path), path);
  expect(problems).toEqual([]);
  const [dataset] = configuration?.datasets ?? [];
  if (dataset === undefined) throw new Error("There is no test set.");
  const read = await readDataset(dataset, { workspace }, new AbortController().signal);
  expect(read.problems.filter(({ fatal }) => fatal)).toEqual([]);
  expect(read.utterances.map(({ language }) => language).sort()).toEqual([
    ...Array<string>(10).fill("en"),
    ...Array<string>(24).fill("ru"),
  ]);
  const folder = join(example, ".ml-engineer");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith("runs"))
    .map((name) => statSync(join(folder, name)))
    .filter((entry) => entry.isFile());
  expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(6 * 1024 * 1024);
});
