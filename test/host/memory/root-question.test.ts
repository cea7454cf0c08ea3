import { beforeEach, expect, it } from "vitest";
import { RootQuestion } from "../../../src/host/memory/root-question";
import { fake, resetFake } from "../../support/fake-vscode";

beforeEach(resetFake);
const roots = ["backend", "worker"];
const { signal } = new AbortController();

it("is answered by choosing a folder", async () => {
  fake.window.choose("worker");
  expect(await new RootQuestion().ask(roots, "INT8", signal)).toBe("worker");
  expect(fake.window.questions).toEqual([{ title: "Which folder does this memory belong to?", items: roots }]);
});

it("closes when nobody waits for the answer any more", async () => {
  fake.window.hesitate();
  const controller = new AbortController();
  const answer = new RootQuestion().ask(roots, "INT8", controller.signal);
  await Promise.resolve();
  controller.abort();
  expect(await answer).toBeUndefined();
});

it("waits for the one before, and is not put when its own time is over by then", async () => {
  fake.window.hesitate();
  const [first, second] = [new AbortController(), new AbortController()];
  const { ask } = new RootQuestion();
  const answers = [ask(roots, "A", first.signal), ask(roots, "B", second.signal), ask(roots, "C", signal)];
  await Promise.resolve();
  second.abort();
  expect(fake.window.questions).toHaveLength(1);
  fake.window.choose("backend");
  first.abort();
  expect(await Promise.all(answers)).toEqual([undefined, undefined, "backend"]);
  expect(fake.window.questions).toHaveLength(2);
});
