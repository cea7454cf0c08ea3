import { afterAll, describe, expect, it } from "vitest";
import type { ToWebview } from "../../src/protocol/chat";
import { type ChatPage, closeBrowser, openChatPage } from "./support/chat-page";
import { answer, answeredState, emptyState, hostileState, hostileText } from "./support/samples";

afterAll(closeBrowser);

const answerOf = (text: string): ToWebview => ({
  type: "snapshot",
  sequence: 1,
  state: { ...answeredState, items: [{ ...answer, text } as typeof answer], suggestions: [] },
});

async function expectHarmless(chat: ChatPage): Promise<void> {
  expect(await chat.page.evaluate("window.ran")).toBeUndefined();
  const made = await chat.page.evaluate<readonly string[]>(`
    [...document.querySelectorAll("main *")].flatMap((element) => [
      ...(["SCRIPT", "IFRAME", "IMG", "SVG", "OBJECT", "EMBED", "FORM", "LINK", "BASE", "STYLE"].includes(element.tagName.toUpperCase()) ? [element.tagName] : []),
      ...[...element.attributes].filter(({ name }) => /^on|^href$|^src|^srcdoc$|^action$|^style$/.test(name) && !element.classList.contains("gap")).map(({ name }) => element.tagName + " " + name),
    ])`);
  expect(made).toEqual([]);
  expect(chat.incidents).toEqual([]);
}

describe("hostile content", () => {
  it("of every kind of row is shown and does nothing", async () => {
    const chat = await openChatPage({ height: 2400 });
    await chat.show(hostileState);
    await chat.openRows();
    await expectHarmless(chat);
    expect(await chat.page.locator(".markdown").textContent()).toContain('<img src=x onerror="window.ran = true">');
    await chat.close();
  });

  it("links only what is written as http or https, and asks the host to open it", async () => {
    const chat = await openChatPage({ height: 1600 });
    await chat.send(answerOf(hostileText));
    const links = chat.page.locator(".markdown a");
    const urls = await chat.page.evaluate(
      '[...document.querySelectorAll(".markdown a")].map((link) => link.dataset.url)',
    );
    expect(urls).toEqual([
      "https://evil.example/frame",
      "https://ok.example/auto",
      "https://ok.example/page",
      "https://ok.example/bare",
      "https://evil.example/cell.png",
    ]);
    for (const link of await links.all()) await link.click();
    expect((await chat.posted()).map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => "open-link"));
    await expectHarmless(chat);
    await chat.close();
  });

  it("streamed in pieces is as harmless", async () => {
    const chat = await openChatPage({ height: 1600 });
    const item = { ...answer, text: "", done: false } as typeof answer;
    await chat.show({ ...answeredState, running: true, items: [item] });
    for (let start = 0; start < hostileText.length; start += 37) {
      await chat.patch({ type: "append-text", id: item.id, text: hostileText.slice(start, start + 37) });
    }
    await expectHarmless(chat);
    await chat.close();
  });

  it("shows what hides", async () => {
    const chat = await openChatPage({ height: 1600 });
    await chat.send(answerOf(hostileText));
    expect(await chat.page.locator(".markdown .hidden-characters").allInnerTexts()).toEqual([
      "U+202E",
      "U+202C",
      "3 hidden characters",
      "U+200B",
      "U+2066",
      "U+2069",
    ]);
    await chat.close();
  });

  it.each([
    [
      "a list of 1,500 levels, indented",
      Array.from({ length: 1500 }, (_, level) => `${"  ".repeat(level)}- level ${level}`).join("\n"),
    ],
    ["a list of 1,500 levels in one line", `${"- ".repeat(1500)}deep`],
    ["5,000 quotes", `${">".repeat(5000)} deep`],
    ["5,000 brackets", "[".repeat(5000)],
    ["5,000 stars", `${"*a **b ".repeat(2500)}`],
    ["5,000 images", "![".repeat(5000)],
    ["5,000 backticks of growing length", Array.from({ length: 100 }, (_, index) => "`".repeat(index)).join(" a ")],
    ["a table of 3,000 columns", `${"|a".repeat(3000)}|\n${"|-".repeat(3000)}|\n${"|1".repeat(3000)}|`],
    ["one line of 300,000 characters", "word ".repeat(60_000)],
    ["50,000 tag characters", "\u{E0041}".repeat(50_000)],
    ["python of 200 kB", `\`\`\`python\n${'x = """a'.repeat(25_000)}\n\`\`\``],
  ])("%s is shown at once", async (_, text) => {
    const chat = await openChatPage();
    const start = performance.now();
    await chat.send(answerOf(text));
    expect(performance.now() - start).toBeLessThan(4000);
    const depth = await chat.page.evaluate<number>(`
      Math.max(0, ...[...document.querySelectorAll(".markdown *")].map((element) => {
        let depth = 0;
        for (let parent = element; parent !== null; parent = parent.parentElement) depth++;
        return depth;
      }))`);
    expect(depth).toBeLessThan(70);
    expect((await chat.page.locator(".markdown").textContent())?.length).toBeGreaterThan(0);
    expect(chat.incidents).toEqual([]);
    await chat.close();
  });

  it("does not lose what is nested too deep", async () => {
    const chat = await openChatPage();
    await chat.send(answerOf(`${"- ".repeat(1500)}deep`));
    expect(await chat.page.locator(".markdown").textContent()).toContain("deep");
    await chat.close();
  });
});

describe("hostile messages", () => {
  it("of unknown types and broken shapes change nothing", async () => {
    const chat = await openChatPage();
    await chat.show(answeredState);
    const before = await chat.page.locator("main").ariaSnapshot();
    for (const message of [
      null,
      "x",
      { type: "eval", code: "window.ran = true" },
      { type: "snapshot", sequence: 2, state: { items: "no" } },
      {
        type: "patch",
        sequence: 2,
        changes: [{ type: "append", item: { kind: "answer", id: "z", text: { a: 1 }, done: true } }],
      },
      { type: "mentions", request: 99, mentions: [] },
    ]) {
      await chat.sendRaw(message);
    }
    expect(await chat.page.locator("main").ariaSnapshot()).toBe(before);
    await expectHarmless(chat);
    await chat.close();
  });

  it("that leave a gap make the view ask for a snapshot once", async () => {
    const chat = await openChatPage();
    await chat.show(emptyState);
    await chat.page.evaluate("window.host.take()");
    for (const sequence of [5, 6, 7]) await chat.send({ type: "patch", sequence, changes: [] });
    expect(await chat.page.evaluate("window.host.posted")).toEqual([{ type: "ready" }]);
    await chat.close();
  });
});
