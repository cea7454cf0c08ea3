import { expect, it } from "vitest";
import type { Item } from "../../src/protocol/chat";
import { openChatPage } from "./support/chat-page";
import { answeredState, question } from "./support/samples";

const path = ".claude/agents-memory/ml-ai-engineer/2026-02-01-int8.md";
const why =
  "same engine: faster-whisper, in use here; applies when … matches `int8`, `accuracy`; stale: app/service.py changed";
const reading: Item = {
  kind: "reading",
  id: "r1",
  rows: [
    { title: "team protocol", path: ".claude/agents-shared/team-protocol.md", reason: "of this team", milliseconds: 8 },
    { title: "INT8 costs 0.3 points of WER on the meeting set", path, reason: why, milliseconds: 31 },
    { title: "12 more memories", reason: "only titles: less to do with the question", milliseconds: 2 },
  ],
};

it.each([300, 420, 700])("says in %i pixels which memories were recalled and why, and opens them", async (width) => {
  const chat = await openChatPage({ width });
  await chat.show({ ...answeredState, items: [question, reading] });
  await chat.openRows();
  const reason = chat.page.locator(".reading-list .reason").nth(1);
  expect(await reason.isVisible()).toBe(true);
  expect(await reason.textContent()).toBe(why);
  const isWhole = await reason.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth);
  // Where it is cut, the pointer shows the rest.
  expect(isWhole || (await reason.getAttribute("title")) === why).toBe(true);
  expect(isWhole).toBe(width < 600);
  await chat.page.locator(".reading-list a").nth(1).click();
  expect(await chat.posted()).toContainEqual({ type: "open", path, beside: false });
  expect(chat.incidents).toEqual([]);
  await chat.close();
});
