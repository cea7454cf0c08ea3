import { expect, it } from "vitest";
import { LastConversation } from "../../../src/host/chat/last-conversation";
import { fakeMemento } from "../../support/fake-vscode/storage";

/** A window's session that knows the conversations of `stored`. */
function openWindow(state: ReturnType<typeof fakeMemento>, stored: readonly string[]) {
  const warnings: string[] = [];
  const session = {
    conversationId: undefined as string | undefined,
    title: "New",
    opened: 0,
    async openConversation(id: string, title: string) {
      if (!stored.includes(id)) throw new Error(`There is no ${id} any more.`);
      Object.assign(session, { conversationId: id, title, opened: session.opened + 1 });
    },
  };
  const last = new LastConversation({ state, session, log: { warn: (message) => void warnings.push(message) } });
  return { session, last, warnings };
}

it("is opened once in the next window, under its last title", async () => {
  const state = fakeMemento();
  const first = openWindow(state, ["a"]);
  await first.last.restore();
  expect(first.session.conversationId).toBeUndefined();
  Object.assign(first.session, { conversationId: "a", title: "Why?" });
  first.last.remember();
  first.session.title = "Reasons";
  first.last.remember();

  const second = openWindow(state, ["a"]);
  await Promise.all([second.last.restore(), second.last.restore()]);
  expect(second.session).toMatchObject({ conversationId: "a", title: "Reasons", opened: 1 });
});

it("is nothing after a new one was begun", async () => {
  const state = fakeMemento();
  const first = openWindow(state, ["a"]);
  first.session.conversationId = "a";
  first.last.remember();
  first.session.conversationId = undefined;
  first.last.remember();
  const second = openWindow(state, ["a"]);
  await second.last.restore();
  expect(second.session.opened).toBe(0);
});

it.each([{ id: "gone", title: "Gone" }, { id: 1 }, "a"])("that cannot be opened is none: %j", async (value) => {
  const state = fakeMemento();
  await state.update("mlEngineer.conversation", value);
  const { session, last, warnings } = openWindow(state, ["a"]);
  await last.restore();
  expect(session.conversationId).toBeUndefined();
  expect(warnings).toHaveLength(typeof value === "object" && value.id === "gone" ? 1 : 0);
});
