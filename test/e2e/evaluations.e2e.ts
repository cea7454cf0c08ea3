import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { changeRun, configurationText, narrow, runFiles, wide } from "../support/stored-runs";
import { screenshot } from "./support/artefacts";
import { setSideBarWidth } from "./support/looks";
import { poll } from "./support/poll";
import { openTree } from "./support/tree";
import { useWorkbench } from "./support/workbench";

const file = ".ml-engineer/evaluation.json";
const budgets = [
  { metric: "wer", language: "ru", atMost: 0.5 },
  { metric: "wer", language: "ru", atMost: 0.1 },
  { metric: "wer", language: "ru", atMost: 0.15 },
  { metric: "wer", language: "ru", noRegressionAgainst: "main" },
];

const workbench = useWorkbench({
  workspace: join(import.meta.dirname, "..", "..", "examples", "speech-service"),
  size: { width: 1280, height: 900 },
  async prepare(workspace) {
    const files = {
      [file]: configurationText(budgets),
      ...runFiles("20261122-101500-aa03", changeRun(wide, { age: 5 })),
      ...runFiles("20261122-101400-aa02", { age: 60, record: { state: "cancelled" } }),
      ...runFiles("20261121-101300-aa01", { age: 3 * 24 * 60, rows: [narrow] }),
    };
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(workspace, path)), { recursive: true });
      await writeFile(join(workspace, path), content);
    }
  },
});

it("shows runs with what came out, and what can be done with them", async () => {
  const { page, driver } = workbench();
  await setSideBarWidth(page, 480);
  const tree = await openTree(page, driver, "mlEngineer.evaluations", "Evaluations");
  await poll("the figures", 60, async () =>
    (await tree.rows()).join("\n").includes("WER ru 14.7 % · better") ? true : undefined,
  );
  await screenshot(page, "evaluations");
  expect(await tree.menuOf("tiny against main")).toEqual([
    "Open report",
    "Compare with…",
    "Set as baseline",
    "Open run.json",
    "Reveal in Explorer",
    "Copy run ID",
    "Delete run",
  ]);
  await screenshot(page, "evaluations-menu");
  await page.keyboard.press("Escape");
});

it("shows budgets as tests that pass, fail and are undecided, and as problems of the file", async () => {
  const { page, driver, workspace } = workbench();
  await driver.executeCommand("workbench.view.testing.focus");
  const items = page.locator(".test-explorer [role=treeitem]");
  await items.filter({ hasText: "evaluation.json" }).locator(".monaco-tl-twistie").click();
  let shown = "";
  await poll("the states of the tests", 30, async () => {
    const labels = await items.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
    shown = labels.join("\n");
    const isThere = /≤ 50 %.*Passed/i.test(shown) && /≤ 10 %.*Failed/i.test(shown) && /≤ 15 %.*Errored/i.test(shown);
    return isThere && /against main.*Passed/i.test(shown) ? true : undefined;
  }).catch((error: Error) => {
    throw new Error(`${error.message}; they are\n${shown}`);
  });
  await driver.open(join(workspace, file));
  await screenshot(page, "budgets-tests");
  const found = await poll("the problems of the file", 30, async () => {
    const problems = (await driver.diagnostics()).filter(
      ({ path, source }) => path.endsWith(file) && source === "ML Engineer",
    );
    return problems.length === 2 ? problems : undefined;
  });
  expect(found.map(({ range, severity, message }) => `${range[0] + 1} ${severity} ${message}`)).toEqual([
    "7 warning Missed: WER ru ≤ 10 % (tiny after): 14.7 % (95 % 11.9–17.8), at most 10 %",
    expect.stringMatching(/^8 information Inconclusive: WER ru ≤ 15 % .*: about \d+ clips needed$/),
  ]);
});
