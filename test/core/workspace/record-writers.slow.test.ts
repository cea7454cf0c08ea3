import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RecordFolder } from "../../../src/core/workspace/record-folder";

let path: string;
let folder: RecordFolder;

beforeAll(async () => {
  path = await realpath(await mkdtemp(join(tmpdir(), "ml-engineer-writers-")));
  folder = await RecordFolder.open(path);
  await build({
    entryPoints: [resolve("src/core/workspace/record-folder.ts")],
    outfile: join(path, "record-folder.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
  });
  await writeFile(join(path, "writer.mjs"), program);
});
afterAll(() => rm(path, { recursive: true, force: true }));

/** Increments the last value of a file a number of times. Says each value on its output once it is stored. */
const program = `
import { RecordFolder } from "./record-folder.mjs";
const [name, writer, times, padding] = process.argv.slice(2);
const folder = await RecordFolder.open(import.meta.dirname);
const text = "é".repeat(Number(padding));
let conflicts = 0;
for (let done = 0; done < Number(times); ) {
  const { records, log } = await folder.load(name);
  let { value } = records.at(-1).record;
  try {
    // Several from one state, so that a writer that lost has more on its way.
    for (let more = 0; more < 3 && done < Number(times); more++) {
      const next = (add) => ({ type: "value", value: value + add, by: writer, text });
      await log.append([next(1), next(2)]);
      value += 2;
      done += 2;
      process.stdout.write(value + "\\n");
    }
  } catch (error) {
    if (error.problem !== "conflict") throw error;
    conflicts++;
  }
}
process.stderr.write("conflicts " + conflicts);
`;

function start(...values: readonly (string | number)[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(path, "writer.mjs"), ...values.map(String)]);
  const output = { out: "", error: "" };
  child.stdout.on("data", (data) => {
    output.out += data;
  });
  child.stderr.on("data", (data) => {
    output.error += data;
  });
  const ended = new Promise<Ended>((done) => child.on("close", (code) => done({ code, ...output })));
  return { child, ended };
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

interface Value {
  readonly value: number;
  readonly by: string;
}

test("three processes count on the same file: no count is lost, none is made twice, and conflicts did happen", async () => {
  await folder.create("count", [{ type: "value", ...{ value: 0 } }]);
  const runs = await Promise.all(["a", "b", "c"].map((writer) => start("count", writer, 150, 200).ended));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  const { records, problems } = await folder.load("count");
  const values = records.map(({ record }) => (record as unknown as Value).value);
  expect(problems).toEqual([]);
  expect(values).toEqual(Array.from({ length: 451 }, (_, index) => index));
  const conflicts = runs.reduce((sum, { error }) => sum + Number(/conflicts (\d+)/.exec(error)?.[1]), 0);
  expect(conflicts).toBeGreaterThan(0);
}, 60_000);

test("killed at any moment, a process loses nothing that it said was stored, and the file goes on", async () => {
  await folder.create("kill", [{ type: "value", ...{ value: 0 } }]);
  let stored = 0;
  for (let round = 0; round < 8; round++) {
    const { child, ended } = start("kill", `w${round}`, 100_000, 100_000);
    await new Promise((done) => child.stdout?.once("data", done));
    await new Promise((done) => setTimeout(done, 5 + round * 7));
    child.kill("SIGKILL");
    const said = (await ended).out.split("\n").slice(0, -1);
    stored = Math.max(stored, Number(said.at(-1)));
    const { records } = await folder.load("kill");
    const values = records.map(({ record }) => (record as unknown as Value).value);
    expect(values).toEqual(Array.from({ length: values.length }, (_, index) => index));
    expect(values.length).toBeGreaterThan(stored);
  }
  expect(stored).toBeGreaterThan(8);
}, 60_000);
