import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, delivered, type MessagesServer, startMessagesServer } from "../support/messages-server";
import { figure, screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { answerQuickInput, quickPickItems, runCommand } from "./support/commands";
import { notifications, setSideBarWidth } from "./support/looks";
import { poll } from "./support/poll";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const key = "sk-ant-test-0123456789";
const service = "captions/modules/transcription/service.py";

describe("the chat with a model behind the Messages API", () => {
  const workbench = useWorkbench({ workspace: example });
  let server: MessagesServer;
  let chat: Chat;

  beforeAll(async () => {
    server = await startMessagesServer({ key });
    const { driver, page } = workbench();
    await driver.updateConfiguration("mlEngineer.anthropic.baseUrl", server.url);
    await setSideBarWidth(page, 420);
    chat = await openChat(page, driver);
  });
  afterAll(() => server.close());

  it("refuses a wrong key in the box and stores nothing", async () => {
    const { page } = workbench();
    await runCommand(page, "ML Engineer: Set API key");
    await answerQuickInput(page, "sk-ant-wrong");
    const message = page.locator(".quick-input-message", { hasText: "refused the API key (401)" });
    await message.waitFor();
    await screenshot(page, "key-refused");
    await page.keyboard.press("Escape");
    await runCommand(page, "ML Engineer: Choose model");
    const items = await quickPickItems(page);
    expect(items).toContain("Sign in with an API key");
    expect(items).not.toContain("Change the API key");
    await page.keyboard.press("Escape");
  });

  it("stores the right key and uses it", async () => {
    const { page } = workbench();
    await runCommand(page, "ML Engineer: Set API key");
    await answerQuickInput(page, key);
    await page.getByText("The API key is stored.").first().waitFor();
    await screenshot(page, "key-stored");
    expect(await notifications(page)).toEqual([expect.stringContaining("The API key is stored.")]);
    await chat.frame.getByText("claude-opus-5-5").waitFor();
    expect(server.requests).toEqual([]);
  });

  it("streams thinking, parallel tools and an answer, with usage and cost", async () => {
    const { page } = workbench();
    server.script(
      answer([
        { type: "thinking", thinking: "Where is the model loaded?" },
        { type: "text", text: "I look at the engine first." },
        { type: "tool_use", id: "toolu_1", name: "Read", input: { file_path: service, offset: 17, limit: 12 } },
        { type: "tool_use", id: "toolu_2", name: "Grep", input: { pattern: "load_model" } },
      ]),
      delivered(
        answer([
          {
            type: "text",
            text: `**The model is loaded for each job** (${service}:21): its weights come from the disk before any speech is heard.`,
          },
        ]),
        { chunk: 120, pause: 20 },
      ),
    );
    await chat.ask("Why is it slow?");
    await chat.answered("Why is it slow?");
    await screenshot(page, "answer");
    expect(await chat.lastTurn()).toEqual([
      "You Why is it slow?",
      "Read at start: team protocol · CLAUDE.md · pipeline map _",
      "Thought",
      "I look at the engine first.",
      `Read ${service}:17 lines 17–28 _`,
      "Grep load_model 1 file _",
      `The model is loaded for each job (${service}:21): its weights come from the disk before any speech is heard.`,
      expect.stringMatching(/^claude-opus-5-5 · 2\d\.\d k in \(\d\d% cached\) · \d+ out · ≈ \$0\.0\d · _$/),
      expect.stringMatching(/^Ask next /),
    ]);
    expect(server.violations).toEqual([]);
  });

  it("stops a slow answer at once and answers the next question", async () => {
    const { page } = workbench();
    const long = "One more word about the engine. ".repeat(200);
    server.script(delivered(answer([{ type: "text", text: long }]), { chunk: 100, pause: 50 }));
    await chat.ask("Tell me everything.");
    await chat.frame.getByText("One more word").last().waitFor();
    await screenshot(page, "streaming");
    const milliseconds = await chat.stop();
    figure("from Stop to idle", milliseconds);
    expect(milliseconds).toBeLessThan(200);
    await server.requests.at(-1)?.closed;
    await chat.frame.locator(".notice-text", { hasText: "Stopped." }).waitFor();
    expect((await chat.lastTurn()).slice(2)).toEqual([
      expect.stringMatching(/^Stopped\. \| claude-opus-5-5/),
      expect.stringMatching(/^Ask next/),
    ]);

    server.script(answer([{ type: "text", text: "The short version." }]));
    await chat.ask("In short?");
    await chat.answered("In short?");
    expect((await chat.lastTurn()).slice(0, 2)).toEqual(["You In short?", "The short version."]);
    expect(server.violations).toEqual([]);
  });

  it("queues questions, takes one out, and asks the other when its turn comes", async () => {
    const { page } = workbench();
    const slow = "Wait for it. ".repeat(60);
    server.script(
      delivered(answer([{ type: "text", text: slow }]), { chunk: 100, pause: 30 }),
      answer([{ type: "text", text: "The queued one." }]),
    );
    await chat.ask("First?");
    await chat.frame.locator(".composer .stop").waitFor();
    await chat.ask("Second?");
    await chat.ask("Third?");
    const queue = chat.frame.locator(".queue li");
    await queue.nth(1).waitFor();
    await screenshot(page, "queue");
    expect((await queue.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim())).toEqual([
      "Queued Second?",
      "Queued Third?",
    ]);
    await queue.nth(0).getByRole("button", { name: "Remove from the queue" }).click();
    await chat.answered("Third?");
    expect((await chat.lastTurn()).slice(0, 2)).toEqual(["You Third?", "The queued one."]);
    expect(await chat.frame.getByText("Second?").count()).toBe(0);
    expect(server.violations).toEqual([]);
  });

  it.each([
    ["edit", "Fourth, said better?"],
    ["retry", "Fourth, said better?"],
  ])("forks by %s with the bytes before the fork unchanged", async (way, question) => {
    const before = server.requests.at(-1)?.text ?? "";
    server.expectFork();
    server.script(answer([{ type: "text", text: `The fork by ${way}.` }]));
    const last = chat.frame.locator(".row:has(.question)").last();
    if (way === "edit") {
      await last.hover();
      await last.getByRole("button", { name: "Edit question" }).click();
      const editor = last.getByRole("textbox", { name: "Edit question" });
      await editor.fill(question);
      await editor.press("Enter");
    } else {
      await chat.frame.getByRole("button", { name: "Ask again" }).last().click();
    }
    await chat.frame.locator(".answer", { hasText: `The fork by ${way}.` }).waitFor();
    await chat.answered(question);
    const after = server.requests.at(-1)?.text ?? "";
    expect(after.slice(0, lastQuestionAt(before))).toBe(before.slice(0, lastQuestionAt(before)));
    expect(server.violations).toEqual([]);
  });

  it("is used by keys alone", async () => {
    const { page, driver, workspace } = workbench();
    const { keyboard } = page;
    const inCommand = async (title: string) => {
      await keyboard.press("F1");
      await page.locator(".quick-input-widget input.input:visible").waitFor();
      await keyboard.type(title);
      await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
      await keyboard.press("Enter");
    };
    await inCommand("ML Engineer: New conversation");
    await chat.frame.locator(".start-place .start").waitFor();
    await chat.frame.locator("#composer-text:focus").waitFor();
    server.script(
      answer([
        { type: "tool_use", id: "toolu_9", name: "Grep", input: { pattern: "load_model" } },
        { type: "tool_use", id: "toolu_10", name: "Read", input: { file_path: service, offset: 18, limit: 4 } },
      ]),
      answer([{ type: "text", text: `It is loaded in ${service}:21, for each job.` }]),
    );
    await inCommand("ML Engineer: Ask ML Engineer");
    await page.getByPlaceholder("Ask about the pipeline…").waitFor();
    await keyboard.type("Where, by keys?");
    await keyboard.press("Enter");
    chat = await openChat(page, driver);
    await chat.answered("Where, by keys?");

    // From the composer back to the question, and then through everything in the order of reading.
    await chat.frame.locator("#composer-text:focus").waitFor();
    const stops: string[] = [];
    for (let presses = 0; presses < 40 && stops.at(-1) !== "Edit question"; presses++) {
      await keyboard.press("Shift+Tab");
      stops.push(await focused());
    }
    expect(stops.reverse().slice(0, 8)).toEqual([
      "Edit question",
      "Read at start: team protocol · CLAUDE.md · pipeline map",
      "Grep load_model",
      `Read ${service}:18`,
      `${service}:18`,
      `${service}:21`,
      "Copy answer",
      "Ask again",
    ]);
    // A row opens by Enter and closes again.
    await tabTo("Grep load_model");
    await keyboard.press("Enter");
    await chat.frame.locator(".tool-content").waitFor();
    await keyboard.press("Enter");
    await chat.frame.locator(".tool-content").waitFor({ state: "detached" });
    // So does the place in the answer.
    await tabTo(`${service}:21`);
    await screenshot(page, "keyboard-focus");
    await keyboard.press("Enter");
    await poll("the line of the answer in an editor", 5, async () => {
      const { activeEditor } = await driver.state();
      return activeEditor?.path === join(workspace, service) && activeEditor.selection[0] === 20 ? true : undefined;
    });

    // Up edits the last question, Escape leaves it; Escape stops an answer.
    await driver.executeCommand("mlEngineer.chat.focus");
    await chat.frame.locator("#composer-text:focus").waitFor();
    await keyboard.press("ArrowUp");
    await chat.frame.locator(".question-editor textarea:focus").waitFor();
    await keyboard.press("Escape");
    await chat.frame.locator("#composer-text:focus").waitFor();
    server.script(delivered(answer([{ type: "text", text: "On and on. ".repeat(300) }]), { chunk: 100, pause: 50 }));
    await keyboard.type("And then?");
    await keyboard.press("Enter");
    await chat.frame.locator(".answer", { hasText: "On and on." }).waitFor();
    await keyboard.press("Escape");
    await chat.answered("And then?");
    expect((await chat.lastTurn())[2]).toMatch(/^Stopped\./);
    expect(server.violations).toEqual([]);

    async function focused(): Promise<string> {
      return chat.frame.evaluate<string>(
        "((e) => e === null ? '' : (e.getAttribute('aria-label') ?? e.textContent ?? e.tagName).replace(/\\s+/g, ' ').trim())(document.activeElement)",
      );
    }
    async function tabTo(name: string): Promise<void> {
      for (let presses = 0; presses < 40; presses++) {
        if ((await focused()) === name) return;
        await keyboard.press("Tab");
      }
      throw new Error(`Tab does not reach ${name}`);
    }
  });

  it("says that the model is silent, and lets one stop waiting", async () => {
    const { page } = workbench();
    const stalled = answer([{ type: "text", text: "One moment." }]);
    server.script(
      delivered(stalled, { faultAt: 'moment."}}\n\n', fault: "stall" }),
      answer([{ type: "text", text: "Good." }]),
    );
    await chat.ask("Are you there?");
    const notice = chat.frame.locator(".notice.waiting", { hasText: "The model has been silent for 20 s" });
    await notice.waitFor({ timeout: 30_000 });
    await screenshot(page, "silent");
    await notice.getByRole("button", { name: "Stop waiting" }).click();
    await chat.answered("Are you there?");
    await chat.ask("And now?");
    await chat.answered("And now?");
    expect((await chat.lastTurn()).slice(0, 2)).toEqual(["You And now?", "Good."]);
  });
});

/** Where the last message of a request begins. */
function lastQuestionAt(request: string): number {
  return request.lastIndexOf('{"role":"user"');
}
