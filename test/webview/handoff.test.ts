import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { type ChatPage, closeBrowser, openChatPage } from "./support/chat-page";
import { teamState } from "./support/samples";

let chat: ChatPage;
beforeEach(async () => {
  chat = await openChatPage({ height: 1600 });
  await chat.show(teamState);
});
afterEach(async () => {
  expect(chat.incidents).toEqual([]);
  await chat.close();
});
afterAll(closeBrowser);

const row = (name: RegExp) => chat.page.getByRole("button", { name });

it("a row shows its handoff in the tree, by click and by keys", async () => {
  await row(/answered/).click();
  await row(/ask myself/i).focus();
  await chat.page.keyboard.press("Enter");
  expect(await chat.posted()).toEqual([
    { type: "show-handoff", id: "20260101-00000003" },
    { type: "show-handoff", id: "20260101-00000007" },
  ]);
  expect(await row(/ask myself/i).getAttribute("aria-label")).toContain("for a person");
});

it("a row shows the state that its record has now", async () => {
  const [item] = teamState.items.filter(({ kind }) => kind === "handoff");
  if (item?.kind !== "handoff") throw new Error("no handoff");
  expect(await row(/, answered/).count()).toBe(1);
  await chat.patch({ type: "replace", item: { ...item, state: "answered" } });
  expect(await row(/, answered/).count()).toBe(2);
});

it("continues with the results, and leads to the other conversation", async () => {
  await chat.page.getByRole("button", { name: "Continue with results" }).click();
  await chat.page.getByRole("button", { name: "Conversation that asked" }).click();
  await chat.patch({
    type: "state",
    values: { team: { results: { state: "continued", conversation: "c3" } } },
  });
  expect(await chat.page.getByText("The work went on with the results in another conversation.").isVisible()).toBe(
    true,
  );
  await chat.page.getByRole("button", { name: "Open conversation" }).click();
  expect(await chat.posted()).toEqual([
    { type: "continue", handoff: "20260101-00000003" },
    { type: "open-conversation", id: "c1" },
    { type: "open-conversation", id: "c3" },
  ]);
  expect(await chat.page.getByRole("note").count()).toBe(0);
});

it("asks whether files go into the repository, and says which folders", async () => {
  expect(await chat.page.getByText(".claude/agents-handoffs/").isVisible()).toBe(true);
  await chat.page.getByRole("button", { name: "Keep in the repository" }).click();
  await chat.page.getByRole("button", { name: "Keep private" }).click();
  expect(await chat.posted()).toEqual([
    { type: "action", action: "keep-team-files" },
    { type: "action", action: "keep-team-private" },
  ]);
});

it("waits with the offer while an answer is being given", async () => {
  await chat.patch({ type: "state", values: { running: true } });
  expect(await chat.page.getByRole("button", { name: "Continue with results" }).count()).toBe(0);
});
