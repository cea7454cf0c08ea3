import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codeHashes } from "../../../../src/core/workspace/git/code-hashes";
import { type TemporaryRepository, temporaryRepository } from "../../../support/temporary-repository";

let repository: TemporaryRepository;
let base: string;
beforeEach(async () => {
  repository = await temporaryRepository();
  await repository.commit({ ".gitignore": "models/\nbuild/\n__pycache__/\n.ml-engineer/\n", "engine.py": "one" });
  base = repository.git("rev-parse", "HEAD");
});
afterEach(() => repository.dispose());

const hashes = () => {
  const { path } = repository;
  const shared = { folder: ".ml-engineer", leftOut: ["runs"] };
  return codeHashes({ name: "project", path }, base, shared, new AbortController().signal);
};
const write = (path: string, text: string) => repository.write({ [path]: text });

test("a model that git ignores tells both states apart, what was built the working tree alone, and caches none", async () => {
  await write("models/small/weights.bin", "one");
  const first = await hashes();
  expect(first.before).toMatch(/^[0-9a-f]{16}$/);
  expect(first.after).toBe(first.before);
  await write("__pycache__/engine.pyc", "compiled");
  await write("models/__pycache__/load.pyc", "compiled");
  await write(".ml-engineer/runs/one/run.json", "{}");
  expect(await hashes()).toMatchObject({ before: first.before, after: first.after });
  await write("models/small/weights.bin", "another");
  const second = await hashes();
  expect(second.after).toBe(second.before);
  expect(second.before).not.toBe(first.before);
  await write("build/fast.so", "built");
  const third = await hashes();
  expect(third.before).toBe(second.before);
  expect(third.after).not.toBe(second.after);
});

test("what was changed since is named: a file that was there, and not what programs write anew", async () => {
  await write("engine.py", "two");
  await write("settings.json", "{}");
  const { changedSince } = await hashes();
  await write("engine.log.txt", "written while it ran");
  expect(await changedSince()).toBeUndefined();
  repository.git("commit", "--quiet", "-am", "The same code.");
  expect(await changedSince()).toBeUndefined();
  await write("engine.py", "three");
  expect(await changedSince()).toBe("engine.py");
  await write("engine.py", "two");
  rmSync(join(repository.path, "settings.json"));
  expect(await changedSince()).toBe("settings.json");
});
