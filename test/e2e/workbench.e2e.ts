import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureArtefacts, screenshot } from "./support/artefacts";
import { answerQuickInput, quickPickItems, runCommand } from "./support/commands";
import { notifications, setSideBarWidth, setTheme, treeItems } from "./support/looks";
import { webviewFrame } from "./support/webview";
import { launchWorkbench, useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");

describe("the real workbench", () => {
  const workbench = useWorkbench({ workspace: example });

  it("opens the example and answers from the extension host", async () => {
    const { driver, workspace } = workbench();
    expect(await driver.state()).toMatchObject({ isTrusted: true, folders: [workspace], activeEditor: null });
    const file = join(workspace, "captions", "modules", "transcription", "service.py");
    await driver.open(file, [4, 0, 4, 0]);
    expect((await driver.state()).activeEditor).toEqual({ path: file, selection: [4, 0, 4, 0] });
    await expect(driver.executeCommand("no.such.command")).rejects.toThrow("no.such.command");
  });

  it("runs a command of an extension and shows what it did in its webview", async () => {
    const { page } = workbench();
    await runCommand(page, "Sample: Greet");
    const frame = await webviewFrame(page, "[data-view=sample]");
    await frame.getByText("Hello from the extension host.").waitFor();
    expect(await notifications(page)).toEqual(["Greeted. [Show log]"]);
    expect(await treeItems(page, "Fruit")).toEqual(["Apple · 5 letters", "Pear · 4 letters"]);
  });

  it("picks from a list", async () => {
    const { page } = workbench();
    await runCommand(page, "Notifications: Clear All Notifications");
    await runCommand(page, "Sample: Choose fruit");
    expect(await quickPickItems(page)).toEqual(["Apple", "Pear"]);
    await answerQuickInput(page, "Pear");
    await page.getByText("Chosen: Pear.").first().waitFor();
    expect(await notifications(page)).toEqual(["Chosen: Pear."]);
  });

  it("saves what explains a failure", async () => {
    const folder = await failureArtefacts(workbench(), "an example of a failure");
    const files = await readdir(folder, { recursive: true });
    for (const name of ["window.png", "console.log", "server.log"]) expect(files).toContain(name);
    expect(files.some((name) => name.endsWith("remoteexthost.log"))).toBe(true);
    await rm(folder, { recursive: true });
  });

  it.each(["dark", "light", "high contrast dark", "high contrast light"] as const)(
    "is readable in %s",
    async (theme) => {
      const { page, driver } = workbench();
      await setTheme(page, driver, theme);
      await setSideBarWidth(page, 300);
      await screenshot(page, `workbench-${theme.replaceAll(" ", "-")}`);
    },
  );

  it("gives the side bar the width that is asked for", async () => {
    const { page } = workbench();
    for (const width of [240, 420]) {
      await setSideBarWidth(page, width);
      const box = await page.locator(".part.sidebar").boundingBox();
      expect(Math.round(box?.width ?? 0)).toBeGreaterThanOrEqual(width - 1);
      expect(Math.round(box?.width ?? 0)).toBeLessThanOrEqual(width + 1);
    }
  });

  it("keeps a second window and a reloaded one apart", async () => {
    const { page, driver, openWindow, reload } = workbench();
    const second = await openWindow();
    const [first, other] = [await driver.state(), await second.driver.state()];
    expect(other.extensionHost).not.toBe(first.extensionHost);
    expect(other.folders).toEqual(first.folders);
    await second.page.close();
    const reloaded = await (await reload(page, second.driver)).state();
    expect([first.extensionHost, other.extensionHost]).not.toContain(reloaded.extensionHost);
  });
});

it("opens an untrusted folder in Restricted Mode", async () => {
  const { page, driver, close } = await launchWorkbench({ workspace: example, trust: false });
  try {
    expect(await driver.state()).toMatchObject({ isTrusted: false });
    await page.getByText("Restricted Mode").first().waitFor();
    await screenshot(page, "workbench-untrusted");
  } finally {
    await close();
  }
});

describe("a window without a folder, with a language model", () => {
  const workbench = useWorkbench({
    modelScript: [
      [{ text: "Four" }, { call: { id: "1", name: "Read", input: { file_path: "a.py" } } }],
      [{ error: "overloaded" }],
    ],
  });
  const scripted = { vendor: "ml-engineer-test" };

  it("has no folder", async () => {
    expect((await workbench().driver.state()).folders).toEqual([]);
  });

  it("answers an extension from the script, and fails where the script says so", async () => {
    const { driver } = workbench();
    expect(await driver.languageModels(scripted)).toMatchObject([{ id: "scripted", name: "Scripted model" }]);
    expect(await driver.askLanguageModel(scripted, "Two and two?")).toMatchObject([
      { value: "Four" },
      { callId: "1", name: "Read", input: { file_path: "a.py" } },
    ]);
    await expect(driver.askLanguageModel(scripted, "Again?")).rejects.toThrow("overloaded");
    await expect(driver.askLanguageModel(scripted, "And again?")).rejects.toThrow("no turn left");
    const requests = await driver.modelRequests();
    expect(requests.map(({ messages }) => messages.map(({ role, content }) => [role, content[0]?.text]))).toEqual([
      [["user", "Two and two?"]],
      [["user", "Again?"]],
      [["user", "And again?"]],
    ]);
  });

  it("restarts an extension host that was killed", async () => {
    const { driver } = workbench();
    const { extensionHost } = await driver.state();
    process.kill(extensionHost, "SIGKILL");
    const next = await driver.next();
    expect((await next.state()).extensionHost).not.toBe(extensionHost);
  });
});
