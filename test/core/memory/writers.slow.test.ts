import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { parseMemory } from "../../../src/core/memory/format";
import { temporaryTeamFiles } from "../../support/temporary-team-files";

const each = 200;

/** Adds memories that have no words in common, or removes until it is told to end and brings every fifth back. */
const program = `
import { MemoryStore, createTeamFiles } from "./parts.mjs";
const [root, staging, role] = process.argv.slice(2);
const roots = [{ name: "project", path: root }];
const files = await createTeamFiles({ roots, staging, shared: true });
const store = new MemoryStore({ files, now: () => new Date(2026, 2, 4) });
const say = (...words) => process.stdout.write(words.join(" ") + "\\n");
if (role === "remover") {
  let going = true;
  process.stdin.on("data", () => { going = false; });
  for (let count = 0; going; count++) {
    const { memories } = await store.list("a");
    const memory = memories[(count * 37) % Math.max(1, memories.length)];
    if (!memory || count % 3 === 0) { await new Promise((wait) => setTimeout(wait, 5)); continue; }
    try {
      const removed = await store.remove(memory);
      if (count % 5 === 0) await store.restore(removed);
      else say("removed", memory.name);
    } catch (error) { if (error.name !== "MemoryError") throw error; }
  }
  process.exit(0);
}
for (let number = 0; number < ${each}; number++) {
  const word = (at) => role + "word" + (number * 50 + at).toString(36) + "x";
  const insight = [0, 1, 2, 3, 4].map((line) => [0, 1, 2, 3].map((at) => word(line * 4 + at)).join(" ") + " in " + role + "_" + number);
  const added = await store.add("a", { topic: "finding " + word(30), appliesWhen: word(31) + " " + word(32), insight });
  say(added.outcome, added.name, word(30));
}
`;

test("two processes add 200 memories each while a third removes: nothing is lost, nothing is torn", async () => {
  const { path, staging, dispose } = await temporaryTeamFiles({});
  onTestFinished(dispose);
  const parts = join(path, "parts");
  await mkdir(parts);
  const entry = `export { MemoryStore } from "./src/core/memory/store"; export { createTeamFiles } from "./src/core/workspace/team-files/node-team-files";`;
  await build({
    stdin: { contents: entry, resolveDir: resolve(".") },
    outfile: join(parts, "parts.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
  });
  await writeFile(join(parts, "writer.mjs"), program);
  const run = (role: string) => start([join(parts, "writer.mjs"), path, staging, role]);
  const remover = run("remover");
  const writers = await Promise.all([run("one").ended, run("two").ended]);
  remover.stop();
  const removed = new Set((await remover.ended).map((line) => line.split(" ")[1] ?? ""));
  const added = writers.flat().map((line) => line.split(" "));

  expect(added.map(([outcome]) => outcome)).toEqual(Array.from({ length: 2 * each }, () => "written"));
  const folder = join(path, ".claude/agents-memory/a");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  expect(names.sort()).toEqual(added.flatMap(([, name = ""]) => (removed.has(name) ? [] : [name])).sort());
  expect(removed.size).toBeGreaterThan(10);
  for (const [, name = "", word = ""] of added) {
    if (removed.has(name)) continue;
    const memory = parseMemory(name, await readFile(join(folder, name), "utf8"));
    expect([memory.title, memory.insight.length, memory.problems]).toEqual([`finding ${word}`, 5, []]);
  }
});

function start(given: readonly string[]): { readonly ended: Promise<string[]>; stop(): void } {
  const child = spawn(process.execPath, given);
  let [output, errors] = ["", ""];
  child.stdout.on("data", (data) => {
    output += data;
  });
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const ended = new Promise<string[]>((done, fail) => {
    child.on("close", (code) => {
      if (code === 0) done(output.split("\n").filter((line) => line !== ""));
      else fail(new Error(`A process ended with ${code}: ${errors}`));
    });
  });
  return { ended, stop: () => child.stdin.end("stop") };
}
