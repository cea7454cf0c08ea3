import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { answerQuickInput, quickPickItems, runCommand } from "./support/commands";
import { setSideBarWidth } from "./support/looks";
import { poll } from "./support/poll";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const question = "What would fail first in this pipeline, and what should we measure?";

describe("the chat, offline", () => {
  const workbench = useWorkbench({ workspace: example });
  let chat: Chat;

  beforeAll(() => setSideBarWidth(workbench().page, 420));

  it("answers a question from the palette with rows, evidence and a line about the model", async () => {
    const { page, driver } = workbench();
    await runCommand(page, "ML Engineer: Ask ML Engineer");
    await answerQuickInput(page, question);
    chat = await openChat(page, driver);
    await chat.frame.locator(".end").waitFor();
    await screenshot(page, "chat-offline-end");
    await chat.frame.locator(".scroller").hover();
    await page.mouse.wheel(0, -100_000);
    await chat.frame.getByRole("button", { name: "6 calls" }).waitFor();
    await screenshot(page, "chat-offline");
    expect(await chat.lastTurn()).toEqual([
      `You ${question}`,
      "Read at start: team protocol · CLAUDE.md · pipeline map _",
      "6 calls ReviewPipeline, Glob, ReadRun, RequestHandoff 3 _",
      expect.stringMatching(/^Handoff → Backend Architect Set `time_limit` .* open$/),
      expect.stringMatching(/^Handoff → Remotion Engineer Call `probe_media` .* open$/),
      expect.stringMatching(/^Handoff → Backend Architect Name an exact .* open$/),
      expect.stringMatching(/^No language model is connected: this is the offline reviewer, .* comes first/),
    ]);
  });

  it("opens the row of a tool call", async () => {
    await chat.frame.getByRole("button", { name: "6 calls" }).click();
    const row = chat.frame.getByRole("button", { name: "ReviewPipeline all rules" });
    await row.click();
    const content = chat.frame.locator(".tool-content");
    await content.waitFor();
    expect((await content.allInnerTexts()).join("").length).toBeGreaterThan(500);
    await screenshot(workbench().page, "tool-open");
    await row.click();
    await content.waitFor({ state: "detached" });
  });

  it("opens what was read at the start", async () => {
    const { driver, workspace } = workbench();
    await chat.frame.getByRole("button", { name: "Read at start:" }).click();
    await chat.frame.getByRole("link", { name: "CLAUDE.md" }).click();
    await editorAt(join(workspace, "CLAUDE.md"));
    await screenshot(workbench().page, "reading-open");
    await chat.frame.getByRole("button", { name: "Read at start:" }).click();
    expect((await driver.state()).tabs).toEqual(["CLAUDE.md"]);
  });

  it("opens the line that the answer names, with Ctrl to the side", async () => {
    const { driver, workspace, page } = workbench();
    const link = chat.frame.locator(".answer a[data-line]").first();
    const [path = "", line = ""] = (await link.allInnerTexts()).join("").split(":");
    await link.click();
    await editorAt(join(workspace, path), Number.parseInt(line, 10) - 1);
    expect(await page.locator(".editor-group-container").count()).toBe(1);
    await link.click({ modifiers: ["ControlOrMeta"] });
    await page.locator(".editor-group-container").nth(1).waitFor();
    await editorAt(join(workspace, path), Number.parseInt(line, 10) - 1);
    await screenshot(page, "place-beside");
    await driver.executeCommand("workbench.action.closeAllEditors");
  });

  it("says what it cannot answer without a model", async () => {
    const { page } = workbench();
    await chat.ask("Should we move to a different vendor next year?");
    await chat.answered("Should we move to a different vendor next year?");
    await screenshot(page, "offline-cannot");
    expect((await chat.lastTurn()).join(" ")).toContain(
      "I cannot answer this without a language model. What I checked instead",
    );
  });

  it("starts, lists, searches, renames, exports and deletes conversations", async () => {
    const { page, driver } = workbench();
    await runCommand(page, "ML Engineer: New conversation");
    await chat.frame.getByText("A speech-to-text engineer for this workspace.").waitFor();
    await screenshot(page, "empty");
    await chat.ask("Where is `beam_size` used?");
    await chat.answered("Where is `beam_size` used?");

    await runCommand(page, "ML Engineer: Conversations");
    expect(await quickPickItems(page)).toEqual(["Where is `beam_size` used?", question]);
    await screenshot(page, "conversations");
    await page.locator(".quick-input-widget input.input:visible").fill("fail first");
    await poll("what the search found", 5, async () => ((await quickPickItems(page)).length === 1 ? true : undefined));
    await page.keyboard.press("Enter");
    await chat.frame.getByText("Without a language model I can answer").waitFor();

    await runCommand(page, "ML Engineer: Rename conversation");
    await answerQuickInput(page, "Risks");
    await runCommand(page, "ML Engineer: Export conversation as Markdown");
    await poll("the exported document", 5, async () => {
      const { activeEditor } = await driver.state();
      return activeEditor?.path.startsWith("untitled:") || activeEditor?.path.includes("Untitled") ? true : undefined;
    });
    await screenshot(page, "exported");
    const text = (await page.locator(".editor-instance .view-lines").allInnerTexts()).join("");
    expect(text).toMatch(/^#\sRisks/);
    await driver.executeCommand("workbench.action.revertAndCloseActiveEditor");

    await runCommand(page, "ML Engineer: Delete conversation");
    await screenshot(page, "delete-question");
    await page.locator(".monaco-dialog-box").getByRole("button", { name: "Delete" }).click();
    await chat.frame.getByText("A speech-to-text engineer for this workspace.").waitFor();
    await runCommand(page, "ML Engineer: Conversations");
    expect(await quickPickItems(page)).toEqual(["Where is `beam_size` used?"]);
    await page.keyboard.press("Escape");
  });

  async function editorAt(path: string, line?: number): Promise<void> {
    await poll(`an editor at ${path}:${line}`, 5, async () => {
      const { activeEditor } = await workbench().driver.state();
      return activeEditor?.path === path && (line === undefined || activeEditor.selection[0] === line)
        ? true
        : undefined;
    });
  }
});
