import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConversationStore } from "../../../src/core/agent/conversation-store";
import type { Origin } from "../../../src/core/handoff/handoff";
import { recoverRuns } from "../../../src/core/team/recover-runs";
import { RecordFolder } from "../../../src/core/workspace/record-folder";
import { asked, originOf, storeOn, team } from "../handoff/store-support";

/** A handoff that a dead process of this machine ran in a conversation with that origin. */
async function deadRun(originOfRun: (id: string) => Origin) {
  const { disk, store, asking } = await team();
  const folder = await mkdtemp(join(tmpdir(), "ml-engineer-conversations-"));
  onTestFinished(async () => {
    await disk.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  const conversations = new ConversationStore(await RecordFolder.open(folder));
  const { handoff } = await store.raise(asked("DB Architect", "One"), asking());
  await storeOn(disk.teamFiles, { processId: 77 }).start(handoff.id, { conversation: "c-7" });
  const usage = { inputTokens: 100, outputTokens: 10, cacheReadTokens: 5, cacheWriteTokens: 0 };
  const said = { role: "assistant", content: [{ type: "text", text: "What only this machine knows." }] } as const;
  await conversations.create(
    { agent: "db-architect", provider: "p", model: "m", system: "", tools: [] },
    [
      { type: "origin", origin: originOfRun(handoff.id) },
      { type: "turn", turn: 1 },
      { type: "usage", usage, total: usage },
      { type: "message", message: said },
    ],
    "c-7",
  );
  return await recoverRuns({ handoffs: store }, async () => conversations);
}

describe("recovering the run of a dead process", () => {
  it("keeps what its conversation reached, and counts what it used", async () => {
    const recovered = await deadRun((id) => originOf("c-7", { depth: 1, answers: id }));
    expect(recovered).toMatchObject([
      { state: "open", partial: "What only this machine knows.", spent: { turns: 1, tokens: 115 } },
    ]);
  });

  it("puts nothing of another conversation into the repository, whatever the record names", async () => {
    for (const origin of [originOf("c-7"), originOf("c-7", { depth: 1, answers: "20260101-00000000" })]) {
      const [recovered] = await deadRun(() => origin);
      expect(recovered?.state).toBe("open");
      expect(recovered).not.toHaveProperty("partial");
    }
  });
});
