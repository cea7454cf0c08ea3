import { afterAll, describe, expect, it } from "vitest";
import type { Item } from "../../src/protocol/chat";
import { type ChatPage, closeBrowser, openChatPage } from "./support/chat-page";
import { answeredState, answerText, end, question, tool } from "./support/samples";

afterAll(closeBrowser);

/** Turns of a long session, each with a question, two calls, an answer and an end. */
function turns(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, turn): readonly Item[] => [
    { ...question, id: `q${turn}` },
    tool(`g${turn}`, "Grep", `pattern ${turn}`, "3 matches", 12, { content: "x\n".repeat(500) }),
    tool(`r${turn}`, "Read", "a.py", "49 lines", 2, { content: "x\n".repeat(500) }),
    { kind: "answer", id: `a${turn}`, text: `Turn ${turn}. ${answerText}`, done: true },
    { ...end, id: `e${turn}` },
  ]).flat();
}

const nodes = (chat: ChatPage) => chat.page.evaluate<number>("document.querySelectorAll('*').length");
const scrollTop = (chat: ChatPage) => chat.page.evaluate<number>("document.querySelector('.scroller').scrollTop");
const fromEnd = (chat: ChatPage) =>
  chat.page.evaluate<number>(
    "(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop)(document.querySelector('.scroller'))",
  );
const scrollBy = async (chat: ChatPage, pixels: number) => {
  await chat.page.evaluate(`document.querySelector('.scroller').scrollBy(0, ${pixels}); window.host.frames()`);
  await chat.page.evaluate("window.host.frames()");
};

describe("5,000 items", () => {
  it("keep the page small, wherever one looks", async () => {
    const chat = await openChatPage();
    await chat.show({ ...answeredState, items: turns(1000) });
    await chat.page.evaluate("window.host.frames()");
    expect(await fromEnd(chat)).toBeLessThan(2);
    expect(await chat.page.getByText("Turn 999.").isVisible()).toBe(true);
    for (const pixels of [0, -3000, -40_000, -200_000, -10_000_000]) {
      await scrollBy(chat, pixels);
      expect(await nodes(chat)).toBeLessThan(3000);
      expect(await chat.page.evaluate("document.elementFromPoint(200, 300).closest('.row') !== null")).toBe(true);
    }
    expect(await chat.page.getByText("Turn 0.").count()).toBe(1);
    expect(chat.incidents).toEqual([]);
    await chat.close();
  });

  it("do not slow typing", async () => {
    const latency = async (items: readonly Item[]) => {
      const chat = await openChatPage();
      await chat.show({ ...answeredState, items });
      await chat.page.getByRole("textbox", { name: "Question" }).focus();
      const times = await chat.page.evaluate<readonly number[]>(`(async () => {
        const area = document.activeElement;
        const times = [];
        for (let index = 0; index < 60; index++) {
          const start = performance.now();
          area.setRangeText("x", area.value.length, area.value.length, "end");
          area.dispatchEvent(new InputEvent("input", { bubbles: true }));
          area.getBoundingClientRect();
          times.push(performance.now() - start);
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return times;
      })()`);
      await chat.close();
      return [...times].sort((one, other) => one - other)[30] ?? 0;
    };
    const short = await latency(turns(1));
    const long = await latency(turns(1000));
    expect(long).toBeLessThan(16);
    expect(long).toBeLessThan(short * 2 + 2);
  });
});

describe("scrolling", () => {
  const streaming = { ...answeredState, running: true, suggestions: [] };
  const growing: Item = { kind: "answer", id: "grow", text: "", done: false };
  const paragraph = "The load is inside the job, so every call pays for it again. ".repeat(4);

  it("follows the end while the reader is there", async () => {
    const chat = await openChatPage({ height: 500 });
    await chat.show({ ...streaming, items: [question, growing] });
    for (let index = 0; index < 20; index++) {
      await chat.patch({ type: "append-text", id: "grow", text: `${paragraph}\n\n` });
      expect(await fromEnd(chat)).toBeLessThan(2);
    }
    expect(await chat.page.getByRole("button", { name: "Jump to latest" }).isVisible()).toBe(false);
    await chat.close();
  });

  it("leaves a reader alone who has scrolled up, and offers the way back", async () => {
    const chat = await openChatPage({ height: 500 });
    await chat.show({ ...streaming, items: [...turns(3), growing] });
    await scrollBy(chat, -400);
    const top = await scrollTop(chat);
    const topText = () => chat.page.evaluate("document.elementFromPoint(200, 40).textContent.slice(0, 80)");
    const seen = await topText();
    for (let index = 0; index < 10; index++) {
      await chat.patch({ type: "append-text", id: "grow", text: `${paragraph}\n\n` });
    }
    expect(await scrollTop(chat)).toBeCloseTo(top, 0);
    expect(await topText()).toBe(seen);
    await chat.page.getByRole("button", { name: "Jump to latest" }).click();
    expect(await fromEnd(chat)).toBeLessThan(2);
    await chat.close();
  });

  it("keeps what is read in place when rows above it change", async () => {
    const chat = await openChatPage({ height: 500 });
    await chat.show({ ...streaming, items: turns(4) });
    await scrollBy(chat, -300);
    const position = () =>
      chat.page.evaluate<number>("document.querySelector('[data-key=a3]').getBoundingClientRect().top");
    const before = await position();
    await chat.patch(
      { type: "remove", id: "q2" },
      { type: "replace", item: { kind: "answer", id: "a2", text: paragraph.repeat(30), done: true } },
    );
    await chat.page.evaluate("window.host.frames()");
    expect(Math.abs((await position()) - before)).toBeLessThan(2);
    await chat.close();
  });

  it("stays at a row that is opened at the end", async () => {
    const chat = await openChatPage({ height: 500 });
    await chat.show({
      ...streaming,
      items: [...turns(3), tool("last", "Grep", "x", "1 match", 1, { content: "y\n".repeat(90) })],
    });
    const row = chat.page.getByRole("button", { name: "Grep x" });
    const before = (await row.boundingBox())?.y ?? 0;
    await row.click();
    await chat.page.evaluate("window.host.frames()");
    expect(Math.abs(((await row.boundingBox())?.y ?? 0) - before)).toBeLessThan(2);
    await chat.close();
  });

  it("asks for earlier items at the top, once, and stays where it is when they come", async () => {
    const chat = await openChatPage({ height: 500 });
    const all = turns(20);
    await chat.show({ ...answeredState, items: all.slice(50), earlier: 50 });
    expect(await chat.posted()).toEqual([]);
    await scrollBy(chat, -1_000_000);
    expect(await chat.posted()).toEqual([{ type: "earlier" }]);
    const position = () =>
      chat.page.evaluate<number>("document.querySelector('[data-key=q10]').getBoundingClientRect().top");
    const before = await position();
    await chat.send({ type: "earlier", items: all.slice(0, 50), earlier: 0 });
    await chat.page.evaluate("window.host.frames()");
    expect(Math.abs((await position()) - before)).toBeLessThan(30);
    await chat.close();
  });

  it("folds a long answer to its first paragraph, and comes back to its place after a reload", async () => {
    const long: Item = {
      kind: "answer",
      id: "long",
      text: `Do this first.\n\n${`${paragraph}\n\n`.repeat(30)}`,
      done: true,
    };
    const chat = await openChatPage({ height: 500 });
    await chat.show({ ...answeredState, items: [...turns(2), long, end] });
    await chat.page.getByRole("button", { name: "Show less" }).click();
    expect(await chat.page.getByText("Do this first.").isVisible()).toBe(true);
    expect(await chat.page.locator("[data-key=long] p:visible").count()).toBe(1);
    await scrollBy(chat, -500);
    await chat.page.waitForTimeout(300);
    const seen = "document.elementFromPoint(200, 60).closest('.row').dataset.key";
    const key = await chat.page.evaluate(seen);
    const later = await openChatPage({ height: 500, stored: await chat.stored() });
    await later.show({ ...answeredState, items: [...turns(2), long, end] });
    await later.page.evaluate("window.host.frames()");
    expect(await later.page.evaluate(seen)).toBe(key);
    await chat.close();
    await later.close();
  });
});
