import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fake } from "../../support/fake-vscode";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";
import { openWindow } from "./support";

let folder: TemporaryWorkspace;
beforeEach(async () => {
  const files = {
    "code/main.py": "print('speech')\n",
    "code/result.md": "# Result\n\nForty.\n",
    "code/quota.csv": "a,b\n",
    "code/.env": "KEY=1\n",
    "code/noise.bin": new Uint8Array([0, 1, 2, 0]),
  };
  folder = await temporaryWorkspace(files, { roots: ["code"] });
});
afterEach(() => folder.dispose());

describe("answering", () => {
  it("by paste keeps every line", async () => {
    const window = await openWindow(folder, { provider: "offline" });
    const [id] = await window.raise({});
    fake.clipboard.text = "One\n\n  two\nthree";
    fake.window.choose("Paste from the clipboard");
    await window.act("answer", id);
    expect((await window.handoffs())[0]).toMatchObject({
      state: "answered",
      result: "One\n\n  two\nthree",
      resultFrom: "person",
    });
    window.close();
  });

  it("by an empty clipboard says what to do", async () => {
    const window = await openWindow(folder);
    const [id] = await window.raise({});
    fake.window.choose("Paste from the clipboard");
    await window.act("answer", id);
    expect(window.messages()).toEqual(["The clipboard holds no text. Copy the answer first."]);
    window.close();
  });

  it("by files holds their text and names them; secrets are not offered, and what is no text is refused", async () => {
    const window = await openWindow(folder);
    const [id, other] = await window.raise({}, { task: "B" });
    fake.window.choose("Attach files", "result.md", "quota.csv", ".env");
    await window.act("answer", id);
    const answered = (await window.handoffs()).find((handoff) => handoff.id === id);
    expect(answered?.resultFrom?.split(", ").sort()).toEqual(["quota.csv", "result.md"]);
    expect(answered?.result).toContain("# result.md\n\n# Result\n\nForty.");
    expect(answered?.result).toContain("# quota.csv\n\na,b");
    fake.window.choose("Attach files", "noise.bin");
    await window.act("answer", other);
    expect(window.messages()).toHaveLength(1);
    expect(window.messages()[0]).toContain("noise.bin");
    window.close();
  });

  it("in an editor takes the whole text when it is done", async () => {
    const window = await openWindow(folder);
    const [id] = await window.raise({ needBack: "- the size" });
    fake.window.choose("Write it");
    await window.act("answer", id);
    const { window: editors } = await import("../../support/fake-vscode");
    const document = fake.documents.untitled.at(-1);
    expect(document?.getText()).toBe("- the size\n\n");
    expect(fake.calledCommands.at(-1)).toEqual({
      command: "setContext",
      values: ["mlEngineer.answerDrafts", ["untitled:Untitled-1"]],
    });
    editors.activeTextEditor = document && { document };
    await window.act("submit");
    expect(window.messages()).toEqual(["There is no answer in this editor yet. Write it first."]);
    document?.control.replace("- the size: 40\n");
    await window.act("submit");
    expect((await window.handoffs())[0]).toMatchObject({ state: "answered", result: "- the size: 40" });
    expect(fake.executedCommands.at(-1)).toBe("workbench.action.revertAndCloseActiveEditor");
    window.close();
  });
});

it("sends the brief to VS Code's chat, and copies it", async () => {
  const window = await openWindow(folder);
  const [id] = await window.raise({ task: "Size the queue" });
  await window.act("copy", id);
  expect(fake.clipboard.text).toContain("Size the queue");
  await window.act("send", id);
  expect(fake.calledCommands.at(-1)).toEqual({
    command: "workbench.action.chat.open",
    values: [{ query: fake.clipboard.text, isPartialQuery: true }],
  });
  expect((await window.handoffs())[0]?.state).toBe("sent");
  window.close();
});

it("a record with unsaved changes is not changed", async () => {
  const window = await openWindow(folder);
  const [id] = await window.raise({});
  const path = (await window.handoffs())[0]?.realPath ?? "";
  const document = fake.documents.open(path);
  fake.documents.type(document, "mine");
  for (const action of ["dismiss", "run", "send"] as const) await window.act(action, id);
  const sentence = "Its record is open with unsaved changes. Save or revert them first.";
  expect(window.messages().filter((text) => text === sentence)).toHaveLength(3);
  expect((await window.handoffs())[0]?.state).toBe("open");
  window.close();
});

it("from the palette lets the person choose among those with which it is possible", async () => {
  const window = await openWindow(folder);
  await window.raise({ task: "One" }, { task: "Two" });
  await window.act("reopen");
  expect(window.messages()).toEqual(["Reopen handoff: there is no handoff for that now."]);
  fake.window.choose("Two");
  await window.act("dismiss");
  expect((await window.handoffs()).find(({ task }) => task === "Two")?.state).toBe("dismissed");
  await window.act("reopen");
  expect((await window.handoffs()).every(({ state }) => state === "open")).toBe(true);
  window.close();
});

it("a conversation of another machine is said to be private", async () => {
  const window = await openWindow(folder);
  const [id] = await window.raise({ conversation: "20260101000000-cccccccccc" });
  await window.act("goTo", id);
  expect(window.messages()[0]).toContain("This conversation is not on this machine");
  window.close();
});

describe("the repository", () => {
  const shared = () => existsSync(join(folder.path, "code/.claude/agents-handoffs/ml-ai-engineer"));
  const questions = () => fake.window.messages.filter(({ buttons }) => buttons.includes("Keep private"));

  it("is asked about once, at the first write, and nothing is in it before", async () => {
    const window = await openWindow(folder);
    await window.tree();
    expect(questions()).toEqual([]);
    await window.raise({ task: "One" });
    await window.raise({ task: "Two" });
    await vi.waitFor(() => expect(questions()).toHaveLength(1));
    expect(questions()[0]?.text).toContain(".claude/agents-handoffs/");
    expect(window.session.state().team?.consent).toBeDefined();
    expect(shared()).toBe(false);
    window.close();

    const reloaded = await openWindow(folder, { state: window.state });
    await reloaded.raise({ task: "Three" });
    expect(await reloaded.tree()).toContain("Open | 3");
    expect(questions()).toEqual([]);
    await reloaded.parts.team.keep();
    expect(shared()).toBe(true);
    expect(reloaded.session.state().team?.consent).toBeUndefined();
    expect((await reloaded.handoffs()).every(({ folder: { shared } }) => shared)).toBe(true);
    reloaded.close();
  });

  it("gets the files when the person agrees", async () => {
    const window = await openWindow(folder);
    fake.window.press("Keep in the repository");
    await window.raise({});
    await vi.waitFor(() => expect(shared()).toBe(true));
    await vi.waitFor(() => expect(window.messages().at(-1)).toContain("is in the repository now"));
    window.close();
  });

  it("stays without them when the person does not", async () => {
    const window = await openWindow(folder);
    fake.window.press("Keep private");
    await window.raise({ task: "One" });
    await vi.waitFor(() => expect(window.team.consent.isOpen).toBe(false));
    await window.raise({ task: "Two" });
    expect(shared()).toBe(false);
    expect(await window.tree()).toContain("Open | 2");
    window.close();
  });
});
