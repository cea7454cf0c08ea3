import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { Clone } from "../support/clone";
import { answer, delivered, failure, startMessagesServer } from "../support/messages-server";

const written =
  "Slow.\n\n## Handoff Requests\n\n### -> DB Architect\n**Task:** Add a column\n**Blocks:** the release\n";
const text = (content: string) => answer([{ type: "text", text: content }]);

/** A handoff in a new clone, and the model that asked for it. */
async function asked() {
  const messages = await startMessagesServer({ mode: "compatible" });
  onTestFinished(() => messages.close());
  const model = ["--provider", "local", "--base-url", messages.url, "--model", "small"];
  const clone = new Clone();
  messages.script(text(written));
  await clone.run("ask", ...model, "Why is it slow?");
  const id = await clone.id("DB Architect");
  const answered = await clone.answer(id, "Done in 0012_column.sql.");
  expect(answered.code).toBe(0);
  return { messages, clone, id, model };
}

describe("two programs that continue at once", () => {
  it("ask the model once", async () => {
    const { messages, clone, id, model } = await asked();
    messages.script(delivered(text("Ready."), { chunk: 20, pause: 20 }), text("Twice."));
    const before = messages.requests.length;
    const runs = await Promise.all([1, 2, 3].map(() => clone.run("handoffs", "continue", ...model, id)));
    expect(messages.requests).toHaveLength(before + 1);
    expect(runs.filter(({ stdout }) => stdout.includes("Ready."))).not.toEqual([]);
    expect(runs.filter(({ stderr }) => /was continued before, in the conversation/.test(stderr))).toHaveLength(2);
    expect(clone.conversations()).toHaveLength(2);
  });
});

describe("a continuation whose program was killed", () => {
  it("says that it has no answer, and is asked again when nobody can be answering any more", async () => {
    const { messages, clone, id, model } = await asked();
    messages.script(text("Lost."), text("Ready."));
    await clone.run("handoffs", "continue", ...model, id);
    const file = clone.conversationFiles().find((name) => readFileSync(name, "utf8").includes("Lost.")) ?? "none";
    const begun = readFileSync(file, "utf8").split("\n").slice(0, 5).join("\n");
    writeFileSync(file, `${begun}\n`);
    const early = await clone.run("handoffs", "continue", ...model, id);
    expect(early.stderr).toMatch(/no answer yet/);
    expect(early.code).toBe(1);
    writeFileSync(file, `${begun.replaceAll(/"at":"20\d\d/g, '"at":"2001')}\n`);
    const again = await clone.run("handoffs", "continue", ...model, id);
    expect(again.stdout).toContain("Ready.");
  });
});

describe("a continuation that ended without an answer", () => {
  it("is asked again under the same id, and the conversation that asked leads to it", async () => {
    const { messages, clone, id, model } = await asked();
    messages.script(failure(400, "invalid_request_error", "the model is not loaded"));
    const failed = await clone.run("handoffs", "continue", ...model, id);
    expect(failed.code).toBe(1);
    const [claimed] = await clone.list();

    messages.script(text("Ready."));
    const again = await clone.run("handoffs", "continue", ...model, id);
    expect(again.stdout).toContain("Ready.");
    expect(again.stderr).not.toMatch(/not kept|before/);
    expect((await clone.list())[0]?.continuation).toBe(claimed?.continuation);

    const shown = await clone.run("handoffs", "continue", ...model, id);
    expect(shown.stderr).toMatch(/continued before/);
    expect(shown.stdout).toContain("Ready.");
    expect(clone.conversations()).toContainEqual(
      expect.stringContaining(`{"type":"continued","conversation":"${claimed?.continuation}"`),
    );
    expect(clone.conversations()).toHaveLength(2);
  });
});
