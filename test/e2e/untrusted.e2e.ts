import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { type MessagesServer, startMessagesServer } from "../support/messages-server";
import { screenshot } from "./support/artefacts";
import { runCommand } from "./support/commands";
import { notifications, setSideBarWidth } from "./support/looks";
import { poll } from "./support/poll";
import { webviewFrame } from "./support/webview";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");

const commands = manifest.contributes.commands.map(({ command }) => command);
/** Commands that show what the team keeps in files, and change nothing. */
const onlyReading = [
  "mlEngineer.openHandoff",
  "mlEngineer.copyHandoff",
  "mlEngineer.refreshHandoffs",
  "mlEngineer.openMemory",
  "mlEngineer.copyMemoryPath",
  "mlEngineer.searchMemories",
  "mlEngineer.refreshMemories",
  "mlEngineer.openRun",
  "mlEngineer.openReport",
  "mlEngineer.revealRun",
  "mlEngineer.copyRunId",
  "mlEngineer.openRunRecord",
  "mlEngineer.refreshRuns",
];

describe("in a folder that is not trusted", () => {
  const workbench = useWorkbench({
    workspace: example,
    trust: false,
    env: { ANTHROPIC_API_KEY: "sk-ant-environment" },
  });
  let server: MessagesServer;

  beforeAll(async () => {
    server = await startMessagesServer();
    const { driver, page } = workbench();
    await driver.updateConfiguration("mlEngineer.anthropic.baseUrl", server.url);
    await setSideBarWidth(page, 420);
  });
  afterAll(() => server.close());

  it("the view says why nothing can be asked", async () => {
    const { driver, page } = workbench();
    await driver.executeCommand("mlEngineer.chat.focus");
    const chat = await webviewFrame(page, "[data-view=chat]");
    await chat.getByText("Nothing is read or run here until you trust the folder.").waitFor();
    expect(await chat.locator("#composer-text").count()).toBe(0);
    await screenshot(page, "untrusted");
  });

  it.each(commands.filter((command) => !onlyReading.includes(command)))("%s is refused", async (command) => {
    const { driver, page } = workbench();
    const before = children((await driver.state()).extensionHost);
    const refused = driver.executeCommand(command, "question", { path: "a.py" });
    await page.locator(".notification-toast").waitFor();
    expect(await notifications(page)).toEqual([
      "This folder is not trusted, so the ML engineer does nothing here. [Manage workspace trust]",
    ]);
    await driver.executeCommand("notifications.clearAll");
    await refused;
    // VS Code shows no more than two notifications in 0.8 s.
    await page.waitForTimeout(400);
    expect(await page.locator(".quick-input-widget:visible").count()).toBe(0);
    const started = children((await driver.state()).extensionHost).filter((process) => !before.includes(process));
    expect(started).toEqual([]);
    expect([...server.requests, ...server.otherRequests]).toEqual([]);
  });

  it.each(onlyReading)("%s reads, and nothing runs", async (command) => {
    const { driver, page } = workbench();
    const before = children((await driver.state()).extensionHost);
    const done = driver.executeCommand(command, "question");
    await page.waitForTimeout(500);
    await page.keyboard.press("Escape");
    await driver.executeCommand("notifications.clearAll");
    await done;
    const started = children((await driver.state()).extensionHost).filter((process) => !before.includes(process));
    expect(started).toEqual([]);
    expect([...server.requests, ...server.otherRequests]).toEqual([]);
  });

  it("trusting the folder lets one ask", async () => {
    const { page } = workbench();
    const chat = await webviewFrame(page, "[data-view=chat]");
    await chat.getByRole("button", { name: "Manage workspace trust" }).click();
    await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await poll("a view in which one can ask", 20, async () => {
      const view = await webviewFrame(page, "[data-view=chat]");
      return (await view.locator("#composer-text").count()) > 0 ? true : undefined;
    });
    await screenshot(page, "trusted");
  });
});

describe("without a folder", () => {
  const workbench = useWorkbench();

  it("the view offers to open one, and a question is not asked for", async () => {
    const { page, driver } = workbench();
    await runCommand(page, "ML Engineer: Ask ML Engineer");
    await setSideBarWidth(page, 420);
    const chat = await webviewFrame(page, "[data-view=chat]");
    await chat.getByRole("button", { name: "Open folder" }).waitFor();
    expect(await page.locator(".quick-input-widget:visible").count()).toBe(0);
    await screenshot(page, "no-folder");
    await runCommand(page, "ML Engineer: Conversations");
    await page.locator(".notification-toast").waitFor();
    expect(await notifications(page)).toEqual(["Open a folder first: conversations belong to one. [Show log]"]);
    await driver.executeCommand("notifications.clearAll");
    await runCommand(page, "ML Engineer: Choose model");
    await page.getByText("Offline reviewer").first().waitFor();
    await screenshot(page, "choose-model");
    await page.keyboard.press("Escape");
  });
});

/**
 * The processes that a process has started and that still run, by name. Without shells: VS Code uses one for itself now and
 * then, and this extension starts programs directly.
 */
function children(parent: number): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, "utf8"));
        return Number(status?.[2]) === parent && status?.[1] !== "sh" ? [`${name} ${status?.[1]}`] : [];
      } catch {
        return [];
      }
    })
    .sort();
}
