import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, it, vi } from "vitest";
import { runCommand } from "./support/commands";
import { setSideBarWidth, setTheme, type Theme } from "./support/looks";
import { makeRepository } from "./support/repository";
import { webviewFrame } from "./support/webview";
import { useWorkbench } from "./support/workbench";

/**
 * Takes the pictures of the walkthrough from the real thing, dark and light. It writes into `media/`, so it only runs when asked:
 * `ML_ENGINEER_PICTURES=1 npx vitest run --project e2e test/e2e/pictures.e2e.ts`
 */
const isAsked = process.env.ML_ENGINEER_PICTURES !== undefined;
const root = join(import.meta.dirname, "..", "..");
const example = join(root, "examples", "speech-service");
const engine = "captions/modules/transcription/preview.py";
/** Small, because the walkthrough shows them about 420 pixels wide and their text has to be read there. */
const size = { width: 640, height: 480 };
const looks: Readonly<Record<string, Theme>> = { dark: "dark", light: "light" };

// A change is measured before the window opens.
vi.setConfig({ hookTimeout: 300_000 });

describe.runIf(isAsked)("pictures of the walkthrough", () => {
  const workbench = useWorkbench({
    workspace: example,
    size,
    settings: {
      "breadcrumbs.enabled": false,
      "editor.fontSize": 12,
      "editor.minimap.enabled": false,
      "editor.folding": false,
      "explorer.compactFolders": false,
      "window.commandCenter": false,
      "workbench.layoutControl.enabled": false,
      "workbench.statusBar.visible": false,
    },
    async prepare(workspace) {
      await addTeamFiles(workspace);
      makeRepository(workspace);
      await measureChange(workspace);
    },
  });

  it.each(Object.entries(looks))("in %s", { timeout: 120_000 }, async (look, theme) => {
    const { page, driver, workspace } = workbench();
    const speech = join(workspace, "captions", "modules", "transcription");
    const run = (command: string, ...values: readonly unknown[]) => driver.executeCommand(command, ...values);
    await setTheme(page, driver, theme);
    // Other extensions of these tests stand there.
    await driver.updateConfiguration("workbench.activityBar.location", "hidden");
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor: 1, mobile: false });
    const take = async (step: string) => {
      // What the pointer rests on would show its tooltip.
      await page.mouse.move(size.width / 2, 4);
      await page.waitForTimeout(700);
      const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 30 });
      const path = join(
        process.env.ML_ENGINEER_PICTURES_FOLDER ?? join(root, "media", "walkthrough"),
        `${step}-${look}.webp`,
      );
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, Buffer.from(data, "base64"));
    };

    await driver.open(join(speech, "service.py"), [17, 0, 17, 0]);
    await run("mlEngineer.chat.focus");
    await setSideBarWidth(page, 300);
    await run("mlEngineer.newConversation");
    const chat = await webviewFrame(page, "[data-view=chat]");
    await chat.getByText("No model connected").waitFor();
    await take("ask");

    await run("mlEngineer.reviewPipeline");
    const place = chat.getByText("transcription/service.py:25").first();
    await place.waitFor({ timeout: 20_000 });
    await page.waitForTimeout(1500);
    await place.click();
    await chat.getByText("Read at start").first().scrollIntoViewIfNeeded();
    await take("evidence");

    await runCommand(page, "ML Engineer: Choose model");
    await page.getByText("Offline reviewer").first().waitFor();
    await take("model");
    await page.keyboard.press("Escape");

    await run("workbench.action.closeSidebar");
    await run("workbench.action.closeAllEditors");
    await driver.open(join(workspace, engine), [31, 0, 31, 0]);
    await run("mlEngineer.openReport", await latestRun(workspace));
    await webviewFrame(page, ".verdicts li");
    await run("workbench.action.moveEditorToBelowGroup");
    await webviewFrame(page, ".metrics td");
    await run("workbench.action.focusAboveGroup");
    await run("revealLine", { lineNumber: 22, at: "top" });
    await page.locator(".codelens-decoration a", { hasText: "→" }).first().waitFor({ timeout: 30_000 });
    await take("measure");
    await run("workbench.action.closeAllEditors");

    await run("workbench.view.explorer");
    await run("workbench.files.action.collapseExplorerFolders");
    await setSideBarWidth(page, 240);
    await driver.open(join(workspace, ".claude", "agents", "release-notes.md"), [2, 4, 2, 4]);
    await run("workbench.files.action.showActiveFileInExplorer");
    await page.getByText("agents-memory").first().click();
    await run("workbench.action.focusActiveEditorGroup");
    await run("editor.action.showHover");
    await take("team");
    await page.keyboard.press("Escape");
    await run("workbench.action.closeAllEditors");
  });
});

/** A change that makes the engine worse, measured as CI would. */
async function measureChange(workspace: string): Promise<void> {
  const path = join(workspace, engine);
  await writeFile(path, (await readFile(path, "utf8")).replace('"1e-48"', '"1e-30"'));
  // It misses its budget, so the exit code is not 0.
  spawnSync(process.execPath, [join(root, "dist", "cli.js"), "evaluate", "--change"], { cwd: workspace });
}

async function latestRun(workspace: string): Promise<string> {
  const names = await readdir(join(workspace, ".ml-engineer", "runs"));
  return (
    names
      .filter((name) => /^\d/.test(name))
      .sort()
      .at(-1) ?? ""
  );
}

/** What a team adds to its repository: an agent of its own (with a mistake), memory, protocol. */
async function addTeamFiles(workspace: string): Promise<void> {
  const claude = join(workspace, ".claude");
  const files: Readonly<Record<string, string>> = {
    "agents/release-notes.md":
      "---\nname: release-notes\ndescription: Use when: a release is near\ntools: Read, Grep\n---\nYou write release notes for people who edit\ncaptions all day.\n",
    "agents-memory/ml-ai-engineer/2026-11-03-draft-limits.md":
      "# Drafts are cut off after 10 minutes\n\nApplies when: somebody asks why long drafts fail.\n",
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(claude, path)), { recursive: true });
    await writeFile(join(claude, path), content);
  }
  await cp(join(root, "agents", "ml-ai-engineer.md"), join(claude, "agents", "ml-ai-engineer.md"));
}
