import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { answerQuickInput, quickPickItems, runCommand } from "./support/commands";
import { setSideBarWidth } from "./support/looks";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const service = "captions/modules/transcription/service.py";
const read = { call: { id: "call-1", name: "Read", input: { file_path: service, offset: 18, limit: 4 } } } as const;

describe("a language model of VS Code", () => {
  const workbench = useWorkbench({ workspace: example, modelScript: [], size: { width: 1400, height: 800 } });
  let chat: Chat;

  beforeAll(async () => {
    const { page, driver } = workbench();
    await setSideBarWidth(page, 420);
    chat = await openChat(page, driver);
  });

  it("is chosen from the list", async () => {
    const { page } = workbench();
    await runCommand(page, "ML Engineer: Choose model");
    await page.getByText("Scripted model").first().waitFor();
    expect(await quickPickItems(page)).toContain("Scripted model");
    await screenshot(page, "choose-vscode-model");
    await answerQuickInput(page, "Scripted model");
    await chat.frame.getByRole("button", { name: /^Scripted model/ }).waitFor();
  });

  it("answers in the chat with the tools of the engineer", async () => {
    const { page, driver } = workbench();
    await driver.scriptModel([[{ text: "I read it." }, read], [{ text: `The model is loaded at ${service}:21.` }]]);
    await chat.ask("Where is it loaded?");
    await chat.answered("Where is it loaded?");
    await screenshot(page, "vscode-answer");
    expect((await chat.lastTurn()).slice(0, 6)).toEqual([
      "You Where is it loaded?",
      "Read at start: team protocol · CLAUDE.md · pipeline map _",
      "I read it.",
      `Read ${service}:18 lines 18–21 _`,
      `The model is loaded at ${service}:21.`,
      expect.stringMatching(/^Scripted model · 2\d\.\d k in · \d+ out · _$/),
    ]);
    expect((await driver.modelRequests()).at(-1)?.messages.at(-1)?.content[0]?.result?.text).toContain("load_model");
  });

  it("says in one sentence what went wrong, and answers the next question", async () => {
    const { page, driver } = workbench();
    await driver.scriptModel([[{ error: "The service is overloaded" }], [{ text: "Good." }]]);
    await chat.ask("And now?");
    await chat.answered("And now?");
    await screenshot(page, "vscode-failed");
    expect((await chat.lastTurn()).slice(0, 2)).toEqual([
      "You And now?",
      'Scripted model failed ("The service is overloaded"). Ask again, or choose another model. Try again Show log',
    ]);
    await chat.ask("And after?");
    await chat.answered("And after?");
    expect((await chat.lastTurn()).slice(0, 2)).toEqual(["You And after?", "Good."]);
  });

  it("stops", async () => {
    const { driver } = workbench();
    await driver.scriptModel([
      [{ text: "It takes" }, { waitMilliseconds: 20_000 }, { text: "long" }],
      [{ text: "Good." }],
    ]);
    await chat.ask("How long?");
    await chat.frame.locator(".answer", { hasText: "It takes" }).waitFor();
    expect(await chat.stop()).toBeLessThan(200);
    await chat.ask("And shorter?");
    await chat.answered("And shorter?");
    expect((await chat.lastTurn()).slice(0, 2)).toEqual(["You And shorter?", "Good."]);
  });

  it("answers as @ml-engineer in VS Code's own chat", async () => {
    const { page, driver } = workbench();
    await driver.scriptModel([[{ text: "I look. " }, read], [{ text: `It is loaded in \`${service}:21\`.` }]]);
    await driver.executeCommand("workbench.action.chat.open", { query: "@ml-engineer Where is it loaded?" });
    const answer = page.locator(".interactive-session").getByText("It is loaded in");
    await answer.waitFor({ timeout: 20_000 });
    await page.getByText("Is the model “large” pinned?").last().waitFor();
    await screenshot(page, "participant");
    const [first, last] = (await driver.modelRequests()).slice(-2);
    expect(first?.tools).toEqual(expect.arrayContaining(["Read", "Grep", "Glob"]));
    expect(last?.messages.at(-1)?.content[0]?.result?.text).toContain("load_model");
  });
});
