import { execFileSync } from "node:child_process";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { readConfiguration } from "../../../../src/core/measurement/configuration";
import { compareRuns } from "../../../../src/core/measurement/runs/compare-runs";
import { mergeRuns } from "../../../../src/core/measurement/runs/merge";
import type { StoredRun } from "../../../../src/core/measurement/runs/run-folder";
import { MeasurementFolder } from "../../../../src/core/workspace/run-files/measurement-folder";
import {
  type EvaluationFixture,
  evaluationFixture,
  finished,
  moodyEngine,
  wellBehaved,
} from "../../../support/evaluation-fixture";

let fixture: EvaluationFixture;
let unmount = () => {};
afterEach(async () => {
  unmount();
  unmount = () => {};
  await fixture.dispose();
});

async function compare(a: StoredRun, b: StoredRun) {
  const text = await readFile(join(fixture.path, ".ml-engineer/evaluation.json"), "utf8");
  const { configuration } = readConfiguration(text, "evaluation.json");
  if (!configuration) throw new Error("The configuration is broken.");
  return await compareRuns([a, undefined], [b, undefined], { configuration, home: fixture.home, now: new Date() });
}

test("two runs are compared over their clips, counted once, and refused when they say nothing about each other", async () => {
  const other = { name: "deaf", command: ["node", wellBehaved] };
  fixture = await evaluationFixture({ clips: 24, engines: [moodyEngine, other] });
  const a = finished(await fixture.run({ engines: ["deaf"] })).run;
  const b = finished(await fixture.run({ engines: ["moody"] })).run;
  const { summary, counts } = await compare(a, b);
  expect(summary.comparisons[0]?.rates[0]).toMatchObject({
    metric: "wer",
    verdict: "better",
    clips: 24,
    difference: expect.closeTo(-1 / 3),
  });
  expect(counts).toEqual([{ dataset: "tones", count: 1 }]);
  expect((await compare(b, a)).counts).toEqual([{ dataset: "tones", count: 1 }]);

  await fixture.configure({ engines: [moodyEngine, other], normalizers: { en: "raw" } });
  const raw = finished(await fixture.run({ engines: ["moody"] })).run;
  await expect(compare(a, raw)).rejects.toThrow("were normalised differently");
  await fixture.configure({ engines: [moodyEngine, other] });
  const manifest = join(fixture.path, "tones.jsonl");
  await writeFile(manifest, (await readFile(manifest, "utf8")).replace("heard clip-02", "herd clip-02"));
  const changed = finished(await fixture.run({ engines: ["moody"] })).run;
  await expect(compare(a, changed)).rejects.toThrow("are of different test sets");
  await rename(join(fixture.path, b.folder.path, "utterances.jsonl"), join(fixture.path, "elsewhere"));
  await expect(compare(a, b)).rejects.toThrow("are not here");
});

test("a locked test set confirms one choice", async () => {
  const other = { name: "deaf", command: ["node", wellBehaved] };
  const datasets = [{ name: "tones", manifest: "tones.jsonl", locked: true }];
  fixture = await evaluationFixture({ clips: 3, engines: [moodyEngine, other], datasets });
  const { run } = finished(await fixture.run());
  // Looking at the same again chooses nothing.
  expect(finished(await fixture.run({ resume: run.folder })).comparisons).toEqual([{ dataset: "tones", count: 1 }]);
  await expect(fixture.run()).rejects.toThrow("The locked test set tones confirmed a choice already");
  const [a, b] = [await fixture.run({ engines: ["deaf"] }), await fixture.run({ engines: ["moody"] })];
  await expect(compare(finished(a).run, finished(b).run)).rejects.toThrow("confirmed a choice already");
});

test("rows take turns: the figures of both and of the first against itself stand in the record", async () => {
  const engine = (name: string, work: number) => ({
    name,
    command: ["node", wellBehaved, "--work", `${work}`, "--name", name],
  });
  fixture = await evaluationFixture({ clips: 6, engines: [engine("slow", 40), engine("fast", 10)], repeats: 5 });
  const { run, summary } = finished(await fixture.run({ comparesSpeed: true }));
  const [comparison] = run.record.speed?.comparisons ?? [];
  expect(comparison).toMatchObject({ a: 0, b: 1, clips: 6 });
  expect([comparison?.wall.a, comparison?.wall.b, comparison?.wall.noise].map((figures) => figures?.length)).toEqual([
    5, 5, 5,
  ]);
  expect(comparison?.memory.a).toHaveLength(5);
  expect(summary.comparisons[0]?.speed).toMatchObject({ verdict: "better" });
  expect(summary.comparisons[0]?.speed.difference).toBeLessThan(-0.4);
  expect(run.record.engines[0]?.loads.length).toBe(11);
  const alone = finished(await fixture.run({ comparesSpeed: true, engines: ["fast"] }));
  expect(alone.run.record.speed).toEqual({ comparisons: [], notCompared: ["There is one engine only."] });
});

test("shards make up the whole, and whoever is missing is named", async () => {
  fixture = await evaluationFixture({ clips: 8 });
  const whole = await fixture.stored(finished(await fixture.run()).run.folder.path);
  const folders: MeasurementFolder[] = [];
  for (const index of [1, 2, 3]) {
    const folder = await MeasurementFolder.named(join(fixture.path, `shard-${index}`));
    folders.push(folder);
    finished(await fixture.run({ folder, shard: { index, count: 3 } }));
  }
  const out = await MeasurementFolder.named(join(fixture.path, "merged"));
  const [first, second, third] = folders as [MeasurementFolder, MeasurementFolder, MeasurementFolder];
  await expect(mergeRuns([first, third], out, new Date())).rejects.toThrow("Missing: the shard 2/3.");
  await expect(mergeRuns([first, second, second], out, new Date())).rejects.toThrow("are both the shard 2/3");
  const other = await MeasurementFolder.named(join(fixture.path, "other"));
  await fixture.run({ folder: other, shard: { index: 2, count: 3 }, seed: 3 });
  await expect(mergeRuns([first, other, third], out, new Date())).rejects.toThrow("the seed differs");
  await expect(fixture.run({ folder: first })).rejects.toThrow("already");
  await mergeRuns([third, first, second], out, new Date());
  expect(JSON.stringify(await fixture.stored("merged"))).toBe(JSON.stringify(whole));
  const clips = join(fixture.path, "shard-2/utterances.jsonl");
  await writeFile(clips, (await readFile(clips, "utf8")).split("\n").slice(1).join("\n"));
  const again = await MeasurementFolder.named(join(fixture.path, "again"));
  await expect(mergeRuns(folders, again, new Date())).rejects.toThrow("Clips are missing in");
});

test("a full disk ends a run with a sentence, and it goes on once there is space", async ({ skip }) => {
  fixture = await evaluationFixture({ clips: 8 });
  const runs = join(fixture.path, ".ml-engineer/runs");
  await mkdir(runs);
  const shell = (script: string) => execFileSync("sh", ["-c", script, "sh", runs], { stdio: "pipe" });
  try {
    shell('mount -t tmpfs -o size=64k tmpfs "$1"');
  } catch {
    skip("only the system's administrator may mount a small disk");
  }
  unmount = () => void shell('umount "$1"');
  const whole = await fixture.stored(finished(await fixture.run()).run.folder.path);
  shell('rm -r "$1"/2*');
  const begun: string[] = [];
  const run = async () => {
    for await (const event of fixture.events()) {
      if (event.type === "started") begun.push(event.id);
      if (event.type === "clip" && event.progress.done === 3) shell('cat /dev/zero > "$1/filler" 2>/dev/null || true');
    }
  };
  await expect(run()).rejects.toMatchObject({ problem: "full", hint: "Free some space and try again." });
  shell('rm "$1/filler"');
  const [id = ""] = begun;
  const resume = fixture.home.below("runs").below(id);
  const events = await fixture.run({ resume });
  expect(events.filter(({ type }) => type === "clip").length).toBeLessThanOrEqual(5);
  expect(finished(events).run.record.state).toBe("complete");
  expect(JSON.stringify(await fixture.stored(resume.path))).toBe(JSON.stringify(whole));
});
