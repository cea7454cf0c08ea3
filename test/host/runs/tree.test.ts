import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it, vi } from "vitest";
import { tooltipOf } from "../../../src/host/runs/run-tooltip";
import { fake } from "../../support/fake-vscode";
import { changeRun, configurationText, narrow, runFiles, wide } from "../../support/stored-runs";
import { openWindow, waiting } from "./support";

const day = 24 * 60;
const threeDaysAgo = new Intl.DateTimeFormat("en", { dateStyle: "long" }).format(Date.now() - 3 * day * 60_000);

const several = {
  ".ml-engineer/evaluation.json": configurationText(),
  ...runFiles("20261122-101500-aa01", changeRun(wide, { age: 0 })),
  ...runFiles("20261122-101400-aa02", { age: 0.1, record: { state: "cancelled" } }),
  ...runFiles("20261119-101400-aa03", { age: 3 * day, rows: [narrow, { ...wide, name: "large" }] }),
  ...runFiles("20261119-101300-aa04", { age: 3 * day + 1, hasTranscripts: false }),
  ".ml-engineer/runs/20261118-101300-aa05/run.json": "{",
};

it("groups runs by day, and says what was measured and what came out", async () => {
  const window = await openWindow(several);
  expect(await window.filled()).toBe(`Today | 2
  tiny against main | WER ru 14.7 % · better · just now · beams
  tiny | cancelled · resume · just now
${threeDaysAgo} | 2 (closed)
  tiny, large | WER ru 49.6 % · large: better · 3 days ago
  tiny | 3 days ago
Cannot be read | 1
  20261118-101300-aa05 | broken`);
});

it("reads and watches nothing before somebody looks", async () => {
  const window = await openWindow(several);
  expect(fake.folders.watchers).toBe(0);
  await window.tree();
  expect(fake.folders.watchers).toBe(1);
});

it("fills figures in by itself, and shows a run that came", async () => {
  const window = await openWindow(several);
  const changed = vi.fn();
  window.provider.onDidChangeTreeData?.(changed);
  expect(await window.tree()).toContain("tiny against main | just now");
  await vi.waitFor(() => expect(changed).toHaveBeenCalled(), waiting);
  expect(await window.tree()).toContain("WER ru 14.7 % · better");

  for (const [path, text] of Object.entries(runFiles("20261122-101600-aa06", { age: 0 }))) {
    await mkdir(dirname(join(window.path, path)), { recursive: true });
    await writeFile(join(window.path, path), text);
  }
  fake.folders.tell(join(window.path, ".ml-engineer/runs/20261122-101600-aa06/run.json"), "created");
  await vi.waitFor(async () => expect((await window.runs.list()).length).toBe(5), waiting);
  await rm(join(window.path, ".ml-engineer/runs/20261118-101300-aa05"), { recursive: true });
  await window.runs.look();
  expect(await window.runs.problems()).toEqual([]);
});

it("shows the evaluation that runs first, instead of its unfinished record", async () => {
  const window = await openWindow(
    runFiles("20261122-101500-aa01", { age: 0, record: { state: "partial", finished: undefined } as never }),
  );
  expect(await window.tree()).toBe("Today | 1\n  tiny | not finished · resume · just now");
  const held = window.evaluation.begin({ title: "Evaluating engines", folder: window.path });
  expect(await window.tree()).toBe("Evaluating | Reading the test sets…");
  const progress = { row: "tiny", done: 12, total: 133, failed: 0, cost: 0, timeLeft: 180, wer: 0.142 };
  held?.update({ step: "clips", progress });
  expect(await window.tree()).toBe("Evaluating | 12/133 clips · tiny · WER so far 14.2 % · 3 min left");
  held?.end();
  expect(await window.tree()).toContain("not finished · resume");
});

it("offers what is possible with a run, and only to look in a folder that is not trusted", async () => {
  const verbs = async (trusted: boolean) => {
    const window = await openWindow(several, { trusted });
    const nodes = await window.nodes();
    return nodes.map((node) => window.provider.getTreeItem(node).contextValue);
  };
  expect(await verbs(true)).toEqual([
    "run compare setBaseline delete",
    "run resume delete",
    "run compare setBaseline delete",
    "run compare setBaseline delete",
    "broken delete",
  ]);
  expect(await verbs(false)).toEqual(["run", "run", "run", "run", "broken"]);
});

it("has figures and verdicts in its tooltip, and no Markdown of others", async () => {
  const budgets = [
    { metric: "wer", language: "ru", atMost: 0.15 },
    { metric: "wer", language: "ru", noRegressionAgainst: "main" },
  ];
  const window = await openWindow({ ...several, ".ml-engineer/evaluation.json": configurationText(budgets) });
  const node = await window.run("20261122-101500-aa01");
  const { value, isTrusted } = tooltipOf(node, await window.runs.summary(node.run));
  expect(isTrusted).toBe(false);
  expect(value).toMatch(/tiny after: WER Russian 14\.7 % \(95 % .*–.*\) · RTF 0\.028 · 21 MiB · 62 of 62 clips/);
  expect(value).toMatch(/- WER Russian: better, −34\.9 pt \(95 % −.*…−.*\)/);
  expect(value).toMatch(/- WER ru ≤ 15 %: inconclusive, 14\.7 % \(95 % .*\), at most 15 %: about 7100 clips needed/);
  expect(value).toMatch(/- No regression of WER ru against main: kept, −34/);
});

it("names the folder of a run where several are open", async () => {
  const inRoot = (root: string, id: string) =>
    Object.fromEntries(
      Object.entries(runFiles(id, { age: root === "one" ? 1 : 2 })).map(([path, text]) => [`${root}/${path}`, text]),
    );
  const files = { ...inRoot("one", "20261122-101500-aa01"), ...inRoot("two", "20261122-101500-aa02") };
  const window = await openWindow(files, { roots: ["one", "two"] });
  expect(await window.tree()).toBe("Today | 2\n  tiny | 1 min ago · one\n  tiny | 2 min ago · two");
});

it("shows nothing, so that the view says how to begin, where nothing was measured", async () => {
  const window = await openWindow({ "a.py": "" });
  expect(await window.tree()).toBe("");
});
