import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { screenshot } from "./support/artefacts";
import { answerQuickInput, runCommand } from "./support/commands";
import { setSideBarWidth } from "./support/looks";
import { webviewFrame } from "./support/webview";
import { useWorkbench } from "./support/workbench";

const example = join(import.meta.dirname, "..", "..", "examples", "speech-service");

describe("the chat, offline", () => {
  const workbench = useWorkbench({ workspace: example });

  it("answers a question from the palette with rows, evidence and a line about the model", async () => {
    const { page } = workbench();
    await setSideBarWidth(page, 420);
    await runCommand(page, "ML Engineer: Ask ML Engineer");
    await answerQuickInput(page, "What would fail first in this pipeline, and what should we measure?");
    const chat = await webviewFrame(page, "[data-view=chat]");
    await chat.getByText("comes first").first().waitFor({ timeout: 30_000 });
    await screenshot(page, "chat-offline");
    expect(await chat.getByText("ReviewPipeline").first().isVisible()).toBe(true);
  });
});
