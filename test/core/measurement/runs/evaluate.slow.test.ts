import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { RunEvent } from "../../../../src/core/measurement/runs/events";
import { type EvaluationFixture, evaluationFixture, finished, moodyEngine } from "../../../support/evaluation-fixture";

let fixture: EvaluationFixture;
afterEach(() => fixture.dispose());

test("a run is a folder with a record, a line for each clip and a report; transcripts stay out of git", async () => {
  fixture = await evaluationFixture();
  const events = await fixture.run();
  const { run, summary } = finished(events);
  expect(run.record).toMatchObject({ state: "complete", seed: 20_261_122 });
  const { record, clips } = await fixture.stored(run.folder.path);
  expect(clips.map(({ hypothesis, reference }) => [hypothesis, reference])).toEqual(
    clips.map(({ utterance }) => [`heard ${utterance}`, `heard ${utterance}`]),
  );
  expect(clips.map(({ utterance }) => utterance).sort()).toEqual(numbered(1, 8));
  expect(record.engines[0]).toMatchObject({ name: "moody", version: "hostile 1.0" });
  expect(run.record.engines[0]?.peakMemory).toHaveLength(3);
  expect(summary.rows[0]?.languages[0]?.wer?.point).toBe(0);
  const files = join(fixture.path, run.folder.path);
  expect(await readFile(join(files, "report.md"), "utf8")).toContain("# Model Evaluation: moody");
  expect(await readdir(files)).toEqual(["report.md", "run.json", "utterances.jsonl"]);
  expect(await readFile(join(files, "../.gitignore"), "utf8")).toContain("utterances.jsonl\n");
  const counted = events.flatMap((event) => (event.type === "clip" ? [event.progress] : []));
  expect(counted.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(counted.at(-1)).toMatchObject({ total: 8, failed: 0, wer: 0, cost: 0, timeLeft: 0 });
});

test("the same seed gives the same bytes apart from times, another seed another order", async () => {
  fixture = await evaluationFixture();
  const runs = [];
  for (const seed of [5, 5, 6]) runs.push(await fixture.stored(finished(await fixture.run({ seed })).run.folder.path));
  const [first, again, other] = runs.map(({ clips }) => clips.map((clip) => JSON.stringify(clip)));
  expect(JSON.stringify(runs[0])).toBe(JSON.stringify(runs[1]));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect([...(other ?? [])].sort()).toEqual([...(first ?? [])].sort());
});

const failures = [
  ["crash 4", "crash", true],
  ["killed 4", "crash", true],
  ["half 4", "crash", true],
  ["no-start", "not-started", true],
  ["hang 4", "timeout", false],
  ["garbage 4", "bad-output", false],
  ["long-line 4", "bad-output", false],
  ["wrong-id 4", "wrong-clip", false],
  ["errors 4", "engine-error", false],
] as const;

test.each(failures)(
  "an engine in the mood %s: no clip is lost, none invented, before and after a resume",
  async (mood, kind, isDoneAgain) => {
    fixture = await evaluationFixture({ clips: 6 });
    const whole = await fixture.stored(finished(await fixture.run()).run.folder.path);
    await fixture.setMood(mood);
    const { run } = finished(await fixture.run());
    const failed = (await fixture.stored(run.folder.path)).clips.filter(({ failure }) => failure);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.map(({ failure }) => failure?.kind)).toEqual(failed.map(() => kind));
    expect(failed.map(({ hypothesis }) => hypothesis)).toEqual(failed.map(() => undefined));
    const kept = await fixture.stored(run.folder.path);
    expect(kept.clips.map(({ utterance }) => utterance)).toEqual(whole.clips.map(({ utterance }) => utterance));

    await fixture.setMood("well");
    const events = await fixture.run({ resume: run.folder });
    const asked = events.flatMap((event) => (event.type === "clip" ? [event.record.utterance] : []));
    expect(asked).toEqual(isDoneAgain ? failed.map(({ utterance }) => utterance) : []);
    const resumed = await fixture.stored(run.folder.path);
    if (isDoneAgain) expect(JSON.stringify(resumed)).toBe(JSON.stringify(whole));
    else expect(resumed.clips).toEqual(kept.clips);
    expect(finished(events).run.record.state).toBe("complete");
  },
);

test("a cancelled run keeps what it has, has no verdict, and goes on with exactly what is missing", async () => {
  fixture = await evaluationFixture();
  const whole = await fixture.stored(finished(await fixture.run()).run.folder.path);
  const cancel = new AbortController();
  const events: RunEvent[] = [];
  for await (const event of fixture.events({}, {}, cancel.signal)) {
    events.push(event);
    if (event.type === "clip" && event.progress.done === 3) cancel.abort();
  }
  const { run } = finished(events);
  expect(run.record.state).toBe("cancelled");
  const { clips } = await fixture.stored(run.folder.path);
  expect(clips).toEqual(whole.clips.slice(0, 3));
  // What a crash tore off is asked again.
  const file = join(fixture.path, run.folder.path, "utterances.jsonl");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.slice(0, -20));
  const resumed = await fixture.run({ resume: run.folder });
  expect(resumed.flatMap((event) => (event.type === "started" ? [event.kept] : []))).toEqual([2]);
  expect(JSON.stringify(await fixture.stored(run.folder.path))).toBe(JSON.stringify(whole));
});

test("a run goes on only with the data, configuration and seed that it began with", async () => {
  fixture = await evaluationFixture({ clips: 3 });
  const resume = finished(await fixture.run()).run.folder;
  await expect(fixture.run({ resume, seed: 7 })).rejects.toMatchObject({ hint: "Give --seed 20261122." });
  await expect(fixture.run({ resume, shard: { index: 1, count: 2 } })).rejects.toMatchObject({
    hint: "Leave out --shard.",
  });
  await fixture.configure({ engines: [{ ...moodyEngine, clipTimeout: 3 }] });
  await expect(fixture.run({ resume })).rejects.toThrow("its configuration changed since");
  await fixture.configure({ costCap: 9, budgets: [{ metric: "wer", atMost: 0.5 }] });
  expect(finished(await fixture.run({ resume })).run.record.state).toBe("complete");
  const manifest = join(fixture.path, "tones.jsonl");
  await writeFile(manifest, (await readFile(manifest, "utf8")).replace("heard clip-02", "herd clip-02"));
  await expect(fixture.run({ resume })).rejects.toThrow("the test set tones changed since");
});

test("a run does not go on with other code", async () => {
  const engine = { name: "own", command: ["python3", "engine.py"] };
  fixture = await evaluationFixture({ clips: 4, engines: [engine] });
  const program = await readFile("test/support/engines/hostile.py", "utf8");
  await writeFile(join(fixture.path, "engine.py"), program);
  const { run } = finished(await fixture.run());
  expect(run.record.engines[0]?.sources).toMatchObject([{ path: "engine.py" }]);
  const file = join(fixture.path, run.folder.path, "utterances.jsonl");
  await writeFile(file, `${(await readFile(file, "utf8")).split("\n").slice(0, 2).join("\n")}\n`);
  await writeFile(join(fixture.path, "engine.py"), `${program}\n# changed\n`);
  await expect(fixture.run({ resume: run.folder })).rejects.toThrow("The code of own changed since this run began.");
  await writeFile(join(fixture.path, "engine.py"), program);
  expect(finished(await fixture.run({ resume: run.folder })).run.record.state).toBe("complete");
});

test("every combination of a grid is a row, and rows are compared with the first", async () => {
  const grid = { engine: "moody", parameters: { beam: [1, 5], temperature: [0] } };
  fixture = await evaluationFixture({ clips: 3, grid });
  const { run, comparisons } = finished(await fixture.run());
  expect(run.record.engines.map(({ parameters }) => parameters)).toEqual([
    { beam: "1", temperature: "0" },
    { beam: "5", temperature: "0" },
  ]);
  const { clips } = await fixture.stored(run.folder.path);
  expect(clips.map(({ parameters }) => parameters.beam)).toEqual(["1", "1", "1", "5", "5", "5"]);
  expect(comparisons).toEqual([{ dataset: "tones", count: 1 }]);
  // Looked at again, it is the same comparison.
  expect(finished(await fixture.run({ resume: run.folder })).comparisons).toEqual([{ dataset: "tones", count: 1 }]);
  expect(finished(await fixture.run()).comparisons).toEqual([{ dataset: "tones", count: 2 }]);
});

test("a run stops before it costs more than it may, and only starts what is agreed to", async () => {
  // The clips take 1.0 to 1.7 s; the one that warms up is paid for as well.
  const engines = [{ ...moodyEngine, price: { perMinute: 60 }, hosting: "cloud" }];
  fixture = await evaluationFixture({ engines, costCap: 6 });
  const declined = await fixture.run({}, { confirm: async () => false });
  expect(declined.map(({ type }) => type)).toEqual(["dataset", "estimate", "declined"]);
  expect(await readdir(join(fixture.path, ".ml-engineer"))).toEqual(["evaluation.json"]);
  const events = await fixture.run();
  const estimate = events.flatMap((event) => (event.type === "estimate" ? [event.estimate] : []))[0];
  expect(estimate).toMatchObject({ needsConsent: true, costCap: 6, rows: [{ clips: 8, hosting: "cloud" }] });
  const { run } = finished(events);
  const cost = run.record.engines[0]?.cost ?? Number.NaN;
  expect(cost).toBeGreaterThan(4);
  expect(cost).toBeLessThanOrEqual(6);
  expect(run.record.state).toBe("partial");
  const { clips } = await fixture.stored(run.folder.path);
  expect(clips).toHaveLength(8);
  const unpaid = clips.filter(({ failure }) => failure?.kind === "budget");
  expect(unpaid.length).toBeGreaterThan(2);
  await fixture.configure({ engines, costCap: 60 });
  const resumed = await fixture.run({ resume: run.folder });
  expect(resumed.filter(({ type }) => type === "clip")).toHaveLength(unpaid.length);
  expect(finished(resumed).run.record.engines[0]?.cost).toBeGreaterThan(cost);
});

test("an engine that is paid by time is stopped when the money is over", async () => {
  const engines = [{ ...moodyEngine, clipTimeout: 30, price: { perHour: 3600 } }];
  fixture = await evaluationFixture({ engines, costCap: 2 });
  await fixture.setMood("hang 3");
  const begun = performance.now();
  const { run } = finished(await fixture.run());
  expect(performance.now() - begun).toBeLessThan(10_000);
  const { clips } = await fixture.stored(run.folder.path);
  expect(clips.map(({ failure }) => failure?.kind)).toEqual([undefined, ...Array(7).fill("budget")]);
});

test("what a configuration lacks is said before anything is written", async () => {
  fixture = await evaluationFixture({ engines: [{ ...moodyEngine, environment: { API_KEY: "$MY_KEY" } }] });
  await expect(fixture.run({ engines: ["other"] })).rejects.toMatchObject({ hint: "There are: moody." });
  await expect(fixture.run()).rejects.toThrow("The engine moody needs MY_KEY, which is not set.");
  const { run } = finished(await fixture.run({}, { environment: { MY_KEY: "secret-value" } }));
  for (const name of await readdir(join(fixture.path, run.folder.path))) {
    expect(await readFile(join(fixture.path, run.folder.path, name), "utf8")).not.toContain("secret-value");
  }
});

function numbered(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `clip-${String(from + index).padStart(2, "0")}`);
}
