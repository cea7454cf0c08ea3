import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, delivered, type MessagesServer, startMessagesServer } from "../support/messages-server";
import { figure, screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { quickPickItems, runCommand } from "./support/commands";
import type { Driver } from "./support/driver";
import { setSideBarWidth } from "./support/looks";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const says = (text: string) => answer([{ type: "text", text }]);
const slow = delivered(says("Slowly, one word after the other. ".repeat(200)), { chunk: 100, pause: 50 });
const interrupted = "The session ended before this answer was complete.";

describe("a conversation outlives", () => {
  const workbench = useWorkbench({ workspace: example, env: { ANTHROPIC_API_KEY: "sk-ant-environment" } });
  let server: MessagesServer;
  let chat: Chat;
  let driver: Driver;

  beforeAll(async () => {
    server = await startMessagesServer();
    driver = workbench().driver;
    const { page } = workbench();
    await driver.updateConfiguration("mlEngineer.anthropic.baseUrl", server.url);
    await setSideBarWidth(page, 420);
    chat = await openChat(page, driver);
    await chat.frame.getByRole("button", { name: "Use Claude with the key in ANTHROPIC_API_KEY" }).click();
    await chat.frame.getByRole("button", { name: /^claude-opus/ }).waitFor();
    server.script(says("The first answer."));
    await chat.ask("First?");
    await chat.answered("First?");
  });
  afterAll(() => server.close());

  it("a reload in the middle of an answer", async () => {
    const { page, reload } = workbench();
    await askSlowly("Second?");
    driver = await reload(page, driver);
    chat = await openChat(page, driver);
    await checkInterrupted("Second?");
    await screenshot(page, "reloaded");
  });

  it("the death of the extension host in the middle of an answer", async () => {
    const { page } = workbench();
    await askSlowly("Third?");
    process.kill((await driver.state()).extensionHost, "SIGKILL");
    driver = await driver.next();
    await screenshot(page, "host-killed");
    chat = await openChat(page, driver);
    await checkInterrupted("Third?");
    await screenshot(page, "host-restarted");
  });

  it("a second window that continues it", async () => {
    const { page, openWindow } = workbench();
    const second = await openWindow();
    const other = await openChat(second.page, second.driver);
    await runCommand(second.page, "ML Engineer: Conversations");
    expect(await quickPickItems(second.page)).toEqual(["First?"]);
    await screenshot(second.page, "second-window");
    await second.page.keyboard.press("Enter");
    await other.frame.locator(".answer", { hasText: "The first answer." }).waitFor();

    server.script(says("From the other window."));
    await other.ask("Fourth, elsewhere?");
    await other.answered("Fourth, elsewhere?");
    await second.page.close();

    await chat.ask("Fifth?");
    await chat.frame.getByText("This conversation was continued in another window.").first().waitFor();
    await screenshot(page, "conflict");
    server.script(says("With both."));
    await chat.frame.getByRole("button", { name: "Try again" }).last().click();
    await chat.frame.locator(".answer", { hasText: "With both." }).waitFor();
    await chat.answered("Fifth?");
    expect(await chat.frame.getByText("From the other window.").count()).toBe(1);
    expect(server.violations).toEqual([]);
  });

  it("and each of its extension hosts was started quickly", async () => {
    const logs = await readdir(join(workbench().userDataDir, "logs"), { recursive: true });
    const texts = await Promise.all(
      logs
        .filter((path) => path.endsWith("ML Engineer.log"))
        .map((path) => readFile(join(workbench().userDataDir, "logs", path), "utf8")),
    );
    const times = texts
      .flatMap((text) => [...text.matchAll(/Activated in (\d+) ms/g)].map(([, milliseconds]) => Number(milliseconds)))
      .sort((one, other) => one - other);
    figure("activation", ...times);
    expect(times.length).toBeGreaterThanOrEqual(4);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(150);
  });

  async function askSlowly(question: string): Promise<void> {
    server.script(slow);
    await chat.ask(question);
    await chat.frame.locator(".answer", { hasText: "Slowly, one word" }).last().waitFor();
  }

  /** Everything before is there, the broken answer says so, and the next question is answered. */
  async function checkInterrupted(question: string): Promise<void> {
    await chat.frame.locator(".answer", { hasText: "The first answer." }).waitFor();
    expect((await chat.lastTurn()).slice(0, 2)).toEqual([`You ${question}`, expect.stringContaining(interrupted)]);
    const next = `And after ${question}`;
    server.script(says("It goes on."));
    await chat.ask(next);
    await chat.answered(next);
    expect((await chat.lastTurn()).slice(0, 2)).toEqual([`You ${next}`, "It goes on."]);
    expect(server.violations).toEqual([]);
  }
});
