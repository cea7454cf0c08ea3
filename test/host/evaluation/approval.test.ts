import { beforeEach, expect, it } from "vitest";
import { Approval } from "../../../src/host/evaluation/approval";
import { fake, resetFake } from "../../support/fake-vscode";

const question = { call: "t1", name: "Evaluate", title: "", input: {}, digest: "0" };
const signal = () => new AbortController().signal;
beforeEach(resetFake);

it("shows all that a yes starts, and only the button is a yes", async () => {
  const { ask } = new Approval();
  expect(await ask({ ...question, text: "node engine.mjs" }, signal())).toBe(false);
  fake.window.press("Allow");
  expect(await ask({ ...question, text: "node engine.mjs" }, signal())).toBe(true);
  expect(fake.window.messages).toEqual(
    Array.from({ length: 2 }, () => ({
      severity: "warning",
      text: "The agent wants to run Evaluate. Allow it this time?",
      buttons: ["Don't allow", "Allow"],
      detail: "node engine.mjs",
    })),
  );
});

it("shows what is too long for a dialog in an editor, whole", async () => {
  const text = Array.from({ length: 100 }, (_, index) => `engine ${index}`).join("\n");
  fake.window.press("Allow");
  expect(await new Approval().ask({ ...question, text }, signal())).toBe(true);
  expect(fake.documents.untitled[0]?.getText()).toBe(text);
  expect(fake.window.messages[0]?.detail).toBeUndefined();
});

it("does not ask once the person stopped", async () => {
  expect(await new Approval().ask(question, AbortSignal.abort())).toBe(false);
  expect(fake.window.messages).toEqual([]);
});
