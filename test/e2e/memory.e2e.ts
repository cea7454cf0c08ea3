import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, type MessagesServer, startMessagesServer } from "../support/messages-server";
import { screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { answerQuickInput, runCommand } from "./support/commands";
import type { Driver } from "./support/driver";
import { focusEditor, saveEditor } from "./support/editor";
import { notifications, setSideBarWidth, setTheme, themes } from "./support/looks";
import { poll } from "./support/poll";
import { ended, says, teamFiles, useClaude } from "./support/team";
import { openTree, type Tree } from "./support/tree";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const service = "captions/modules/transcription/service.py";
const memory = {
  topic: "Silence in long recordings",
  appliesWhen: "openai-whisper large transcribes recordings with long pauses",
  insight: [
    `${service}:21 loads \`large\` for each job`,
    "openai-whisper `large` invents thanks in pauses of more than 8 s",
    "`no_speech_threshold=0.6` alone does not help in our 40 recordings",
    "`condition_on_previous_text=False` removes 9 of 11 invented sentences",
    "The Google engine of this service invents none in the same 40 recordings",
  ],
  benchmark: `11 invented sentences in 40 recordings, ${service}:21`,
  engineOrModel: "openai-whisper large",
};

describe("what an agent found out", () => {
  const workbench = useWorkbench({
    workspace: example,
    env: { ANTHROPIC_API_KEY: "sk-ant-environment" },
    size: { width: 1280, height: 1080 },
  });
  let server: MessagesServer;
  let driver: Driver;
  let chat: Chat;
  let tree: Tree;

  beforeAll(async () => {
    server = await startMessagesServer();
    driver = workbench().driver;
    const { page } = workbench();
    await setSideBarWidth(page, 420);
    chat = await openChat(page, driver);
    await useClaude(chat, driver, server.url);
    tree = await openTree(page, driver, "mlEngineer.memory", "Memory");
    await screenshot(page, "memory-empty");
  });
  afterAll(() => server.close());

  it("is private at first, and goes into the repository with the person's consent", async () => {
    const { page, workspace } = workbench();
    server.script(
      answer([{ type: "tool_use", id: "toolu_memory", name: "WriteMemory", input: memory }]),
      says("It invents sentences in pauses."),
    );
    await chat.ask("Why does it thank us for watching?");
    await ended(chat, "It invents sentences");
    await tree.shows(["Silence in long recordings · openai-whisper large · not in the repository"]);
    expect(teamFiles(workspace, "memory")).toEqual([]);
    await screenshot(page, "memory-private");
    await chat.frame.getByRole("button", { name: "Keep in the repository" }).click();
    await tree.shows(["Silence in long recordings · openai-whisper large"]);
    expect(teamFiles(workspace, "memory")).toEqual([
      expect.stringMatching(/^ml-ai-engineer\/\d{4}-\d\d-\d\d-silence-in-long-recordings\.md$/),
    ]);
    await driver.executeCommand("notifications.clearAll");
    expect(await tree.tooltip("Silence in long recordings")).toContain("removes 9 of 11 invented sentences");
    await screenshot(page, "memory-tooltip");
  });

  it("is recalled for a question in another language, and the chat says why", async () => {
    const { page } = workbench();
    await runCommand(page, "ML Engineer: New conversation");
    await chat.frame.locator(".start-place .start").waitFor();
    server.script(says("Из-за пауз."));
    await chat.ask("Откуда галлюцинации в тишине на длинных записях?");
    await ended(chat, "Из-за пауз.");
    const reading = chat.frame.getByRole("button", { name: "Read at start:" });
    await reading.click();
    const line = chat.frame.locator(".reading-list li", { hasText: "Silence in long recordings" });
    expect((await line.locator(".reason").textContent())?.length).toBeGreaterThan(5);
    await screenshot(page, "memory-recalled");
    expect(JSON.stringify(server.requests.at(-1)?.json)).toContain("removes 9 of 11 invented sentences");
    await line.getByRole("link").click();
    await poll("the memory in an editor", 5, async () =>
      (await driver.state()).activeEditor?.path.endsWith("silence-in-long-recordings.md") ? true : undefined,
    );
    expect(server.violations).toEqual([]);
  });

  it("is changed by editing its file, and a broken one says so", async () => {
    const { page } = workbench();
    await focusEditor(page);
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("# Pauses in lectures");
    await page.keyboard.press("Shift+End");
    await page.keyboard.press("Delete");
    await saveEditor(page, "# Pauses in lectures");
    await tree.shows(["Pauses in lectures · openai-whisper large"]);
    await screenshot(page, "memory-edited");
    const { activeEditor } = await driver.state();
    const file = activeEditor?.path ?? "";
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/^\*\*Applies when:\*\*.*$/m, ""));
    await tree.row("Pauses in lectures").filter({ hasText: "line 1" }).waitFor();
    await screenshot(page, "memory-broken");
    await writeFile(file, text);
    await tree.shows(["Pauses in lectures · openai-whisper large"]);
    await driver.executeCommand("workbench.action.closeAllEditors");
  });

  it("is marked as stale, deleted, and brought back", async () => {
    const { page, workspace } = workbench();
    await tree.press("Pauses in lectures", "Mark memory as stale…");
    await answerQuickInput(page, "the engine was updated");
    await tree.shows(["Pauses in lectures · stale: the engine was updated · openai-whisper large"]);
    for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
      await setTheme(page, driver, theme);
      await setSideBarWidth(page, theme === "light" ? 300 : 420);
      await screenshot(page, `memory-looks-${theme.replaceAll(" ", "-")}`);
    }
    await setTheme(page, driver, "dark");
    const before = teamFiles(workspace, "memory");
    await tree.choose("Pauses in lectures", "Delete memory");
    await page.locator(".notification-toast", { hasText: "Memory deleted" }).waitFor();
    await screenshot(page, "memory-deleted");
    expect(await notifications(page)).toEqual(["Memory deleted: Pauses in lectures [Undo]"]);
    expect(teamFiles(workspace, "memory")).toEqual([]);
    await page.locator(".notification-toast").getByRole("button", { name: "Undo" }).click();
    await tree.shows(["Pauses in lectures · stale: the engine was updated · openai-whisper large"]);
    expect(teamFiles(workspace, "memory")).toEqual(before);
  });
});
