import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { RunEvent } from "../../../src/core/measurement/runs/events";
import { type ChangeFixture, changeFixture, deafWords, words } from "../../support/change-fixture";
import { finished } from "../../support/evaluation-fixture";

// Each run starts Python a dozen times or more.
vi.setConfig({ testTimeout: 300_000 });

let fixture: ChangeFixture;
afterEach(async () => {
  expect(fixture.git("worktree", "list").split("\n")).toHaveLength(1);
  for (const folder of ["worktrees", "observations"]) {
    const left = await readdir(join(fixture.storage, folder)).catch(() => []);
    expect(left.filter((name) => !name.startsWith("."))).toEqual([]);
  }
  await fixture.dispose();
});

const changeTo = (text: string) => fixture.write({ "speech/words.py": text });
const harmless = `${words}# Nothing else.\n`;
const clipsOf = (events: readonly RunEvent[]) => events.flatMap((event) => (event.type === "clip" ? [event] : []));
const outcome = (events: readonly RunEvent[]) => {
  const { run, summary } = finished(events);
  const [comparison] = summary.comparisons;
  const verdicts = comparison?.rates.filter(({ metric }) => metric === "wer").map(({ verdict }) => verdict);
  return { ran: run.record.change?.ran?.verdict, verdicts, unmeasured: comparison?.unmeasured };
};

test("a change that hurts is worse, clip by clip in turns, and the run says what was measured", async () => {
  fixture = await changeFixture({ budgets: [{ metric: "wer", engine: "speech", atMost: 0.5 }] });
  await changeTo(deafWords);
  const events = await fixture.run();
  expect(outcome(events)).toEqual({ ran: "own", verdicts: ["worse"], unmeasured: undefined });
  const { run, summary } = finished(events);
  expect(run.record).toMatchObject({
    state: "complete",
    engines: [{ name: "speech before" }, { name: "speech after" }],
    change: {
      ...{ engine: "speech", branch: "main", reused: { before: 0, after: 0 } },
      base: { commit: fixture.git("rev-parse", "HEAD"), revision: "HEAD", subject: "state" },
      files: [{ path: "speech/words.py", basePath: "speech/words.py" }],
      ran: { message: "Each side loaded its own speech/words.py." },
    },
  });
  const hashes = run.record.engines.map(({ sources }) => sources.find(({ path }) => path === "speech/words.py")?.hash);
  expect(new Set(hashes).size).toBe(2);
  expect(summary.checks.filter(({ origin }) => origin === "budget")).toMatchObject([{ row: 1, verdict: "fail" }]);
  const rows = clipsOf(events).map(({ progress }) => progress.row);
  expect(rows.slice(0, 4)).toEqual(["speech before", "speech after", "speech after", "speech before"]);
  expect(clipsOf(events)[1]?.progress).toMatchObject({ wer: 1, others: [{ row: "speech before", wer: 0 }] });
  const report = await run.folder.read("report.md");
  expect(report).toContain("# Model Evaluation: speech before vs speech after");
  expect(report).toContain("Changed files: speech/words.py.");
});

test("transcripts of the same code are used again, on whichever side and commit, and times are this run's own", async () => {
  fixture = await changeFixture();
  await changeTo(harmless);
  const first = await fixture.run();
  expect(outcome(first)).toEqual({ ran: "own", verdicts: ["identical"], unmeasured: undefined });
  const again = await fixture.run({ request: { comparesSpeed: true } });
  expect(clipsOf(again)).toEqual([]);
  expect(outcome(again)).toEqual(outcome(first));
  const { run, summary } = finished(again);
  expect(run.record.change?.reused).toEqual({ before: 24, after: 24 });
  expect(run.record.speed?.comparisons).toMatchObject([{ a: 0, b: 1, clips: 24 }]);
  expect(summary.rows.map(({ times }) => times.wallP50?.utterances)).toEqual([24, 24]);
  expect(await run.folder.read("report.md")).toContain("were made by the same code in an earlier run");

  // What was after the change is before the next one; the test set, the engine and its settings are the same.
  await fixture.commit({});
  await changeTo(deafWords);
  const next = finished(await fixture.run());
  expect(next.run.record.change?.reused).toEqual({ before: 24, after: 0 });
  expect(next.summary.rows.map(({ times }) => times.wallP50 !== undefined)).toEqual([false, true]);
  await fixture.configure({ engines: [{ ...speechEngineWith({ PAUSE: "0.001" }) }] });
  expect(finished(await fixture.run()).run.record.change?.reused).toEqual({ before: 0, after: 0 });
});

test("the same code on both sides is no result, and is found before anything is decoded", async () => {
  fixture = await changeFixture();
  await changeTo(deafWords);
  await fixture.configure({ engines: [speechEngineWith({ PROJECT: fixture.path })] });
  const events = await fixture.run();
  expect(clipsOf(events)).toEqual([]);
  expect(outcome(events)).toEqual({ ran: "same", verdicts: [], unmeasured: "The same code ran." });
  const { run, comparisons } = finished(events);
  expect([run.record.state, comparisons]).toEqual(["complete", []]);
  expect(run.record.change?.ran?.message).toBe(
    "The same code ran: the base revision loaded speech/words.py of the working tree.",
  );
  expect(run.record.change?.ran?.remedy).toContain("PYTHONPATH");
  expect(await run.folder.read("report.md")).toContain("None: not measured. The same code ran");
});

test("code that nobody saw loaded is no result either; data beside code of its own tree is one", async () => {
  fixture = await changeFixture();
  await fixture.write({ "speech/unused.py": "unused = True\n", "speech/beam.json": "{}\n" });
  expect(outcome(await fixture.run())).toMatchObject({ ran: "unknown", unmeasured: "Which code ran is not known." });
  await rm(join(fixture.path, "speech/unused.py"));
  const events = await fixture.run();
  expect(outcome(events)).toEqual({ ran: "own", verdicts: ["identical"], unmeasured: undefined });
  expect(finished(events).run.record.change?.ran?.message).toContain("speech/beam.json");
});

test("files that only one side has, and a base that does not start", async () => {
  fixture = await changeFixture();
  await fixture.write({
    "speech/louder.py": words,
    "speech/recognise.py": "from speech.louder import spoken\n\n\ndef hear(audio):\n    return spoken(audio)\n",
  });
  await rm(join(fixture.path, "speech/words.py"));
  expect(outcome(await fixture.run())).toMatchObject({ ran: "own", verdicts: ["identical"] });
  await fixture.commit({ "speech/recognise.py": "import there_is_none\n" });
  await fixture.write({ "speech/recognise.py": "from speech.louder import spoken as hear\n" });
  const events = await fixture.run();
  expect(outcome(events)).toMatchObject({ ran: "unknown", unmeasured: "Which code ran is not known." });
  expect(finished(events).run.record.change?.ran?.message).toMatch(/^The base revision did not run: .*there_is_none/s);
});

test("a program that is started for each clip, in a folder of its own, whether a module of it changed or the script", async () => {
  fixture = await changeFixture({ clips: 20 });
  const script = "import sys\nfrom words import spoken\n\nprint(spoken(sys.argv[1]))\n";
  await fixture.commit({ "speech/program.py": script });
  const command = ["python3", "program.py", "{audio}"];
  await fixture.configure({ engines: [{ name: "speech", protocol: "clip", workingDirectory: "speech", command }] });
  await changeTo(deafWords);
  expect(outcome(await fixture.run())).toMatchObject({ ran: "own", verdicts: ["worse"] });
  await fixture.commit({ "speech/program.py": script.replace("spoken(", "'' and spoken(") });
  await fixture.write({ "speech/program.py": script.replace("spoken(sys", "spoken('heard ' + sys") });
  const events = await fixture.run();
  expect(finished(events).run.record.change?.ran?.message).toBe("Each side loaded its own speech/program.py.");
});

test("a cancelled run has no verdict and goes on with what is missing, unless the code changed since", async () => {
  fixture = await changeFixture();
  await changeTo(deafWords);
  const controller = new AbortController();
  const first: RunEvent[] = [];
  for await (const event of fixture.events({ signal: controller.signal })) {
    first.push(event);
    if (clipsOf(first).length === 5) controller.abort();
  }
  const { run } = finished(first);
  expect(run.record.state).toBe("cancelled");
  expect(outcome(first)).toMatchObject({ ran: "own", unmeasured: "The run was cancelled." });
  await changeTo(harmless);
  await expect(fixture.run({ request: { resume: run.folder } })).rejects.toThrow("the code changed since");
  await changeTo(deafWords);
  const rest = await fixture.run({ request: { resume: run.folder } });
  expect(clipsOf(rest)).toHaveLength(43);
  expect(outcome(rest)).toEqual({ ran: "own", verdicts: ["worse"], unmeasured: undefined });
});

test("code that is changed while a person is asked, or while it is measured, is no result and serves no later run", async () => {
  fixture = await changeFixture({ clips: 6 });
  await changeTo(deafWords);
  const changedAt = async (at: RunEvent["type"]) => {
    const events: RunEvent[] = [];
    for await (const event of fixture.events()) {
      events.push(event);
      if (event.type === at) await changeTo(harmless);
    }
    return events;
  };
  const asked = await changedAt("estimate");
  expect([outcome(asked).ran, clipsOf(asked)]).toEqual(["unknown", []]);
  await changeTo(deafWords);
  const measured = await changedAt("clip");
  expect([outcome(measured).verdicts, clipsOf(measured).length]).toEqual([[], 12]);
  const { run } = finished(measured);
  expect(run.record.change?.ran?.message).toBe("speech/words.py was changed while the change was measured.");
  expect(run.record.state).toBe("complete");
  await changeTo(deafWords);
  expect(finished(await fixture.run()).run.record.change?.reused).toEqual({ before: 0, after: 0 });
});

test("another value of a variable is another engine, unless it is a secret by its name", async () => {
  fixture = await changeFixture({ clips: 4, engines: [speechEngineWith({ VOICE: "$VOICE", SERVICE_KEY: "$KEY" })] });
  await changeTo(harmless);
  const reused = async (environment: Readonly<Record<string, string>>) =>
    finished(await fixture.run({ ports: { environment } })).run.record.change?.reused.before;
  expect(await reused({ VOICE: "one", KEY: "one" })).toBe(0);
  expect(await reused({ VOICE: "one", KEY: "two" })).toBe(4);
  expect(await reused({ VOICE: "two", KEY: "two" })).toBe(0);
});

test("models that do not fit beside each other run one after the other, for speed too", async () => {
  fixture = await changeFixture({ clips: 4, repeats: 5 });
  await changeTo(deafWords);
  const events = await fixture.run({
    request: { comparesSpeed: true },
    ports: { availableMemory: () => 20 },
  });
  const rows = clipsOf(events).map(({ progress }) => progress.row);
  expect(rows).toEqual([...Array(4).fill("speech after"), ...Array(4).fill("speech before")]);
  const steps = events.flatMap((event) => (event.type === "step" ? [event.message] : []));
  expect(steps.at(-1)).toContain("one process at a time");
  const turns = events.flatMap((event) => (event.type === "turns" ? [[event.done, event.total]] : []));
  expect(turns).toEqual(Array.from({ length: 15 }, (_, turn) => [turn + 1, 15]));
  const [speed] = finished(events).run.record.speed?.comparisons ?? [];
  expect([speed?.wall.a, speed?.wall.b, speed?.wall.noise].map((figures) => figures?.length)).toEqual([5, 5, 5]);
});

test("nothing is left of a run that was only looked at, and what is measured with is no change", async () => {
  fixture = await changeFixture();
  await changeTo(deafWords);
  for await (const { type } of fixture.events()) if (type === "estimate") break;
  await changeTo(words);
  await fixture.write({ ".gitignore": "__pycache__/\n" });
  await fixture.commit({});
  await fixture.write({ ".ml-engineer/notes.txt": "new" });
  await expect(fixture.run()).rejects.toMatchObject({ code: "nothing-changed" });
});

function speechEngineWith(environment: Readonly<Record<string, string>>) {
  return { name: "speech", command: ["python3", ".ml-engineer/engine.py"], environment };
}
