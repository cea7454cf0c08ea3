import AxeBuilder from "@axe-core/playwright";
import { afterAll, describe, expect, it } from "vitest";
import type { ChatState } from "../../src/protocol/chat";
import { closeBrowser, openChatPage, themeNames } from "./support/chat-page";
import {
  answeredState,
  emptyState,
  failedState,
  hostileState,
  manyToolsState,
  russianTranslation,
  streamingState,
  teamState,
  waiting,
} from "./support/samples";

afterAll(closeBrowser);

const states: Readonly<Record<string, ChatState>> = {
  empty: emptyState,
  "no folder": { ...emptyState, workspace: "no-folder" },
  untrusted: { ...emptyState, workspace: "untrusted" },
  "untrusted with a conversation": { ...answeredState, workspace: "untrusted" },
  streaming: streamingState,
  waiting: { ...streamingState, items: [...streamingState.items, waiting], queue: [] },
  answered: answeredState,
  failed: failedState,
  "many calls": manyToolsState,
  team: teamState,
  continued: {
    ...teamState,
    team: {
      role: { kind: "continues", agent: "ml-ai-engineer", task: "Make the worker faster", conversation: "c1" },
      results: { state: "continued", conversation: "c3" },
    },
  },
  hostile: hostileState,
};

describe("every state", () => {
  it.each(Object.keys(states))("%s reads like this", async (name) => {
    const chat = await openChatPage({ height: 3000 });
    await chat.show(states[name] ?? emptyState);
    expect(await chat.page.locator("main").ariaSnapshot()).toMatchSnapshot();
    expect(chat.incidents).toEqual([]);
    await chat.close();
  });

  it("loading says so, and after a while offers a way out", async () => {
    const chat = await openChatPage();
    expect(await chat.page.getByRole("progressbar", { name: "Loading the conversation" }).isVisible()).toBe(true);
    await chat.page.getByRole("button", { name: "Reload panel" }).click({ timeout: 15_000 });
    expect(await chat.posted()).toEqual([{ type: "action", action: "reload" }]);
    await chat.close();
  });

  it("is in Russian when the page brings the words", async () => {
    const chat = await openChatPage({ translation: russianTranslation });
    await chat.show(manyToolsState);
    expect(await chat.page.getByRole("button", { name: "7 вызовов" }).isVisible()).toBe(true);
    expect(await chat.page.locator(".end").textContent()).toContain("≈ 0,04");
    await chat.close();
  });
});

describe.each(themeNames)("accessibility, %s", (theme) => {
  it.each(Object.keys(states))("%s has no violation", async (name) => {
    const chat = await openChatPage({ theme, height: 1600 });
    await chat.show(states[name] ?? emptyState);
    await chat.openRows();
    // Playwright's own way past the page's policy: axe is injected as a script.
    const { violations } = await new AxeBuilder({ page: chat.page }).disableRules(["heading-order"]).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    await chat.close();
  });
});

describe("300 pixels", () => {
  it.each(Object.keys(states))("%s scrolls nothing sideways but code", async (name) => {
    const chat = await openChatPage({ width: 300, height: 900 });
    await chat.show(states[name] ?? emptyState);
    await chat.openRows();
    const wide = await chat.page.evaluate<readonly string[]>(`
      [...document.querySelectorAll("body, body *")]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
        .filter((element) => !["hidden", "clip"].includes(getComputedStyle(element).overflowX))
        .filter((element) => element.closest("pre") === null && getComputedStyle(element).display !== "inline")
        .map((element) => element.tagName + "." + element.className)`);
    expect(wide).toEqual([]);
    const outside = await chat.page.evaluate<readonly string[]>(`
      [...document.querySelectorAll("main *")]
        .filter((element) => element.closest("pre") === null && element.getBoundingClientRect().right > 301)
        .map((element) => element.tagName + "." + element.className)`);
    expect(outside).toEqual([]);
    await chat.close();
  });
});
