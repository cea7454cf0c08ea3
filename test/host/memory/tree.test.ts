import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import { describe, expect, it, vi } from "vitest";
import { tooltipOf } from "../../../src/host/memory/tooltip";
import { fake } from "../../support/fake-vscode";
import { agentFolder, commit, memoryText, openWindow, waiting } from "./support";

const [older, newer] = [`${agentFolder}/2026-02-01-int8.md`, `${agentFolder}/2026-03-01-vad.md`];

it("shows what one agent remembers, newest first, with engine or day", async () => {
  const { tree } = await openWindow({
    [older]: memoryText("INT8 costs nothing here", "faster-whisper 1.1, large-v3"),
    [newer]: memoryText("VAD cuts the first word"),
  });
  expect(await tree()).toBe(`VAD cuts the first word | 2026-03-01
INT8 costs nothing here | faster-whisper 1.1, large-v3`);
});

it("groups by agent where there are several", async () => {
  const { tree } = await openWindow({
    [older]: memoryText("INT8 costs nothing here"),
    ".claude/agents-memory/backend-architect/2026-03-02-queue.md": memoryText("The queue is the limit"),
  });
  expect(await tree()).toBe(`backend-architect | 1
  The queue is the limit | 2026-03-02
ml-ai-engineer | 1
  INT8 costs nothing here | 2026-02-01`);
});

it("says which folder a memory is in where several are open", async () => {
  const files = {
    [`backend/${older}`]: memoryText("INT8 costs nothing here"),
    [`worker/${newer}`]: memoryText("VAD cuts the first word"),
  };
  const { tree } = await openWindow(files, { roots: ["backend", "worker"] });
  expect(await tree()).toBe(`VAD cuts the first word | 2026-03-01 · worker
INT8 costs nothing here | 2026-02-01 · backend`);
});

it("marks what waits outside of the repository", async () => {
  const { tree, team, item } = await openWindow({}, { shared: false });
  const { memories } = await team.current();
  await memories.add("ml-ai-engineer", {
    topic: "INT8 costs nothing here",
    appliesWhen: "the worker runs on a GPU",
    insight: ["one", "two", "three", "four", "five"].map((word) => `Step ${word} of the worker took 40 ms`),
  });
  team.refresh();
  expect(await tree()).toMatch(/^INT8 costs nothing here \| \d{4}-\d\d-\d\d · not in the repository$/);
  const { node } = await item("INT8");
  expect(node.kind === "memory" && tooltipOf(node).value).toContain("Private on this machine");
});

it("shows what is broken with its problem and line, and opens it there", async () => {
  const { tree, item, act, path } = await openWindow({
    [newer]: "# VAD cuts the first word\n\n- a note of somebody\n",
    [`${agentFolder}/2026-01-01-broken.md`]: `# Half\n\0\n`,
  });
  expect(await tree()).toMatch(
    /^VAD cuts the first word \| line 1: it does not say when it applies .* · 2026-03-01\n2026-01-01-broken\.md \| .+/,
  );
  const { node, item: broken } = await item("VAD");
  expect(broken).toMatchObject({ iconPath: { id: "warning" }, command: { command: "mlEngineer.openMemory" } });
  await act("open", node);
  expect(fake.window.shown).toEqual([`${path}/${newer}:1`]);
  const problem = await item("2026-01-01-broken.md");
  expect(problem.item).toMatchObject({ contextValue: "problem", iconPath: { id: "warning" } });
  await act("open", problem.node);
  expect(fake.window.shown[1]).toBe(`${path}/${agentFolder}/2026-01-01-broken.md`);
});

describe("what git says", () => {
  const about = memoryText("The worker loads twice", "", "", "Seen in app/service.py:12");

  it("comes later than the tree, which does not wait for it", async () => {
    const { tree, path, team, item } = await openWindow({ [older]: about });
    await commit(path, "2026-01-10", { "app/service.py": "1" });
    await commit(path, "2026-03-10", { "app/service.py": "2" });
    team.refresh();
    expect(await tree()).toBe("The worker loads twice | 2026-02-01");
    await vi.waitFor(
      async () =>
        expect(await tree()).toBe("The worker loads twice | stale: app/service.py changed on 2026-03-10 · 2026-02-01"),
      waiting,
    );
    const { item: stale, node } = await item("The worker");
    // It may be marked for good as well, but there is no mark in the file to take away.
    expect(stale).toMatchObject({ iconPath: { id: "history" }, contextValue: "memory rename delete mark" });
    expect(node.kind === "memory" && tooltipOf(node).value).toContain("\napp/service.py changed on 2026-03-10\n");
  });

  it("knows which file a bare name means, as a conversation does", async () => {
    const { tree, path } = await openWindow({
      [older]: memoryText("The worker loads twice", "", "", "See service.py:3"),
    });
    const code = 'from faster_whisper import WhisperModel\n\nmodel = WhisperModel("large-v3")\n';
    await commit(path, "2026-03-10", { "app/service.py": code });
    await tree();
    await vi.waitFor(async () => expect(await tree()).toContain("stale: service.py changed on 2026-03-10"), waiting);
  });

  it("is not asked in a folder that is not trusted", async () => {
    const { tree, path, team, item } = await openWindow({ [older]: about }, { trusted: false });
    await commit(path, "2026-03-10", { "app/service.py": "2" });
    team.refresh();
    await tree();
    await new Promise((done) => setTimeout(done, 300));
    expect(await tree()).toBe("The worker loads twice | 2026-02-01");
    expect((await item("The worker")).item.contextValue).toBe("memory");
  });
});

it("follows the files: editing one is enough", async () => {
  const { tree, path, view } = await openWindow({ [older]: memoryText("INT8 costs nothing here") });
  await tree();
  const drawn = vi.fn();
  view.control.provider.onDidChangeTreeData?.(drawn);
  await writeFile(join(path, older), memoryText("INT8 costs 0.3 points"));
  expect(fake.folders.tell(join(path, older), "changed")).toBe(1);
  await vi.waitFor(() => expect(drawn).toHaveBeenCalled(), waiting);
  expect(await tree()).toBe("INT8 costs 0.3 points | 2026-02-01");
  await rm(join(path, ".claude"), { recursive: true });
  fake.folders.tell(join(path, ".claude"), "deleted");
  await vi.waitFor(async () => expect(await tree()).toBe(""), waiting);
});

it("is empty without a folder", async () => {
  const { tree } = await openWindow({}, { roots: [] });
  expect(await tree()).toBe("");
});

it("has tooltips in which the text of a memory is only text", async () => {
  const evil = "[click](command:workbench.action.terminal.new) <img src=x> $(zap) ![a](https://example.org/a.png)";
  const text = memoryText(evil, "whisper", "", `**Benchmark:** WER 7 % ${evil}`, "", "```", "- fence");
  const { item } = await openWindow({ [older]: text });
  const { node } = await item("[click]");
  const tooltip = node.kind === "memory" ? tooltipOf(node) : undefined;
  expect(tooltip).toMatchObject({ isTrusted: false, supportHtml: false, supportThemeIcons: false });
  const parsed = new MarkdownIt({ html: true, linkify: true }).parse(tooltip?.value ?? "", {});
  const kinds = new Set(parsed.flatMap(({ type, children }) => [type, ...(children ?? []).map((child) => child.type)]));
  expect([...kinds].filter((kind) => /link|image|html|list|heading/.test(kind))).toEqual([]);
  expect(tooltip?.value).toContain("**Applies when**");
  expect(tooltip?.value).toContain("WER 7 %");
});
