import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, delivered, type MessagesServer, startMessagesServer } from "../support/messages-server";
import { screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { runCommand } from "./support/commands";
import type { Driver } from "./support/driver";
import { notifications, setSideBarWidth, setTheme, themes } from "./support/looks";
import { poll } from "./support/poll";
import { ended, hands, recordsOf, says, teamFiles, useClaude } from "./support/team";
import { openTree, type Tree } from "./support/tree";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const folder = join(".claude", "agents-handoffs", "ml-ai-engineer");
const goesOn = says("## Continuation Plan\n\nI go on with the results.");

describe("handoffs in a repository that keeps them", () => {
  const workbench = useWorkbench({
    workspace: example,
    env: { ANTHROPIC_API_KEY: "sk-ant-environment" },
    settings: { "chat.disableAIFeatures": false },
    size: { width: 1280, height: 1080 },
    prepare: async (workspace) => void (await mkdir(join(workspace, folder), { recursive: true })),
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
    tree = await openTree(page, driver, "mlEngineer.handoffs", "Handoffs");
  });
  afterAll(() => server.close());

  it("say why one that goes to its own agent, in a circle or too deep is for a person", async () => {
    const { page, workspace } = workbench();
    server.script(
      hands(
        { agent: "Backend Architect", task: "Design the actor", blocks: "all" },
        { agent: "ML AI Engineer", task: "Choose the model", blocks: "" },
      ),
      goesOn,
    );
    await chat.ask("How do we serve two models?");
    await ended(chat, "I go on with the results");
    await chat.frame.getByText("for a person").waitFor();
    expect(await notifications(page)).toEqual([]);
    server.script(
      hands(
        { agent: "ML AI Engineer", task: "Name the model's memory", blocks: "" },
        { agent: "DB Architect", task: "Add a queue table", blocks: "the actor" },
      ),
      goesOn,
    );
    await run("Design the actor");
    server.script(hands({ agent: "Performance Engineer", task: "Measure the queue", blocks: "the table" }), goesOn);
    await run("Add a queue table");
    server.script(hands({ agent: "Security Auditor", task: "Check the queue's key", blocks: "" }), goesOn);
    await run("Measure the queue");
    await tree.shows([
      "Sent · 2",
      "  Backend Architect · 1",
      "    Design the actor · partial result, sent _ · blocks all",
      "  DB Architect · 1",
      "    Add a queue table · partial result, sent _ · blocks the actor",
      "Answered · 1",
      "  Measure the queue · answered _ · ready to continue · blocks the table",
      "Deferred consultations · 3",
      "  ML AI Engineer · 2",
      "    Name the model's memory · _",
      "    Choose the model · _",
      "  Security Auditor · 1",
      "    Check the queue's key · _",
    ]);
    await screenshot(page, "handoffs-deferred");
    expect(await tree.tooltip("Choose the model")).toContain("ml-ai-engineer would ask itself.");
    expect(await tree.tooltip("Name the model's memory")).toContain("would go round in a circle.");
    expect(await tree.tooltip("Check the queue's key")).toContain("The work is 3 handoffs deep");
    await screenshot(page, "handoffs-deferred-why");
    await tree.choose("Choose the model", "Run with specialist (not possible: say why)");
    await page.locator(".notification-toast").waitFor();
    expect(await notifications(page)).toEqual(["ml-ai-engineer would ask itself. A person can answer it."]);
    await driver.executeCommand("notifications.clearAll");
    expect(teamFiles(workspace, "handoffs")).toHaveLength(6);
    expect(server.violations).toEqual([]);
  });

  it("show a broken record and a second copy with the reason, and open them", async () => {
    const { page, workspace } = workbench();
    const [name = ""] = teamFiles(workspace, "handoffs").filter((file) => file.endsWith("-ml-ai-engineer.md"));
    const text = await readFile(join(workspace, ".claude", "agents-handoffs", name), "utf8");
    await writeFile(join(workspace, folder, "copied.md"), text);
    await writeFile(join(workspace, folder, "torn.md"), text.replace(/^state: .*$/m, "state: opne"));
    await tree.row("torn.md").waitFor();
    const rows = await tree.rows();
    expect(rows.slice(rows.indexOf("Cannot be read · 2"))).toEqual([
      "Cannot be read · 2",
      expect.stringMatching(/^ {2}torn\.md · line 5: `state`: .*"open"/),
      expect.stringMatching(/^ {2}copied\.md · has the same id as .*ml-ai-engineer\.md/),
    ]);
    await screenshot(page, "handoffs-broken");
    await tree.row("torn.md").click();
    await poll("the broken record in an editor", 5, async () =>
      (await driver.state()).activeEditor?.path === join(workspace, folder, "torn.md") ? true : undefined,
    );
    await screenshot(page, "handoffs-broken-open");
    for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
      await setTheme(page, driver, theme);
      await setSideBarWidth(page, theme === "dark" ? 300 : 420);
      await screenshot(page, `handoffs-looks-${theme.replaceAll(" ", "-")}`);
    }
    await setTheme(page, driver, "dark");
    await setSideBarWidth(page, 420);
    await driver.executeCommand("workbench.action.closeAllEditors");
  });

  it("go back to open with what was reached when their window dies", async () => {
    const { page, workspace } = workbench();
    await tree.choose("Add a queue table", "Reopen handoff");
    const slowly = says("The table has four columns. ".repeat(200));
    const reached = "The queue needs a table of its own.";
    server.script(
      answer([
        { type: "text", text: reached },
        { type: "tool_use", id: "toolu_read", name: "Read", input: { file_path: "CLAUDE.md" } },
      ]),
      delivered(slowly, { chunk: 100, pause: 50 }),
    );
    await tree.press("Add a queue table", "Run with specialist");
    await chat.frame.locator(".answer", { hasText: "four columns" }).waitFor();
    await tree.row("Running").waitFor();
    await screenshot(page, "handoffs-running");
    process.kill((await driver.state()).extensionHost, "SIGKILL");
    driver = await driver.next();
    chat = await openChat(page, driver);
    tree = await openTree(page, driver, "mlEngineer.handoffs", "Handoffs");
    await tree.row("Add a queue table").filter({ hasText: "partial result" }).waitFor();
    await screenshot(page, "handoffs-killed");
    const record = (await recordsOf(workspace)).find(({ to }) => to === "DB Architect");
    expect(record).toMatchObject({ state: "open", partial: expect.stringContaining(reached) });
  });

  it("are sent to VS Code's own chat, and reopened", async () => {
    const { page } = workbench();
    await tree.choose("Add a queue table", "Send to VS Code chat");
    await tree.row("Add a queue table").filter({ hasText: "sent" }).waitFor();
    const input = page.locator(".part.auxiliarybar .interactive-input-part .view-lines", {
      hasText: /asked\sas\sDB\sArchitect/,
    });
    await input.waitFor();
    await screenshot(page, "handoffs-sent");
    await driver.executeCommand("workbench.action.closeAuxiliaryBar");
    await tree.choose("Add a queue table", "Reopen handoff");
    await tree.row("Add a queue table").filter({ hasText: "partial result" }).waitFor();
    await tree.choose("Add a queue table", "Go to conversation");
    await chat.frame.getByText("Backend Architect answers: Design the actor").waitFor();
  });

  it("are answered by files", async () => {
    const { page, workspace } = workbench();
    await tree.press("Add a queue table", "Answer…");
    await page.getByText("Attach files of the workspace…").click();
    const input = page.locator(".quick-input-widget input.input:visible");
    for (const name of ["pyproject.toml", "CLAUDE.md"]) {
      await input.fill(name);
      await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().click();
    }
    await screenshot(page, "handoffs-attach");
    await page.keyboard.press("Enter");
    await tree.row("Add a queue table").filter({ hasText: "answered" }).waitFor();
    const result = (await recordsOf(workspace)).find(({ to }) => to === "DB Architect")?.result ?? "";
    for (const name of ["pyproject.toml", "CLAUDE.md"])
      expect(result).toContain((await readFile(join(workspace, name), "utf8")).trim());
  });

  it("cannot be run by the offline reviewer, which says so, but are answered and continued", async () => {
    const { page } = workbench();
    await driver.updateConfiguration("mlEngineer.provider", "offline");
    await chat.frame.locator(".provider", { hasText: "offline reviewer" }).waitFor();
    const requests = server.requests.length;
    await tree.choose("Design the actor", "Run with specialist (not possible: say why)");
    await page.locator(".notification-toast").waitFor();
    expect(await notifications(page)).toEqual([
      "The offline reviewer cannot act as a specialist. Connect a model. [Connect a model]",
    ]);
    await screenshot(page, "handoffs-offline");
    await driver.executeCommand("notifications.clearAll");

    await tree.press("Design the actor", "Answer…");
    await page.getByText("Write it", { exact: true }).click();
    await poll("an editor for the answer", 5, async () =>
      (await driver.state()).activeEditor?.path.startsWith("untitled:") ? true : undefined,
    );
    await page.keyboard.type("One actor per model.");
    await screenshot(page, "handoffs-write");
    await page.getByRole("button", { name: "Use as the answer to the handoff" }).click();
    await tree.row("Design the actor").filter({ hasText: "ready to continue" }).waitFor();
    expect((await driver.state()).tabs).toEqual([]);
    await runCommand(page, "ML Engineer: Continue with results");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Design the actor" }).click();
    await chat.frame.getByText("Continues: How do we serve two models?").waitFor();
    await chat.frame.locator(".end").waitFor();
    await screenshot(page, "handoffs-offline-continued");
    expect(server.requests).toHaveLength(requests);
  });

  async function run(task: string): Promise<void> {
    const before = server.requests.length;
    await tree.press(task, "Run with specialist");
    await poll(`two requests for "${task}"`, 20, async () => (server.requests.length >= before + 2 ? true : undefined));
    await ended(chat, "I go on with the results");
  }
});
