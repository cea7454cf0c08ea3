import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MessagesServer, startMessagesServer } from "../support/messages-server";
import { screenshot } from "./support/artefacts";
import { type Chat, openChat } from "./support/chat";
import { quickPickItems } from "./support/commands";
import type { Driver } from "./support/driver";
import { notifications, setSideBarWidth } from "./support/looks";
import { poll } from "./support/poll";
import { ended, hands, recordsOf, says, teamFiles, useClaude } from "./support/team";
import { badge, openTree, type Tree } from "./support/tree";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");
const question = "What would a smaller model cost us?";
const analysis = "The weights of large-v3 are loaded for each job (captions/modules/transcription/service.py:21).";
const written = `${analysis}

## Handoff Requests

### -> DB Architect
**Task:** Add a column for the model that was used
**I need back:** the migration
**Blocks:** nothing

## Continuation Plan

When the results are there, I compare the memory of both actors and choose.
`;
const design = "One actor keeps the model, in captions/main.py:12. Two would need 6 GB more.";
/** As long and as awkward as what people paste: marks of our own format, a fence, several scripts, blank lines. */
const pasted = [
  "The image has 2.1 GB.",
  "## Result",
  "<!-- result -->",
  "```yaml\nresources:\n  limits: { memory: 8Gi }\n```",
  "Память узла: 16 ГБ. 📦",
  ...Array.from({ length: 300 }, (_, line) => `layer ${line}\t${line * 7} MB`),
  "The last line.",
].join("\n\n");

describe("handoffs that come back", () => {
  const workbench = useWorkbench({
    workspace: example,
    env: { ANTHROPIC_API_KEY: "sk-ant-environment" },
    // High enough for all rows of the tree.
    size: { width: 1280, height: 1080 },
  });
  let server: MessagesServer;
  let driver: Driver;
  let chat: Chat;
  let tree: Tree;

  beforeAll(async () => {
    server = await startMessagesServer();
    driver = workbench().driver;
    await setSideBarWidth(workbench().page, 420);
    chat = await openChat(workbench().page, driver);
    await useClaude(chat, driver, server.url);
  });
  afterAll(() => server.close());

  it("are raised by calls and in Markdown, and wait outside of the repository until the person agrees", async () => {
    const { page, workspace } = workbench();
    tree = await openTree(page, driver, "mlEngineer.handoffs", "Handoffs");
    await screenshot(page, "handoffs-empty");
    server.script(
      hands(
        {
          agent: "Backend Architect",
          task: "Design an actor that loads the model once",
          context: "captions/modules/transcription/service.py:21 loads it for each job",
          needBack: "Where the model is kept",
          blocks: "the choice of the model",
        },
        { agent: "DevOps Engineer", task: "Measure the worker image", blocks: "the choice of the model" },
      ),
      says(written),
    );
    await chat.ask(question);
    await ended(chat, "The weights of large-v3");
    await tree.shows([
      "Open · 3",
      "  Backend Architect · 1",
      "    Design an actor that loads the model once · _ · blocks the choice of the model",
      "  DB Architect · 1",
      "    Add a column for the model that was used · _",
      "  DevOps Engineer · 1",
      "    Measure the worker image · _ · blocks the choice of the model",
    ]);
    await poll("a badge of 3", 5, async () => ((await badge(page)) === 3 ? true : undefined));
    await chat.frame.locator(".notice", { hasText: "Keep them in the repository?" }).waitFor();
    expect(await notifications(page)).toEqual([]);
    await screenshot(page, "handoffs-raised");
    expect(teamFiles(workspace, "handoffs")).toEqual([]);
    expect((await chat.lastTurn()).filter((row) => row.startsWith("Handoff →"))).toEqual([
      expect.stringMatching(/^Handoff → Backend Architect Design an actor .* open/),
      expect.stringMatching(/^Handoff → DevOps Engineer Measure the worker image open/),
      expect.stringMatching(/^Handoff → DB Architect Add a column .* open/),
    ]);
  });

  it("move into the repository", async () => {
    const { page, workspace } = workbench();
    await chat.frame.getByRole("button", { name: "Keep in the repository" }).click();
    await page.getByText("Files in the repository now: 3.").first().waitFor();
    expect(await notifications(page)).toEqual([expect.stringMatching(/^Files in the repository now: 3\./)]);
    expect(teamFiles(workspace, "handoffs").map((name) => name.replace(/\d{8}-[0-9a-f]{8}/, "ID"))).toEqual(
      expect.arrayContaining([
        "ml-ai-engineer/ID-backend-architect.md",
        "ml-ai-engineer/ID-db-architect.md",
        "ml-ai-engineer/ID-devops-engineer.md",
      ]),
    );
    await chat.frame.locator(".notice", { hasText: "Keep them in the repository?" }).waitFor({ state: "detached" });
    await driver.executeCommand("notifications.clearAll");
  });

  it("are run by a specialist, whose answer lands in the record", async () => {
    const { page, workspace } = workbench();
    expect(await tree.tooltip("Design an actor")).toContain("ml-ai-engineer → Backend Architect");
    await screenshot(page, "handoffs-tooltip");
    server.script(says(design));
    await tree.press("Design an actor", "Run with specialist");
    await ended(chat, "One actor keeps the model");
    const request = server.requests.at(-1)?.text ?? "";
    expect(request).toContain("You are asked as Backend Architect by the agent ml-ai-engineer");
    await chat.frame.getByText("Backend Architect answers: Design an actor").waitFor();
    await screenshot(page, "handoffs-specialist");
    await tree.shows([
      "Open · 2",
      "  DB Architect · 1",
      "    Add a column for the model that was used · _",
      "  DevOps Engineer · 1",
      "    Measure the worker image · _ · blocks the choice of the model",
      "Answered · 1",
      "  Design an actor that loads the model once · answered _ · blocks the choice of the model",
    ]);
    expect(await resultOf(workspace, "Backend Architect")).toBe(design);
  });

  it("are dismissed, survive a reload, and are answered by what was copied", async () => {
    const { page, workspace, reload } = workbench();
    await tree.choose("Add a column", "Dismiss handoff");
    await tree.row("Dismissed").waitFor();
    driver = await reload(page, driver);
    tree = await openTree(page, driver, "mlEngineer.handoffs", "Handoffs");
    await tree.shows([
      "Open · 1",
      "  Measure the worker image · _ · blocks the choice of the model",
      "Answered · 1",
      "  Design an actor that loads the model once · answered _ · blocks the choice of the model",
      "Dismissed · 1",
    ]);
    expect(await notifications(page)).toEqual([]);
    await driver.writeClipboard(pasted);
    await tree.press("Measure the worker image", "Answer…");
    expect(await quickPickItems(page)).toEqual([
      expect.stringContaining("Paste from the clipboard"),
      expect.stringContaining("Write it"),
      expect.stringContaining("Attach files of the workspace…"),
    ]);
    await screenshot(page, "handoffs-answer");
    await page.keyboard.press("Enter");
    await tree.shows([
      "Answered · 2",
      "  Backend Architect · 1",
      "    Design an actor that loads the model once · answered _ · ready to continue · blocks the choice of the model",
      "  DevOps Engineer · 1",
      "    Measure the worker image · answered _ · ready to continue · blocks the choice of the model",
      "Dismissed · 1",
    ]);
    expect(await resultOf(workspace, "DevOps Engineer")).toBe(pasted);
    await poll("a badge of 2", 5, async () => ((await badge(page)) === 2 ? true : undefined));
  });

  it("let the work go on with all results, once", async () => {
    const { page, workspace } = workbench();
    await tree.choose("Measure the worker image", "Go to conversation");
    chat = await openChat(page, driver);
    const row = chat.frame.getByRole("button", { name: "Continue with results" });
    await row.waitFor();
    await screenshot(page, "handoffs-ready");
    server.script(says("One actor, the small model, 8 GB."));
    await row.click();
    await ended(chat, "One actor, the small model");
    const request = JSON.stringify(server.requests.at(-1)?.json);
    for (const part of [
      question,
      analysis,
      "I compare the memory of both actors",
      design,
      "The last line.",
      "dismissed",
    ])
      expect(request).toContain(part);
    await screenshot(page, "handoffs-continued");
    await tree.shows(["Continued · 2", "Dismissed · 1"]);
    await tree.row("Continued").click();
    await tree.row("Measure the worker image").waitFor();
    expect(await tree.tooltip("Measure the worker image")).toContain("The image has 2.1 GB.");
    await screenshot(page, "handoffs-continued-tree");
    await page.mouse.move(900, 60);
    await page.locator(".workbench-hover").first().waitFor({ state: "detached" });
    expect(await badge(page)).toBe(0);
    const continuations = (await recordsOf(workspace)).map(({ continuation }) => continuation);
    expect(new Set(continuations.filter((id) => id !== null)).size).toBe(1);

    const requests = server.requests.length;
    await chat.frame.getByRole("button", { name: "Earlier conversation" }).click();
    await chat.frame.locator(".answer", { hasText: analysis.slice(0, 30) }).waitFor();
    await screenshot(page, "handoffs-continued-earlier");
    await chat.frame.getByRole("button", { name: "Open conversation" }).click();
    await ended(chat, "One actor, the small model");
    await chat.frame.getByRole("button", { name: "Earlier conversation" }).click();
    await chat.frame.getByRole("button", { name: "Open conversation" }).waitFor();
    await tree.press("Design an actor", "Continue with results");
    await ended(chat, "One actor, the small model");
    expect(server.requests).toHaveLength(requests);
    expect(server.violations).toEqual([]);
  });

  async function resultOf(workspace: string, to: string): Promise<string | null | undefined> {
    return (await recordsOf(workspace)).find((record) => record.to === to)?.result;
  }
});
