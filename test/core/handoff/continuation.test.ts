import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Handoff } from "../../../src/core/handoff/handoff";
import { asked, originOf, type Team, team } from "./store-support";

let now: Team;
let handoffs: readonly [Handoff, Handoff, Handoff];
beforeEach(async () => {
  now = await team();
  const raise = async (to: string, blocks: string) =>
    (await now.store.raise(asked(to, "Do it", { blocks }), now.asking())).handoff;
  handoffs = [
    await raise("Backend Architect", "tests"),
    await raise("DB Architect", "all"),
    await raise("Technical Writer", "nothing"),
  ];
});
afterEach(() => now.disk.dispose());

describe("continuing with results", () => {
  it("is refused while something blocking or everything is unanswered, and says what", async () => {
    const [backend, db] = handoffs;
    await expect(now.store.continueWith("c-1", "c-2")).rejects.toThrow(
      `The work still waits for Backend Architect (${backend.id}, open), DB Architect (${db.id}, open). Run, answer or dismiss them first.`,
    );
    await now.store.answer(backend.id, "Done", "person");
    await expect(now.store.continueWith("c-1", "c-2")).rejects.toThrow(/still waits for DB Architect/);
    await expect(now.store.continueWith("c-none", "c-2")).rejects.toThrow("Conversation c-none has no handoffs.");
    await now.store.dismiss(backend.id);
    await now.store.dismiss(db.id);
    await expect(now.store.continueWith("c-1", "c-2")).rejects.toThrow(/Nothing is answered yet: Technical Writer/);
    await now.store.dismiss(handoffs[2].id);
    await expect(now.store.continueWith("c-1", "c-2")).rejects.toThrow(
      /All handoffs of this conversation are dismissed/,
    );
  });

  it("takes all answers at once, lists the rest, and every other call gets the same conversation", async () => {
    const [backend, db, writer] = handoffs;
    await now.store.answer(backend.id, "Done", "person");
    await now.store.dismiss(db.id);
    const first = await now.store.continueWith("c-1", "c-2");
    expect(first).toMatchObject({ conversation: "c-2", existing: false });
    expect(first.handoffs.map(({ id, state }) => [id, state])).toEqual([
      [backend.id, "continued"],
      [db.id, "dismissed"],
      [writer.id, "open"],
    ]);
    const again = await (await now.other()).continueWith("c-1", "c-3");
    expect(again).toEqual({ ...first, existing: true });
    expect(await now.store.ofContinuation("c-2")).toEqual(first.handoffs);
  });

  it("only one of many calls at the same time makes the claim", async () => {
    for (const { id } of handoffs) await now.store.answer(id, `Result of ${id}`, "person");
    const windows = await Promise.all([0, 1, 2, 3].map(() => now.other()));
    const claims = await Promise.all(windows.map((store, index) => store.continueWith("c-1", `c-${index + 10}`)));
    expect(claims.filter(({ existing }) => !existing)).toHaveLength(1);
    expect(new Set(claims.map(({ conversation }) => conversation)).size).toBe(1);
    expect(claims.map((claim) => claim.handoffs.length)).toEqual([3, 3, 3, 3]);
  });

  it("a claim that a crash cut off is ended by the next call", async () => {
    for (const { id } of handoffs) await now.store.answer(id, `Result of ${id}`, "person");
    const last = handoffs[2];
    const before = await readFile(last.realPath, "utf8");
    await now.store.continueWith("c-1", "c-2");
    // As if the process had died before it wrote the last record.
    await writeFile(last.realPath, before);
    expect((await now.store.find(last.id)).state).toBe("answered");
    const ended = await now.store.continueWith("c-1", "c-3");
    expect(ended).toMatchObject({ conversation: "c-2", existing: true });
    expect(ended.handoffs.map(({ state }) => state)).toEqual(["continued", "continued", "continued"]);
  });

  it("a result that comes later gets a continuation of its own", async () => {
    const [backend, db, writer] = handoffs;
    await now.store.answer(backend.id, "Done", "person");
    await now.store.answer(db.id, "Done too", "person");
    await now.store.continueWith("c-1", "c-2");
    await now.store.answer(writer.id, "Written", "person");
    const later = await now.store.continueWith("c-1", "c-3");
    expect(later).toMatchObject({ conversation: "c-3", existing: false, handoffs: [{ id: writer.id }] });
    expect(await now.store.continueWith("c-1", "c-4")).toMatchObject({ conversation: "c-3", existing: true });
  });

  it("goes over the private and the shared folder, and over roots", async () => {
    await now.disk.dispose();
    now = await team({ shared: false });
    const waiting = await now.store.raise(asked("Backend Architect", "One"), now.asking());
    await now.store.answer(waiting.handoff.id, "Done", "person");
    await now.disk.teamFiles.share();
    const { handoff } = await now.store.raise(asked("DB Architect", "Two"), now.asking({ origin: originOf("c-1") }));
    await now.store.answer(handoff.id, "Done", "person");
    expect((await now.store.continueWith("c-1", "c-2")).handoffs.map(({ state }) => state)).toEqual([
      "continued",
      "continued",
    ]);
  });
});
