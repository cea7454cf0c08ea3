import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { hasSpeechEngine } from "../../scripts/speech-engine.mjs";
import { figure, screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { runCommand } from "./support/commands";
import type { Driver } from "./support/driver";
import { focusEditor, saveEditor } from "./support/editor";
import { poll } from "./support/poll";
import { git, makeRepository } from "./support/repository";
import { webviewFrame } from "./support/webview";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const engine = "captions/modules/transcription/preview.py";
const minutes = 60_000;

describe.skipIf(!hasSpeechEngine())("a change of an engine", () => {
  const workbench = useWorkbench({ workspace: example, size: { width: 1500, height: 950 }, prepare: makeRepository });
  let driver: Driver;
  let chat: Chat;

  beforeAll(async () => {
    driver = workbench().driver;
    chat = await openChat(workbench().page, driver);
  });

  const lens = (page: Page, words: string) => page.locator(".codelens-decoration a", { hasText: words }).first();
  const lenses = async () =>
    (await driver.codeLenses(join(workbench().workspace, engine))).map(({ title }) => title ?? "");
  const runs = () => {
    const folder = join(workbench().workspace, ".ml-engineer", "runs");
    return existsSync(folder) ? readdirSync(folder).filter((name) => /^\d{4}/.test(name)) : [];
  };
  const reportOf = (count: number) =>
    poll(`the report of ${count} runs`, 240, async () =>
      runs().length === count ? await webviewFrame(workbench().page, ".verdicts li").catch(() => undefined) : undefined,
    );
  const type = async (from: string, to: string) => {
    const { page, workspace } = workbench();
    const lines = readFileSync(join(workspace, engine), "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes(from));
    const column = (lines[line] ?? "").indexOf(from);
    await driver.open(join(workspace, engine), [line, column, line, column + from.length]);
    await page.locator(".editor-instance .monaco-editor.focused").first().waitFor();
    await page.keyboard.type(to);
    await saveEditor(page, to);
  };

  it(
    "is preceded by what the engine does today",
    async () => {
      const { page, workspace } = workbench();
      await driver.open(join(workspace, engine), [40, 0, 40, 0]);
      await focusEditor(page);
      await lens(page, "Measure this engine").waitFor({ timeout: 30_000 });
      await screenshot(page, "change-measure-lens");
      await lens(page, "Measure this engine").click();
      const dialog = page.locator(".monaco-dialog-box");
      await dialog.waitFor({ timeout: 30_000 });
      expect(await dialog.textContent()).toContain("python3 .ml-engineer/preview.py");
      await screenshot(page, "change-measure-dialog");
      await dialog.getByRole("button", { name: "Run", exact: true }).click();
      const report = await reportOf(1);
      expect(await report.locator(".verdicts").textContent()).toMatch(/WER/);
      await screenshot(page, "change-baseline-report");
      expect(runs()).toHaveLength(1);
      await driver.open(join(workspace, engine), [25, 0, 25, 0]);
      await lens(page, "WER").waitFor({ timeout: 30_000 });
      expect(await lenses()).toEqual([expect.stringMatching(/^WER (ru )?\d+(\.\d)? % .*just now$/)]);
      await screenshot(page, "change-baseline");
    },
    4 * minutes,
  );

  it(
    "is measured by a click on its lens",
    async () => {
      const { page, workspace } = workbench();
      await type("1e-48", "1e-30");
      await lens(page, "Evaluate this engine change").waitFor({ timeout: 30_000 });
      await screenshot(page, "change-lens");
      const started = performance.now();
      await lens(page, "Evaluate this engine change").click();
      const start = page.locator(".quick-input-list .monaco-list-row", { hasText: "Evaluate the change against" });
      await start.waitFor({ timeout: 30_000 });
      await screenshot(page, "change-what");
      await page.keyboard.press("Enter");
      const dialog = page.locator(".monaco-dialog-box");
      await dialog.waitFor({ timeout: 60_000 });
      await screenshot(page, "change-dialog");
      await dialog.getByRole("button", { name: "Run", exact: true }).click();
      await page.locator(".notification-toast", { hasText: "clips" }).waitFor({ timeout: 60_000 });
      await screenshot(page, "change-progress");
      const report = await reportOf(2);
      await report.locator(".verdicts li", { hasText: "worse" }).first().waitFor({ timeout: 240_000 });
      figure("first evaluation of a change", performance.now() - started);
      await screenshot(page, "change-report");
      await chat.frame
        .getByText("Model Evaluation: preview before vs preview after")
        .first()
        .waitFor({ timeout: 60_000 });
      await chat.frame.locator(".end").waitFor({ timeout: 60_000 });
      await screenshot(page, "change-answer");
      await driver.open(join(workspace, engine), [25, 0, 25, 0]);
      await lens(page, "→").waitFor({ timeout: 30_000 });
      const [title] = await lenses();
      expect(title).toMatch(/^WER \d.* % → \d.* % \(.*\)/);
      expect((title ?? "").length).toBeLessThanOrEqual(100);
      await screenshot(page, "change-result");
      expect(git(workspace, "worktree", "list").trim().split("\n")).toHaveLength(1);
    },
    8 * minutes,
  );

  it(
    "is heard in the report",
    async () => {
      const { page } = workbench();
      await lens(page, "→").click();
      const report = await webviewFrame(page, ".utterance-line");
      await report.locator(".utterance-line").first().click();
      const word = report.locator(".aligned button.column").nth(1);
      await word.waitFor({ timeout: 15_000 });
      await word.click();
      await report.locator('.play[aria-pressed="true"]').waitFor({ timeout: 10_000 });
      await screenshot(page, "change-playback");
    },
    minutes,
  );

  it(
    "is measured again with the transcripts that there are",
    async () => {
      const { page, workspace } = workbench();
      const started = performance.now();
      await runCommand(page, "ML Engineer: Evaluate this engine change");
      await page
        .locator(".quick-input-list .monaco-list-row", { hasText: "Evaluate the change against" })
        .waitFor({ timeout: 30_000 });
      await page.keyboard.press("Enter");
      const record = await poll("another record of a run that ended", 240, async () => {
        const latest = join(workspace, ".ml-engineer", "runs", runs().sort()[2] ?? "none", "run.json");
        if (!existsSync(latest)) return undefined;
        const { finished, change } = JSON.parse(readFileSync(latest, "utf8")) as {
          finished?: string;
          change: { reused: unknown };
        };
        return finished === undefined ? undefined : change;
      });
      figure("second evaluation of a change", performance.now() - started);
      expect(record.reused).toEqual({ before: 24, after: 24 });
      await reportOf(3);
      await page.locator(".notification-toast", { hasText: "Evaluating the change" }).waitFor({ state: "detached" });
    },
    5 * minutes,
  );

  it(
    "is gone when it is taken back",
    async () => {
      const { page } = workbench();
      await type("1e-30", "1e-48");
      await poll("no lens of a change", 30, async () =>
        (await lenses()).some((title) => title.includes("→") || title.includes("change")) ? undefined : true,
      );
      await screenshot(page, "change-undone");
    },
    minutes,
  );
});
