import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChatPage, closeBrowser, openChatPage } from "./support/chat-page";
import { answeredState, emptyState, grep, question, streamingState } from "./support/samples";

let chat: ChatPage;
beforeEach(async () => {
  chat = await openChatPage();
});
afterEach(async () => {
  expect(chat.incidents).toEqual([]);
  await chat.close();
});
afterAll(closeBrowser);

const composer = () => chat.page.getByRole("textbox", { name: "Question" });
const press = (...keys: readonly string[]) =>
  keys.reduce((done, key) => done.then(() => chat.page.keyboard.press(key)), Promise.resolve());

describe("composer", () => {
  it("sends by Enter, breaks by Shift+Enter, and is empty afterwards", async () => {
    await chat.show(emptyState);
    await composer().focus();
    await chat.page.keyboard.type("first");
    await press("Shift+Enter");
    await chat.page.keyboard.type("second");
    await press("Enter");
    expect(await chat.posted()).toEqual([{ type: "ask", text: "first\nsecond", attachments: [] }]);
    expect(await composer().inputValue()).toBe("");
    await press("Enter");
    expect(await chat.posted()).toEqual([]);
  });

  it("leaves Enter to an input method that composes", async () => {
    await chat.show(emptyState);
    await composer().fill("にほん");
    const enter = (init: string) =>
      chat.page.evaluate(
        `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ${init} }))`,
      );
    await composer().focus();
    await enter("isComposing: true");
    await enter("keyCode: 229");
    expect(await chat.posted()).toEqual([]);
    await enter("");
    expect(await chat.posted()).toHaveLength(1);
  });

  it("is never blocked: a question is asked while an answer runs, queued by the host, and can be removed", async () => {
    await chat.show(streamingState);
    await composer().fill("next");
    await press("Enter");
    expect(await chat.posted()).toEqual([{ type: "ask", text: "next", attachments: [] }]);
    await chat.page.getByRole("list", { name: "Queued questions" }).getByRole("button", { name: "Remove" }).click();
    expect(await chat.posted()).toEqual([{ type: "unqueue", id: "w1" }]);
  });

  it("stops by Escape, from anywhere, only while something runs", async () => {
    await chat.show(answeredState);
    await press("Escape");
    expect(await chat.posted()).toEqual([]);
    await chat.patch({ type: "state", values: { running: true } });
    await composer().focus();
    await press("Escape");
    await chat.page.getByRole("log").focus();
    await press("Escape");
    expect(await chat.posted()).toEqual([
      { type: "action", action: "stop" },
      { type: "action", action: "stop" },
    ]);
  });

  it("grows with its text up to a part of the view", async () => {
    await chat.show(emptyState);
    const height = async () => (await composer().boundingBox())?.height ?? 0;
    const empty = await height();
    await composer().fill("line\n".repeat(5));
    expect(await height()).toBeGreaterThan(empty * 2);
    await composer().fill("line\n".repeat(100));
    expect(await height()).toBeLessThan(760 * 0.41);
  });

  it("takes what the host puts in, and remembers the draft", async () => {
    await chat.show(emptyState);
    await composer().fill("Why");
    await chat.send({ type: "compose", text: "is this slow?", attachments: [{ path: "a/b.py", line: 3, endLine: 9 }] });
    expect(await composer().inputValue()).toBe("Why is this slow?");
    expect(await composer().evaluate("document.activeElement.id")).toBe("composer-text");
    await chat.page.waitForTimeout(300);
    const stored = await chat.stored();
    const later = await openChatPage({ stored });
    await later.show(emptyState);
    await later.page.getByRole("textbox").focus();
    await later.page.keyboard.press("Enter");
    expect(await later.posted()).toEqual([
      { type: "ask", text: "Why is this slow?", attachments: [{ path: "a/b.py", line: 3, endLine: 9 }] },
    ]);
    await later.close();
  });
});

describe("mentions", () => {
  const mentions = [
    { path: "src/service.py", label: "service.py", detail: "src" },
    { path: "src/worker.py", label: "worker.py", detail: "src" },
    { path: "src/worker.py", label: "worker.py:3-9", detail: "selection", line: 3, endLine: 9 },
  ];

  it("are searched after a pause, chosen by arrows and Enter, and go along as attachments", async () => {
    await chat.show(emptyState);
    await composer().focus();
    await chat.page.keyboard.type("see @wor", { delay: 10 });
    await chat.page.waitForTimeout(200);
    const searches = await chat.posted();
    expect(searches.at(-1)).toMatchObject({ type: "find-mentions", query: "wor" });
    expect(searches.length).toBeLessThan(4);
    const request = searches.at(-1)?.type === "find-mentions" ? (searches.at(-1) as { request: number }).request : 0;
    await chat.send({ type: "mentions", request: request - 1, mentions });
    expect(await chat.page.getByRole("listbox").count()).toBe(0);
    await chat.send({ type: "mentions", request, mentions });
    await press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp");
    expect(await chat.page.getByRole("option", { selected: true }).textContent()).toContain("selection");
    expect(await composer().getAttribute("aria-activedescendant")).toBe("mention-2");
    await press("Enter");
    expect(await chat.posted()).toEqual([]);
    await chat.page.keyboard.type("and @");
    await chat.page.waitForTimeout(150);
    await chat.send({ type: "mentions", request: request + 2, mentions });
    await press("Escape");
    expect(await chat.page.getByRole("listbox").count()).toBe(0);
    await press("Enter");
    expect((await chat.posted()).filter(({ type }) => type === "ask")).toEqual([
      { type: "ask", text: "see @worker.py:3-9 and @", attachments: [{ path: "src/worker.py", line: 3, endLine: 9 }] },
    ]);
  });

  it("can be removed as chips", async () => {
    await chat.show(emptyState);
    await chat.send({ type: "compose", text: "x", attachments: [{ path: "a.py" }, { path: "b.py" }] });
    await chat.page.getByRole("button", { name: "Remove a.py" }).click();
    await press("Enter");
    expect(await chat.posted()).toEqual([{ type: "ask", text: "x", attachments: [{ path: "b.py" }] }]);
  });
});

describe("transcript", () => {
  it("edits the last question by Up in an empty composer", async () => {
    await chat.show(answeredState);
    await composer().focus();
    await press("ArrowUp");
    const editor = chat.page.getByRole("textbox", { name: "Edit question" });
    await editor.waitFor();
    await chat.page.keyboard.type(" And on CPU?");
    await press("Enter");
    const text = `${question.kind === "question" ? question.text : ""} And on CPU?`;
    expect(await chat.posted()).toEqual([{ type: "edit", id: "q1", text }]);
    expect(await chat.page.evaluate("document.activeElement.id")).toBe("composer-text");
  });

  it("gives up an edit by Escape, also while an answer runs", async () => {
    await chat.show({ ...answeredState, running: true });
    await chat.page.getByRole("log").evaluate("document.querySelector('.scroller').scrollTop = 0");
    await chat.page.getByRole("button", { name: "Edit question" }).focus();
    await press("Enter");
    await chat.page.getByRole("textbox", { name: "Edit question" }).waitFor();
    await press("Escape");
    expect(await chat.page.getByRole("textbox", { name: "Edit question" }).count()).toBe(0);
    expect(await chat.posted()).toEqual([]);
  });

  it("opens a row by Enter and keeps the focus on it", async () => {
    await chat.show({ ...answeredState, items: [question, grep] });
    const row = chat.page.getByRole("button", { name: "Grep load_model" });
    await row.focus();
    await press("Enter");
    expect(await chat.page.getByRole("group", { name: "Grep" }).textContent()).toContain("worker.py:18");
    expect(await row.evaluate("document.activeElement.getAttribute('aria-expanded')")).toBe("true");
    await press("Tab");
    await press("Tab");
    await press("Enter");
    expect(await chat.posted()).toEqual([{ type: "open", path: "transcription/service.py", line: 52, beside: false }]);
  });

  it("opens places by click, by Enter, and with Ctrl beside", async () => {
    await chat.show(answeredState);
    const place = chat.page.locator(".markdown a", { hasText: "service.py:61-64" });
    const expected = { type: "open", path: "transcription/service.py", line: 61, endLine: 64 };
    await place.click();
    await place.click({ modifiers: ["Control"] });
    await place.focus();
    await press("Enter", "Control+Enter");
    expect(await chat.posted()).toEqual([false, true, false, true].map((beside) => ({ ...expected, beside })));
  });

  it("reaches everything in reading order by Tab", async () => {
    await chat.show(answeredState);
    await chat.page.evaluate("document.querySelector('.scroller').scrollTop = 0");
    await chat.page.locator("body").click({ position: { x: 2, y: 2 } });
    const names: string[] = [];
    for (let index = 0; index < 60; index++) {
      await press("Tab");
      const name = await chat.page.evaluate<string>(
        "document.activeElement === document.body ? '' : document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()",
      );
      if (name === "") break;
      names.push(name);
    }
    expect(names).toMatchInlineSnapshot(`
      [
        "Edit question",
        "Open transcription/service.py:40–88",
        "Read at start: team protocol · 2 memories · CLAUDE.md · service.py",
        "Thought",
        "Grep load_model",
        "Read transcription/service.py:40–88",
        "transcription/service.py:40–88",
        "Read notes/speed.md",
        "transcription/service.py:52",
        "Code in python",
        "Copy code",
        "transcription/service.py:61-64",
        "worker.py:18",
        "the CTranslate2 notes",
        "Copy answer",
        "Ask again",
        "Measure small against large-v3",
        "What does INT8 cost in accuracy?",
        "Question",
        "claude-opus-5-5. Choose model. You chose it.",
        "4 tools",
      ]
    `);
  });

  it("copies the answer and asks again from its end", async () => {
    await chat.show(answeredState);
    await chat.page.getByRole("button", { name: "Copy answer" }).click();
    await chat.page.getByRole("button", { name: "Ask again" }).click();
    await chat.page.getByRole("button", { name: "Copy code" }).focus();
    await press("Enter");
    await chat.page.getByRole("button", { name: "Measure small against large-v3" }).click();
    const posted = await chat.posted();
    expect(posted[0]).toMatchObject({ type: "copy" });
    expect(posted[1]).toEqual({ type: "retry", id: "q1" });
    expect(posted[2]).toMatchObject({ type: "copy" });
    expect(posted[2]?.type === "copy" && posted[2].text.startsWith("MODEL: WhisperModel | None = None\n")).toBe(true);
    expect(posted[3]).toEqual({ type: "ask", text: "Measure small against large-v3", attachments: [] });
  });

  it("speaks the end of an answer once, and never its tokens", async () => {
    await chat.show({ ...answeredState, items: [question], running: true });
    const live = chat.page.getByRole("status");
    const item = { kind: "answer", id: "a9", text: "", done: false } as const;
    await chat.patch({ type: "append", item });
    for (const text of ["Load **it** once", " per worker.", "\n\nMore."])
      await chat.patch({ type: "append-text", id: "a9", text });
    expect(await live.textContent()).toBe("");
    const end = answeredState.items.at(-1);
    if (end === undefined) throw new Error("no end");
    await chat.patch({ type: "append", item: end }, { type: "state", values: { running: false } });
    expect(await live.textContent()).toBe("Answer finished. Load it once per worker.");
  });
});
