import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newOwner } from "../../../../src/core/workspace/team-files/lock-owner";
import { type Children, prepareChildren } from "../../../support/team-file-children";

let children: Children;

beforeAll(async () => {
  children = await prepareChildren();
});
afterAll(() => children.dispose());

const hold = `
  await change(async (files) => {
    console.log("has it");
    await new Promise((done) => setTimeout(done, Number(args[0])));
    try {
      await files.create(args[1], "text");
    } catch (error) {
      console.log(error.problem);
    }
  });`;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
}

const append = (name: string) => children.teamFiles.change(children.folder, (files) => files.create(name, "text"));

test("a holder that lives is waited for, however long it takes within the patience", async () => {
  const { process: child, ended } = children.start(hold, 12_000, "held.md");
  await new Promise((done) => child.stdout?.once("data", done));
  expect(await seconds(() => append("waited.md"))).toBeGreaterThan(11);
  expect((await ended).out).toBe("has it\n");
  expect((await readdir(children.realPath)).sort()).toEqual(["held.md", "waited.md"]);
}, 40_000);

test("a holder that sleeps is given up after ten seconds, and changes nothing when it wakes up", async () => {
  const { process: child, ended } = children.start(hold, 100, "asleep.md");
  await new Promise((done) => child.stdout?.once("data", done));
  child.kill("SIGSTOP");
  const waited = await seconds(() => append("awake.md"));
  expect(waited).toBeGreaterThan(9.9);
  expect(waited).toBeLessThan(14);
  child.kill("SIGCONT");
  expect((await ended).out).toBe("has it\nlocked\n");
  expect((await readdir(children.realPath)).filter((name) => name.startsWith("a") || name.startsWith("."))).toEqual([
    "awake.md",
  ]);
}, 40_000);

test("the lock of a dead process on another machine is given up after ten seconds", async () => {
  await mkdir(join(children.realPath, ".lock"), { recursive: true });
  await writeFile(join(children.realPath, ".lock", newOwner().replace(/^.{8}/, "00000000")), "");
  await writeFile(join(children.realPath, ".lock", "put here by hand"), "");
  const waited = await seconds(() => append("other.md"));
  expect(waited).toBeGreaterThan(9.9);
  expect(waited).toBeLessThan(14);
}, 40_000);
