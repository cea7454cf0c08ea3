import { existsSync, readFileSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { openPlace } from "../../../src/host/chat/open-place";
import { fake, TabInputText, Uri } from "../../support/fake-vscode";
import { agentFolder, memoryText, openWindow, waiting } from "./support";

const file = `${agentFolder}/2026-02-01-int8.md`;
const second = `${agentFolder}/2026-03-01-vad.md`;
const open = () =>
  openWindow({ [file]: memoryText("INT8 costs nothing here"), [second]: memoryText("VAD cuts the first word") });

describe("renaming", () => {
  it("gives topic and file another name", async () => {
    const { act, item, tree, path } = await open();
    fake.window.write("INT8 costs 0.3 points");
    await act("rename", (await item("INT8")).node);
    expect(fake.window.questions).toEqual([{ title: "Rename memory", value: "INT8 costs nothing here", items: [] }]);
    expect(readFileSync(join(path, agentFolder, "2026-02-01-int8-costs-0-3-points.md"), "utf8")).toMatch(
      /^# INT8 costs 0.3 points\n/,
    );
    await vi.waitFor(async () => expect(await tree()).toContain("INT8 costs 0.3 points"), waiting);
  });

  it.each([false, true])("takes the editor along in which the file is open (a preview: %s)", async (isPreview) => {
    const { act, item, path, messages } = await open();
    const renamed = `${agentFolder}/2026-02-01-int8-is-slower.md`;
    const tabOf = (name: string, preview = false) => ({
      input: new TabInputText(Uri.file(join(path, name))),
      isPreview: preview,
    });
    fake.window.tabs.push(tabOf(second), tabOf(file, isPreview));
    fake.window.write("INT8 is slower");
    await act("rename", (await item("INT8")).node);
    expect(fake.window.shown).toEqual([join(path, renamed)]);
    expect(fake.window.tabs).toEqual([tabOf(second), ...(isPreview ? [tabOf(renamed, true)] : [])]);
    expect(messages()).toEqual([]);
  });

  it("does not accept what is no topic, and does nothing when the person leaves", async () => {
    const { act, item, path } = await open();
    for (const text of ["  ", "…", "x".repeat(101)]) {
      fake.window.write(text);
      await act("rename", (await item("INT8")).node);
    }
    await act("rename", (await item("INT8")).node);
    expect(existsSync(join(path, file))).toBe(true);
  });

  it("is not offered for the index of other tools", async () => {
    const { item, act, messages } = await openWindow({ [`${agentFolder}/MEMORY.md`]: "# Index\n" });
    expect((await item("Index")).item.contextValue).toBe("memory delete mark");
    await act("rename");
    expect(messages()).toEqual(["Rename memory: there is no memory for that now."]);
  });
});

describe("deleting", () => {
  it("asks nothing, and is undone by one click", async () => {
    const { act, item, path, messages } = await open();
    const before = readFileSync(join(path, file), "utf8");
    const { node } = await item("INT8");
    await act("delete", node);
    expect(existsSync(join(path, file))).toBe(false);
    expect(messages()).toEqual(["Memory deleted: INT8 costs nothing here"]);
    await writeFile(join(path, file), before);

    fake.window.press("Undo");
    await act("delete", (await item("INT8")).node);
    expect(readFileSync(join(path, file), "utf8")).toBe(before);
  });

  it("is undone beside a file that has taken the name meanwhile", async () => {
    const { act, item, path, team } = await open();
    const { memories } = await team.current();
    const remove = memories.remove.bind(memories);
    vi.spyOn(memories, "remove").mockImplementation(async (memory) => {
      const removed = await remove(memory);
      await writeFile(join(path, file), "# Another\n");
      return removed;
    });
    fake.window.press("Undo");
    await act("delete", (await item("INT8")).node);
    expect(readFileSync(join(path, file), "utf8")).toBe("# Another\n");
    expect(readFileSync(join(path, agentFolder, "2026-02-01-int8-2.md"), "utf8")).toContain("INT8 costs nothing here");
  });
});

describe("marking", () => {
  it("as stale asks for the reason, and can be taken back", async () => {
    const { act, item, path } = await open();
    const before = readFileSync(join(path, file), "utf8");
    fake.window.write("the engine was updated");
    await act("mark", (await item("INT8")).node);
    expect(readFileSync(join(path, file), "utf8")).toMatch(/\*\*Stale:\*\* \d{4}-\d\d-\d\d the engine was updated/);
    const { item: marked, node } = await item("INT8");
    expect(marked).toMatchObject({
      description: "stale: the engine was updated · 2026-02-01",
      iconPath: { id: "history" },
      contextValue: "memory rename delete unmark",
    });
    await act("unmark", node);
    expect(readFileSync(join(path, file), "utf8").trim()).toBe(before.trim());
  });

  it("does nothing when the person leaves the question", async () => {
    const { act, item, path } = await open();
    await act("mark", (await item("INT8")).node);
    expect(readFileSync(join(path, file), "utf8")).not.toContain("Stale");
  });
});

describe("a file that is open with unsaved changes", () => {
  it.each(["rename", "delete", "mark", "unmark"] as const)("is not touched by %s", async (action) => {
    const { act, item, path, messages } = await open();
    const before = readFileSync(join(path, file), "utf8");
    fake.documents.type(fake.documents.open(join(path, file)), "# Mine\n");
    fake.window.write("Anything");
    await act(action, (await item("INT8")).node);
    expect(messages()).toEqual(["The memory is open with unsaved changes. Save or revert them first."]);
    expect(readFileSync(join(path, file), "utf8")).toBe(before);
  });

  it("is known through a link as well", async () => {
    const { act, item, path, folder, messages } = await open();
    await symlink(path, join(folder.path, "link"));
    fake.folders.open(join(folder.path, "link"));
    fake.documents.type(fake.documents.open(join(folder.path, "link", file)), "# Mine\n");
    await act("delete", (await item("INT8")).node);
    expect(messages()).toEqual(["The memory is open with unsaved changes. Save or revert them first."]);
    expect(existsSync(join(path, file))).toBe(true);
  });
});

describe("a file that is not as it was shown", () => {
  it("is left as it is, which is said, and the tree is read again", async () => {
    const { act, item, path, messages, tree } = await open();
    const { node } = await item("INT8");
    await writeFile(join(path, file), memoryText("INT8 costs 0.3 points"));
    await act("delete", node);
    expect(messages()).toEqual([`\`${file}\` was changed since it was shown, so it was left as it is.`]);
    expect(await tree()).toContain("INT8 costs 0.3 points");
    expect(existsSync(join(path, file))).toBe(true);
  });
});

it("copies the path as the workspace has it", async () => {
  const { act, item } = await open();
  await act("copy", (await item("INT8")).node);
  expect(fake.clipboard.text).toBe(file);
});

it("asks from the palette which memory is meant", async () => {
  const { act, path } = await open();
  fake.window.choose("VAD");
  await act("open");
  expect(fake.window.questions).toEqual([
    { title: "Open memory", items: ["VAD cuts the first word", "INT8 costs nothing here"] },
  ]);
  expect(fake.window.shown).toEqual([join(path, second)]);
});

describe("a file that waits outside of the repository", () => {
  async function waitingMemory() {
    const window = await openWindow({}, { shared: false });
    const { path, folder } = await (await window.team.current()).memories.add("ml-ai-engineer", {
      topic: "INT8 costs nothing here",
      appliesWhen: "the worker runs on a GPU",
      insight: ["one", "two", "three", "four", "five"].map((word) => `Step ${word} of the worker took 40 ms`),
    });
    expect(folder.shared).toBe(false);
    return { ...window, path, storage: join(window.folder.path, "storage") };
  }

  it("is opened by the path that the chat shows, in the chat and in the tree", async () => {
    const { workspaces, team, path, storage, act, item } = await waitingMemory();
    await openPlace({ type: "open", path, beside: false }, { workspaces, team });
    await act("open", (await item("INT8")).node);
    const [shown = "", again] = fake.window.shown;
    expect(shown.startsWith(storage)).toBe(true);
    expect(readFileSync(shown, "utf8")).toContain("INT8 costs nothing here");
    expect(again).toBe(shown);
  });

  it("is the only one: other paths lead nowhere", async () => {
    const { workspaces, team, messages } = await waitingMemory();
    const before = messages().length;
    for (const path of [`${agentFolder}/none.md`, `${agentFolder}/../../../storage/x.md`, "src/none.py"])
      await openPlace({ type: "open", path, beside: false }, { workspaces, team });
    expect(fake.window.shown).toEqual([]);
    expect(messages()).toHaveLength(before + 3);
  });

  it("has the path on disk copied, since it is not found under the other", async () => {
    const { act, item, storage } = await waitingMemory();
    await act("copy", (await item("INT8")).node);
    expect(existsSync(fake.clipboard.text)).toBe(true);
    expect(fake.clipboard.text.startsWith(storage)).toBe(true);
  });

  it("can be renamed, deleted and brought back there", async () => {
    const { act, item, team } = await waitingMemory();
    fake.window.write("INT8 costs 0.3 points");
    fake.window.press("Undo");
    await act("rename", (await item("INT8")).node);
    await act("delete", (await item("INT8 costs 0.3")).node);
    const { memories } = await (await team.current()).memories.list();
    expect(memories.map(({ title, file: { folder } }) => [title, folder.shared])).toEqual([
      ["INT8 costs 0.3 points", false],
    ]);
  });
});
