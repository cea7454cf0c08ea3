import { describe, expect, it, onTestFinished } from "vitest";
import { Clone } from "../support/clone";
import { answer, failure, startMessagesServer } from "../support/messages-server";

const written =
  "Slow.\n\n## Handoff Requests\n\n### -> DB Architect\n**Task:** Add a column\n**Blocks:** the release\n";
const text = (content: string) => answer([{ type: "text", text: content }]);

describe("a continuation that ended without an answer", () => {
  it("is asked again under the same id, and the conversation that asked leads to it", async () => {
    const messages = await startMessagesServer({ mode: "compatible" });
    onTestFinished(() => messages.close());
    const model = ["--provider", "local", "--base-url", messages.url, "--model", "small"];
    const clone = new Clone();
    messages.script(text(written));
    await clone.run("ask", ...model, "Why is it slow?");
    const id = await clone.id("DB Architect");
    await clone.answer(id, "Done in 0012_column.sql.");

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
