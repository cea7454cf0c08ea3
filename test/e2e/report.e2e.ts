import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { changeRun, configurationText, runFiles, wide } from "../support/stored-runs";
import { screenshot } from "./support/artefacts";
import { setSideBarWidth, setTheme, themes } from "./support/looks";
import { webviewFrame } from "./support/webview";
import { useWorkbench } from "./support/workbench";

const id = "20261122-101500-aa03";

const workbench = useWorkbench({
  workspace: join(import.meta.dirname, "..", "..", "examples", "speech-service"),
  size: { width: 1280, height: 900 },
  async prepare(workspace) {
    const files = {
      ".ml-engineer/evaluation.json": configurationText([{ metric: "wer", language: "ru", atMost: 0.1 }]),
      ...runFiles(id, changeRun(wide, { age: 5 })),
    };
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(workspace, path)), { recursive: true });
      await writeFile(join(workspace, path), content);
    }
  },
});

it("shows a stored run, in each theme and in a narrow column, and only its page scrolls", async () => {
  const { page, driver } = workbench();
  await driver.executeCommand("mlEngineer.openReport", id);
  const report = await webviewFrame(page, ".verdicts li");
  await report.locator(".utterance-line").first().click();
  await report.locator(".aligned").first().waitFor();
  expect((await driver.state()).tabs).toEqual([expect.stringMatching(/^Change of tiny · /)]);
  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    await setTheme(page, driver, theme);
    await screenshot(page, `report-${theme.replaceAll(" ", "-")}`);
  }
  await setTheme(page, driver, "dark");
  for (const width of [300, 780]) {
    await setSideBarWidth(page, width);
    await page.waitForTimeout(300);
    expect(await report.evaluate<string[]>(outside)).toEqual([]);
    await screenshot(page, `report-beside-${width}`);
  }
});

/** Runs in the page: what sticks out of it, or would let it scroll as a whole. */
const outside = `[
  ...(document.documentElement.scrollHeight > innerHeight ? ["the page is too high"] : []),
  ...[...document.querySelectorAll(".report *")]
    .filter((element) => element.closest("pre, svg, .for-screen-readers") === null)
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.tagName + "." + element.className),
]`;
