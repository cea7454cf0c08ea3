import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it, vi } from "vitest";
import { fake } from "../../support/fake-vscode";
import { changeRun, configurationText, narrow, runFiles, wide } from "../../support/stored-runs";
import { openWindow, waiting } from "./support";

const file = ".ml-engineer/evaluation.json";
const budgets = [
  { metric: "wer", language: "ru", atMost: 0.5 },
  { metric: "wer", language: "ru", atMost: 0.15 },
  { metric: "wer", atMost: 0.1, engine: "tiny" },
  { metric: "rtfP50", atMost: 5 },
  { metric: "peakMemory", engine: "tiny", atMost: 900 },
  { metric: "wer", noRegressionAgainst: "main" },
  { metric: "der", atMost: 0.2 },
];

async function write(path: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
}

it("shows each budget as a test at its line, with what the last runs say", async () => {
  const window = await openWindow({
    [file]: configurationText(budgets),
    ...runFiles("20261122-101500-aa01", { age: 60, rows: [wide] }),
  });
  await fake.tests.open();
  expect(fake.tests.text()).toMatch(
    new RegExp(
      [
        "6 WER ru ≤ 50 %: passed",
        "7 WER ru ≤ 15 %: errored | Inconclusive: WER ru ≤ 15 % (tiny): 14.7 % (95 % 11.9–17.8), at most 15 %: about \\d+ clips needed @7",
        "8 WER ≤ 10 % (tiny): failed | WER ru ≤ 10 % (tiny): 14.7 % (95 % 11.9–17.8), at most 10 % @8",
        "9 RTF p50 ≤ 5: passed",
        "10 Peak memory ≤ 900 MiB (tiny): passed",
        "11 No regression of WER against main: unset",
        "12 DER ≤ 20 %: skipped",
      ]
        .join("\n")
        .replace(/[()|.]/g, "\\$&"),
    ),
  );
  // A second look at the same is not told again.
  const { runs } = fake.tests;
  await fake.tests.open();
  expect(fake.tests.runs).toBe(runs);

  // What somebody else measured is shown when it ends.
  await write(window.path, runFiles("20261122-111500-aa02", changeRun(narrow, { age: 1 })));
  fake.folders.tell(join(window.path, ".ml-engineer/runs/20261122-111500-aa02/run.json"), "created");
  await vi.waitFor(
    () => expect(fake.tests.text()).toContain("7 WER ru ≤ 15 %: failed | WER ru ≤ 15 % (tiny after): 49.6 %"),
    waiting,
  );
  expect(fake.tests.text()).toContain("11 No regression of WER against main: passed");
});

it("runs by the commands of everybody, and skips what nobody measured", async () => {
  const window = await openWindow({ [file]: configurationText(budgets) });
  await fake.tests.open();
  expect(fake.tests.text()).toContain("6 WER ru ≤ 50 %: unset");
  await fake.tests.run("WER ru ≤ 50 %");
  expect(fake.tests.text()).toContain("6 WER ru ≤ 50 %: skipped");
  expect(fake.tests.output.join("")).toBe("Nothing was measured for this budget.\r\n");

  fake.commandHandlers.set("mlEngineer.measureEngine", () =>
    write(window.path, runFiles("20261122-101500-aa01", { age: 0, rows: [wide] })),
  );
  fake.commandHandlers.set("mlEngineer.evaluateChange", () =>
    write(
      window.path,
      runFiles(
        "20261122-101500-aa02",
        changeRun({ ...wide, change: (clip) => ({ ...clip, hypothesis: "" }) }, { age: 0 }),
      ),
    ),
  );
  await fake.tests.run("WER ru ≤ 50 %", "No regression of WER against main");
  const calls = fake.calledCommands.map(({ command, values }) => [command, values[0]]);
  expect(calls.slice(1)).toEqual([
    ["mlEngineer.measureEngine", { folder: window.path }],
    ["mlEngineer.evaluateChange", { folder: window.path, base: "main" }],
  ]);
  expect(fake.tests.text()).toContain("6 WER ru ≤ 50 %: passed");
  expect(fake.tests.text()).toMatch(
    /11 No regression of WER against main: failed \| No regression of WER ru against main \(tiny after\): \+50\.\d pt \(95 % .*\) @11/,
  );
});

it("shows missed and undecided budgets as problems of their lines until they are changed or kept", async () => {
  const window = await openWindow({
    [file]: configurationText(budgets),
    ...runFiles("20261122-101500-aa01", { age: 60, rows: [wide] }),
  });
  expect(fake.problems.text()).toBe("");
  const document = fake.documents.open(join(window.path, file));
  const undecided = `evaluation.json:7:5-52 information (run 20261122-101500-aa01) Inconclusive: WER ru ≤ 15 % (tiny): 14.7 % (95 % 11.9–17.8), at most 15 %`;
  const missed = `evaluation.json:8:5-51 warning (run 20261122-101500-aa01) Missed: WER ru ≤ 10 % (tiny): 14.7 % (95 % 11.9–17.8), at most 10 %`;
  await vi.waitFor(() => {
    expect(fake.problems.text()).toContain(undecided);
    expect(fake.problems.text()).toContain(missed);
  }, waiting);
  expect(fake.problems.text().split("\n")).toHaveLength(2);

  // Another limit is another budget, also before it is saved; what stands below moves along.
  const eased = [budgets[0], { ...budgets[1], atMost: 0.3 }, {}, ...budgets.slice(2)];
  fake.documents.type(
    document,
    configurationText(eased.map((budget, index) => (index === 2 ? { metric: "cer", atMost: 1 } : (budget ?? {})))),
  );
  await vi.waitFor(() => {
    expect(fake.problems.text()).toBe(missed.replace(":8:", ":9:"));
  }, waiting);
  fake.documents.save(document);
  fake.folders.tell(join(window.path, file), "changed");
  await fake.tests.open();
  expect(fake.tests.text()).toContain("7 WER ru ≤ 30 %: passed");

  // A newer run keeps to it.
  const perfect = {
    ...wide,
    change: (clip: { reference: string }) => ({ ...clip, hypothesis: clip.reference }) as never,
  };
  await write(window.path, runFiles("20261122-111500-aa02", { age: 1, rows: [perfect] }));
  fake.folders.tell(join(window.path, ".ml-engineer/runs/20261122-111500-aa02/run.json"), "created");
  await vi.waitFor(() => expect(fake.problems.text()).toBe(""), waiting);
});

it("says why a configuration has no budgets to show, and reads nothing before somebody looks", async () => {
  const window = await openWindow({ [file]: '{ "schema": 2 }' });
  expect(fake.folders.watchers).toBe(0);
  await fake.tests.open();
  const [item] = fake.tests.items();
  expect(item?.error).toMatch(/^\.ml-engineer\/evaluation\.json:1:\d+ /);
  expect(fake.problems.text()).toBe("");
  await writeFile(join(window.path, file), configurationText([{ metric: "wer", atMost: 0.2 }]));
  fake.folders.tell(join(window.path, file), "changed");
  await vi.waitFor(() => expect(fake.tests.text()).toBe("6 WER ≤ 20 %: unset"), waiting);
});
