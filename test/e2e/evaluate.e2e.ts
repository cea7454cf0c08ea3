import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { tinyEngine, tinyEvaluation } from "../support/tiny-evaluation";
import { screenshot } from "./support/artefacts";
import { openChat } from "./support/chat";
import { runCommand } from "./support/commands";
import { poll } from "./support/poll";
import { webviewFrame } from "./support/webview";
import { useWorkbench } from "./support/workbench";

const workbench = useWorkbench({
  workspace: join(import.meta.dirname, "..", "..", "examples", "speech-service"),
  async prepare(workspace) {
    const engines = [tinyEngine("old", 2), tinyEngine("new", 7)];
    for (const [path, content] of Object.entries(tinyEvaluation({ clips: 24, engines }))) {
      await mkdir(dirname(join(workspace, path)), { recursive: true });
      await writeFile(join(workspace, path), content);
    }
  },
});

it("shows what would run, and opens the report of the run", async () => {
  const { page } = workbench();
  await runCommand(page, "ML Engineer: Evaluate engines");
  const dialog = page.locator(".monaco-dialog-box");
  await dialog.waitFor();
  const shown = (await dialog.textContent()) ?? "";
  expect(shown).toContain("Run these programs to evaluate the engines?");
  expect(shown).toMatch(/old: 24 clips, 0\.6 minutes of audio\s*\S*node tiny\.mjs 2/);
  await screenshot(page, "evaluate-dialog");
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
  const report = await poll("the report", 60, () => webviewFrame(page, ".verdicts li").catch(() => undefined));
  expect(await report.locator(".verdicts").textContent()).toMatch(/WER/);
  await screenshot(page, "evaluate-report");
});

it("lets the agent measure after a yes, and reports the figures of the run", async () => {
  const { page, driver, workspace } = workbench();
  const chat = await openChat(page, driver);
  await chat.ask("Evaluate the engines");
  const dialog = page.locator(".monaco-dialog-box");
  await dialog.waitFor();
  expect(await dialog.textContent()).toContain("The agent wants to run Evaluate. Allow it this time?");
  await screenshot(page, "evaluate-agent-dialog");
  await dialog.getByRole("button", { name: "Allow", exact: true }).click();
  await chat.frame.getByText("Measured: old vs new").first().waitFor({ timeout: 30_000 });
  await chat.frame.locator(".end").waitFor();
  await screenshot(page, "evaluate-agent");
  const runs = await readdir(join(workspace, ".ml-engineer/runs"));
  expect(runs.filter((name) => !name.startsWith("."))).toHaveLength(2);
});
