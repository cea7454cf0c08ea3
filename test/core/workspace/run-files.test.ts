import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MeasurementFolder } from "../../../src/core/workspace/run-files/measurement-folder";
import { makeFifo } from "../../support/temporary-workspace";

let path: string;
let home: MeasurementFolder;
beforeEach(async () => {
  path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-runs-")));
  await mkdir(join(path, "root"));
  home = MeasurementFolder.of({ name: "root", path: join(path, "root") }, false);
});
afterEach(() => rm(path, { recursive: true, force: true }));

test("files are there whole or not at all, and nothing is made by looking", async () => {
  const runs = home.below("runs");
  expect(await runs.read("run.json")).toBeUndefined();
  expect(await runs.folders()).toEqual([]);
  expect(await readdir(join(path, "root"))).toEqual([]);
  await runs.below("one").write("run.json", ["a", "б", "c"]);
  await runs.below("one").write("run.json", "new");
  expect(await readFile(join(path, "root/.ml-engineer/runs/one/run.json"), "utf8")).toBe("new");
  expect(await readdir(join(path, "root/.ml-engineer/runs/one"))).toEqual(["run.json"]);
  expect(await runs.folders()).toEqual(["one"]);
  expect(runs.below("one").path).toBe(".ml-engineer/runs/one");
});

test.each(["..", "../x", "a/b", "", ".hidden", "a\\b", "nul\0", "end.", "x".repeat(120)])(
  "%j is no name",
  async (name) => {
    expect(() => home.below(name)).toThrow(expect.objectContaining({ problem: "invalid-name" }));
    await expect(home.write(name, "")).rejects.toMatchObject({ problem: "invalid-name" });
    await expect(home.openLog(name)).rejects.toMatchObject({ problem: "invalid-name" });
  },
);

test("links that leave the root are neither read nor written", async () => {
  await mkdir(join(path, "outside/runs"), { recursive: true });
  await writeFile(join(path, "outside/secret"), "secret\n");
  await symlink(join(path, "outside"), join(path, "root/.ml-engineer"));
  await expect(home.write("run.json", "x")).rejects.toMatchObject({ problem: "link" });
  await expect(home.read("secret")).rejects.toMatchObject({ problem: "link" });
  await expect(home.below("runs").openLog("utterances.jsonl")).rejects.toMatchObject({ problem: "link" });
  expect(await readdir(join(path, "outside"))).toEqual(["runs", "secret"]);
});

test("a link or a FIFO in the place of a file is not used", async () => {
  await mkdir(join(path, "root/.ml-engineer"));
  await writeFile(join(path, "secret"), "secret\n");
  await symlink(join(path, "secret"), join(path, "root/.ml-engineer/link"));
  makeFifo(join(path, "root/.ml-engineer/fifo"));
  for (const name of ["link", "fifo"]) {
    await expect(home.read(name)).rejects.toMatchObject({ problem: "link" });
    await expect(home.openLog(name)).rejects.toMatchObject({ problem: "link" });
    await expect(home.lines(name).next()).rejects.toMatchObject({ problem: "link" });
  }
  await home.write("link", "own");
  expect(await readFile(join(path, "secret"), "utf8")).toBe("secret\n");
});

test("a torn last line loses itself alone, and appending goes on behind the whole ones", async () => {
  const file = join(path, "root/.ml-engineer/log.jsonl");
  await home.appendLine("log.jsonl", "one");
  await writeFile(file, `one\ntwo\n${"torn".repeat(50_000)}`);
  const read = async () => {
    const lines: string[] = [];
    for await (const line of home.lines("log.jsonl")) lines.push(line);
    return lines;
  };
  expect(await read()).toEqual(["one", "two"]);
  const log = await home.openLog("log.jsonl");
  await log.append(["three", "four"]);
  await log.close();
  expect(await readFile(file, "utf8")).toBe("one\ntwo\nthree\nfour\n");
  await writeFile(file, "torn");
  await home.appendLine("log.jsonl", "first");
  expect(await read()).toEqual(["first"]);
});
