import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asked, nothing, originOf, someSpent, storeOn, type Team, team } from "./store-support";

let now: Team;
beforeEach(async () => {
  now = await team();
});
afterEach(() => now.disk.dispose());

const raise = async (to: string, task: string, changes = {}) =>
  (await now.store.raise(asked(to, task, changes), now.asking())).handoff;

describe("raising a handoff", () => {
  it("writes one Markdown file, and the list shows it", async () => {
    const { handoff, isNew } = await now.store.raise(
      asked("Backend Architect", "Add a branch."),
      now.asking({ toolCall: "t-1" }),
    );
    expect(isNew).toBe(true);
    expect(handoff).toMatchObject({
      state: "open",
      from: "ml-ai-engineer",
      toolCall: "t-1",
      originalTask: "Which engine?",
    });
    expect(handoff.path).toBe(`.claude/agents-handoffs/ml-ai-engineer/${handoff.id}-backend-architect.md`);
    expect(await readFile(handoff.realPath, "utf8")).toContain("# Handoff to Backend Architect");
    expect(await now.store.list()).toEqual({ handoffs: [handoff], problems: [] });
  });

  it("records the same request once, by tool and in Markdown, in any window", async () => {
    const first = await raise("Backend Architect", "Add a *branch*, now.");
    const again = await (await now.other()).raise(
      asked("the backend-architect agent", "add a branch — now"),
      now.asking(),
    );
    expect(again).toMatchObject({ isNew: false, handoff: { id: first.id } });
    const both = await Promise.all(
      [now.store, await now.other()].map((store) => store.raise(asked("DB Architect", "One column"), now.asking())),
    );
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect((await now.store.list()).handoffs).toHaveLength(2);
  });

  it("returns a dismissed one, and asks anew after the result was used", async () => {
    const first = await raise("Backend Architect", "Add a branch");
    await now.store.dismiss(first.id);
    expect(await now.store.raise(asked("Backend Architect", "Add a branch"), now.asking())).toMatchObject({
      isNew: false,
      handoff: { state: "dismissed" },
    });
    await now.store.reopen(first.id);
    await now.store.answer(first.id, "Done", "person");
    await now.store.continueWith("c-1", "c-2");
    const second = await now.store.raise(asked("Backend Architect", "Add a branch"), now.asking());
    expect(second.isNew).toBe(true);
    expect(second.handoff.id).not.toBe(first.id);
  });

  it("waits in private until the person agrees, and works there", async () => {
    await now.disk.dispose();
    now = await team({ shared: false });
    const handoff = await raise("Backend Architect", "Add a branch");
    expect(handoff.folder.shared).toBe(false);
    expect(handoff.realPath.startsWith(now.disk.staging)).toBe(true);
    await now.store.answer(handoff.id, "x".repeat(150_000), "person");
    await now.disk.teamFiles.share();
    const found = await now.store.find(handoff.id);
    expect(found).toMatchObject({ state: "answered", folder: { shared: true } });
    expect((await readFile(join(now.disk.path, found.resultFile ?? ""), "utf8")).trim()).toHaveLength(150_000);
    expect((await now.store.list()).problems).toEqual([]);
  });

  it("defers what goes round in a circle, to itself, or too deep", async () => {
    const reasons = [];
    for (const [to, origin] of [
      ["ML/AI Engineer", originOf("c-1")],
      ["Product Lead", originOf("c-1", { depth: 1, lineage: ["product-lead"] })],
      ["DB Architect", originOf("c-1", { depth: 3, lineage: ["a", "b", "c"] })],
      ["DB Architect", originOf("c-1", { depth: 2, lineage: ["a", "b"] })],
    ] as const) {
      const { handoff } = await now.store.raise(asked(to, `Do it at ${origin.depth}`), now.asking({ origin }));
      reasons.push(handoff.deferred);
      if (handoff.deferred)
        await expect(now.store.start(handoff.id, { conversation: "c-2" })).rejects.toThrow(/A person can answer/);
    }
    expect(reasons).toEqual([
      "ml-ai-engineer would ask itself.",
      expect.stringContaining("product-lead → ml-ai-engineer → product-lead"),
      expect.stringContaining("3 handoffs deep"),
      undefined,
    ]);
  });
});

describe("the steps of a handoff", () => {
  it("a specialist runs it, is cut off, and runs it again", async () => {
    const { id } = await raise("Backend Architect", "Add a branch");
    await now.store.complete([id], { analysis: "small", plan: "1. go" });
    expect(await now.store.start(id, { conversation: "c-9" })).toMatchObject({
      state: "running",
      run: { conversation: "c-9", machine: "here", process: 1 },
    });
    await expect(now.store.start(id, { conversation: "c-8" })).rejects.toThrow(/has worked on it since/);
    await expect(now.store.answer(id, "x", "person")).rejects.toThrow(/Stop that conversation or reopen/);
    const back = await now.store.giveBack(id, { partial: "half", spent: someSpent });
    expect(back).toMatchObject({ state: "open", partial: "half", spent: someSpent, analysis: "small" });
    expect(back.run).toBeUndefined();
    await now.store.start(id, { conversation: "c-10" });
    expect(await now.store.giveBack(id, { partial: "waits", spent: nothing, waits: true })).toMatchObject({
      state: "sent",
    });
    await now.store.start(id, { conversation: "c-11" });
    await expect(
      now.store.finish(id, { result: "late", from: "specialist", spent: nothing, conversation: "c-10" }),
    ).rejects.toThrow(/cannot be answered by this conversation/);
    const done = await now.store.finish(id, {
      result: "Done.",
      from: "specialist",
      spent: someSpent,
      conversation: "c-11",
    });
    expect(done).toMatchObject({ state: "answered", result: "Done.", spent: { turns: 4, tokens: 2000, usd: 0.02 } });
    expect(done).not.toHaveProperty("partial");
  });

  it("dismissing stops the waiting, keeps a late result, and reopening brings the answer back", async () => {
    const { id } = await raise("Backend Architect", "Add a branch");
    await now.store.start(id, { conversation: "c-9" });
    await now.store.dismiss(id);
    expect(await now.store.finish(id, { result: "late", from: "specialist", spent: someSpent })).toMatchObject({
      state: "dismissed",
      partial: "late",
      spent: someSpent,
    });
    expect(await now.store.reopen(id)).toMatchObject({ state: "open", partial: "late" });
    await now.store.send(id);
    await now.store.answer(id, "pasted", "person");
    await now.store.dismiss(id);
    expect(await now.store.reopen(id)).toMatchObject({ state: "answered", result: "pasted" });
    expect(await now.store.reopen(id)).toMatchObject({ state: "open", partial: "pasted" });
  });

  it("what is not possible says how it stands and what is", async () => {
    const { id } = await raise("Backend Architect", "Add a branch");
    await now.store.answer(id, "one", "person");
    expect(await now.store.answer(id, "one", "person")).toMatchObject({ state: "answered" });
    await expect(now.store.answer(id, "two", "person")).rejects.toThrow(/is answered \(person\).*reopen it first/);
    await expect(now.store.send(id)).rejects.toThrow(/Continue with it/);
    await now.store.continueWith("c-1", "c-2");
    const { store } = now;
    for (const step of [() => store.dismiss(id), () => store.reopen(id), () => store.start(id, { conversation: "x" })])
      await expect(step()).rejects.toThrow(/conversation c-2 has gone on/);
    await expect(now.store.find("2099")).rejects.toThrow(
      new RegExp(`No handoff begins with \`2099\`. There are ${id}`),
    );
    await expect(now.store.answer(id.slice(0, -2), " ", "person")).rejects.toThrow(/empty/);
  });

  it("a long result is kept whole beside the record, a huge one is refused", async () => {
    const { id } = await raise("Backend Architect", "Add a branch");
    await expect(now.store.answer(id, "é".repeat(2 * 1024 * 1024), "person")).rejects.toThrow(
      /4\.0 MiB; at most 3\.5 MiB/,
    );
    expect((await now.store.find(id)).state).toBe("open");
    const long = "A line of the result.\n".repeat(95_000).trimEnd();
    const answered = await now.store.answer(id, long, "person");
    expect(answered.resultFile).toBe(`.claude/agents-handoffs/ml-ai-engineer/${id}-result.md`);
    expect(answered.result?.length).toBeLessThanOrEqual(20_000);
    expect(long.startsWith(answered.result ?? "?")).toBe(true);
    expect(await readFile(join(now.disk.path, answered.resultFile ?? ""), "utf8")).toBe(`${long}\n`);
    expect(await now.store.list()).toMatchObject({ handoffs: [{ id }], problems: [] });
    await now.store.reopen(id);
    expect(await now.store.answer(id, "Short.", "person")).not.toHaveProperty("resultFile");
    expect(await readdir(join(answered.realPath, ".."))).toEqual([basename(answered.realPath)]);
  });

  it("recovers the runs of dead processes of this machine only", async () => {
    const ids = await Promise.all(["One", "Two", "Three"].map(async (task) => (await raise("DB Architect", task)).id));
    const [dead, alive, elsewhere] = ids as [string, string, string];
    await storeOn(now.disk.teamFiles, { processId: 77 }).start(dead, { conversation: "c-7" });
    await storeOn(now.disk.teamFiles, { processId: 1 }).start(alive, { conversation: "c-8" });
    await storeOn(now.disk.teamFiles, { machine: "there", processId: 77 }).start(elsewhere, { conversation: "c-9" });
    const recovered = await now.store.recover(async ({ run }) => ({
      partial: `reached by ${run?.conversation}`,
      spent: someSpent,
    }));
    expect(recovered).toMatchObject([{ id: dead, state: "open", partial: "reached by c-7", spent: someSpent }]);
    expect(await now.store.recover(async () => ({ partial: "", spent: nothing }))).toEqual([]);
    expect((await now.store.find(elsewhere)).state).toBe("running");
  });

  it.skipIf(process.platform !== "linux")("recovers the run of a process whose number another one got", async () => {
    const { id } = await raise("DB Architect", "One");
    const here = storeOn(now.disk.teamFiles, { processId: process.pid, alive: [process.pid] });
    const { realPath } = await here.start(id, { conversation: "c-7" });
    expect(await here.recover(async () => ({ partial: "", spent: nothing }))).toEqual([]);
    const text = await readFile(realPath, "utf8");
    await writeFile(realPath, text.replace(/"start":"\d+"/, '"start":"1"'));
    expect(await here.recover(async () => ({ partial: "", spent: nothing }))).toMatchObject([{ id, state: "open" }]);
  });
});

describe("broken and double files", () => {
  it("lose only themselves and are named", async () => {
    const good = await raise("Backend Architect", "One");
    const broken = await raise("DB Architect", "Two");
    const folder = join(good.realPath, "..");
    await writeFile(broken.realPath, (await readFile(broken.realPath, "utf8")).slice(0, 300));
    await writeFile(join(folder, "copy.md"), await readFile(good.realPath, "utf8"));
    await writeFile(join(folder, "notes.md"), "Just notes.");
    const { handoffs, problems } = await now.store.list();
    expect(handoffs).toHaveLength(1);
    expect(problems.map(({ path, message }) => `${basename(path)}: ${message}`).sort()).toEqual([
      expect.stringMatching(/^2026.*-db-architect\.md: line \d+: .*git/),
      expect.stringMatching(/^(copy|2026.*)\.md: has the same id as .*delete this file/),
      expect.stringMatching(/^notes\.md: line 1: .*front matter/),
    ]);
    await expect(now.store.answer(broken.id, "x", "person")).rejects.toThrow(/No handoff begins/);
  });

  it("an edited or renamed record is followed", async () => {
    const { id, realPath } = await raise("Backend Architect", "One");
    await writeFile(
      realPath,
      (await readFile(realPath, "utf8")).replace("\nOne\n", "\nOne and two\n").replace("to:", "note: mine\nto:"),
    );
    const moved = join(realPath, "..", "my-name.md");
    await rename(realPath, moved);
    expect(await now.store.send(id)).toMatchObject({ task: "One and two", state: "sent" });
    expect(await readFile(moved, "utf8")).toContain("note: mine");
    expect(await readdir(join(realPath, ".."))).toEqual(["my-name.md"]);
    await rm(moved);
    await expect(now.store.send(id)).rejects.toThrow(/There are no handoffs/);
  });
});
