import { describe, expect, it, test } from "vitest";
import type { MemoryError, NewMemory } from "../../../src/core/memory/memory";
import { MemoryStore } from "../../../src/core/memory/store";
import { teamFilesInMemory } from "./memory-files";
import { newMemory } from "./new-memory";

const agent = "ml-ai-engineer";
const folder = `.claude/agents-memory/${agent}`;
const now = () => new Date(2026, 2, 4, 9);

function open(texts: Record<string, string> = {}, roots?: string[], existing?: readonly string[]) {
  const held = teamFilesInMemory(texts, roots);
  const exists = existing && { exists: async (path: string) => existing.includes(path) };
  return { ...held, store: new MemoryStore({ files: held.files, now, ...exists }) };
}

async function refused(work: Promise<unknown>): Promise<MemoryError> {
  const outcome: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toMatchObject({ name: "MemoryError" });
  return outcome as MemoryError;
}

async function only(store: MemoryStore) {
  const [memory, ...others] = (await store.list(agent)).memories;
  expect(others).toEqual([]);
  if (!memory) throw new Error("there is no memory");
  return memory;
}

describe("add", () => {
  it("writes the format under the day and the topic, and reads it again", async () => {
    const { store, texts } = open();
    const name = "2026-03-04-vad-filter-of-faster-whisper-on-calls.md";
    expect(await store.add(agent, newMemory())).toMatchObject({ outcome: "written", name, path: `${folder}/${name}` });
    expect(texts.get(`${folder}/${name}`)).toBe(
      `# VAD filter of faster-whisper on calls

**Applies when:** phone calls with long silence are transcribed by faster-whisper

${newMemory()
  .insight.map((line) => `- ${line}`)
  .join("\n")}

**Benchmark:** WER 11.2 % against 14.9 %, 60 calls, 4 CPU cores, .ml-engineer/runs/20260301-ab12cd34

**Engine/Model:** faster-whisper 1.0.3, small
`,
    );
    expect(await only(store)).toMatchObject({
      agent,
      name,
      date: "2026-03-04",
      insight: newMemory().insight,
      problems: [],
    });
  });

  it("refuses an invalid one with all that is wrong", async () => {
    const { store, texts } = open();
    const error = await refused(store.add(agent, newMemory({ topic: "", insight: [], benchmark: "7 %" })));
    expect([error.problem, error.problems.length, texts.size]).toEqual(["invalid", 3, 0]);
  });

  it("refuses a benchmark that cites what is not there", async () => {
    const { store } = open({}, undefined, ["bench/report.md"]);
    expect((await refused(store.add(agent, newMemory()))).problems).toEqual([
      expect.stringContaining("cites `.ml-engineer/runs/20260301-ab12cd34`, which does not exist"),
    ]);
    expect(await store.add(agent, newMemory({ benchmark: "7 %, bench/report.md:3" }))).toMatchObject({
      outcome: "written",
    });
  });

  it.each<[string, Partial<NewMemory>, string]>([
    ["the same again", {}, "unchanged"],
    ["the same in other words of the condition", { appliesWhen: "calls are transcribed" }, "unchanged"],
    [
      "the same topic with another line",
      { insight: [...newMemory().insight, "`beam_size=1` changes nothing"] },
      "duplicate",
    ],
    [
      "mostly the same lines under another topic",
      {
        topic: "Silence",
        insight: [...newMemory().insight.slice(1), "`beam_size=1` changes nothing"],
      },
      "duplicate",
    ],
    ["other figures of the same", { benchmark: "WER 12 %, .ml-engineer/runs/20260401-ab12cd34" }, "duplicate"],
    [
      "the same topic of another engine",
      {
        topic: "VAD filter of faster-whisper on calls",
        engineOrModel: "vosk 0.3",
        insight: newMemory().insight.map((line) => line.replace("faster-whisper", "vosk")),
      },
      "written",
    ],
    [
      "another finding of the same engine",
      {
        topic: "Beam size on CPU",
        appliesWhen: "choosing beam_size for previews on CPU",
        insight: [1, 2, 3, 4, 5].map((size) => `beam_size=${size} takes ${size * 7} s for clip-${size}.wav`),
      },
      "written",
    ],
  ])("%s", async (_, changes, expected) => {
    const { store, texts } = open();
    const { path } = await store.add(agent, newMemory());
    const outcome = await store.add(agent, newMemory(changes)).catch((error: MemoryError) => error);
    if (expected !== "duplicate") expect(outcome).toMatchObject({ outcome: expected });
    else
      expect(outcome).toMatchObject({ problem: "duplicate", existing: path, hint: expect.stringContaining("extends") });
    expect(texts.size).toBe(expected === "written" ? 2 : 1);
  });

  it("gives the second file of a day and topic a number", async () => {
    const { store } = open();
    await store.add(agent, newMemory());
    const engineOrModel = "Deepgram nova-2";
    const insight = newMemory().insight.map((line) => line.replace("faster-whisper", "Deepgram"));
    const appliesWhen = "phone calls are sent to Deepgram";
    const second = await store.add(agent, newMemory({ engineOrModel, insight, appliesWhen }));
    expect(second.name).toBe("2026-03-04-vad-filter-of-faster-whisper-on-calls-2.md");
  });

  it("extends: the new lines and the new benchmark are added, the old ones stay", async () => {
    const { store } = open();
    const { name } = await store.add(agent, newMemory());
    const more = newMemory({
      insight: [newMemory().insight[0] ?? "", "`beam_size=1` changes nothing"],
      benchmark: "WER 11.0 %, .ml-engineer/runs/20260401-ffffffff",
      extends: name,
    });
    expect(await store.add(agent, more)).toMatchObject({ outcome: "extended", name });
    const memory = await only(store);
    expect(memory.insight).toEqual([...newMemory().insight, "`beam_size=1` changes nothing"]);
    expect(memory.benchmarks).toEqual([newMemory().benchmark, more.benchmark]);
    expect(await store.add(agent, more)).toMatchObject({ outcome: "unchanged" });
    const lines = Array.from({ length: 10 }, (_, at) => `clip-${at}.wav takes ${at} s`);
    const error = await refused(store.add(agent, newMemory({ insight: lines, extends: name })));
    expect(error.problems[0]).toContain("would have 16 lines");
    expect(await refused(store.add(agent, newMemory({ extends: "none.md" })))).toMatchObject({ problem: "missing" });
  });

  it("two at the same time write one file", async () => {
    const { store, texts } = open();
    const outcomes = await Promise.all([store.add(agent, newMemory()), store.add(agent, newMemory())]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["written", "unchanged"]);
    expect(texts.size).toBe(1);
  });
});

describe("with several roots", () => {
  const roots = ["backend", "frontend"];
  const plain = newMemory({ insight: newMemory().insight.map((line) => line.replace("backend/", "")) });

  it.each<[string, NewMemory, { root?: string; evidence?: string[] }, string | undefined]>([
    ["a path in the memory", newMemory(), {}, "backend"],
    ["the benchmark's place before other paths", newMemory({ benchmark: "7 %, frontend/report.md:3" }), {}, "frontend"],
    ["evidence that was handed in", plain, { evidence: ["frontend/src/a.ts"] }, "frontend"],
    ["an absolute path", plain, { evidence: ["/work/backend/a.py"] }, "backend"],
    ["a choice", newMemory(), { root: "frontend" }, "frontend"],
    ["nothing", plain, {}, undefined],
    ["evidence in both", plain, { evidence: ["frontend/a.ts", "backend/a.py"] }, undefined],
    ["a folder that is not open", newMemory(), { root: "other" }, undefined],
  ])("%s decides", async (_, memory, options, expected) => {
    const { store } = open({}, roots);
    if (expected) expect((await store.add(agent, memory, options)).folder.root.name).toBe(expected);
    else expect(await refused(store.add(agent, memory, options))).toMatchObject({ problem: "root", roots });
  });

  it("a path without its folder counts where it exists", async () => {
    const { store } = open({}, roots, ["frontend/.ml-engineer/runs/20260301-ab12cd34"]);
    expect((await store.add(agent, plain)).folder.root.name).toBe("frontend");
  });

  it("the same finding in another root is known", async () => {
    const { store } = open({}, roots);
    await store.add(agent, newMemory());
    expect(await store.add(agent, newMemory(), { root: "frontend" })).toMatchObject({ outcome: "unchanged" });
  });
});

describe("changing", () => {
  const path = `${folder}/2026-01-02-beam.md`;
  const text = "# Beam\n\n**Applies when:** tuning\n\ntext\n";

  it("renames the heading and the file, and keeps its day", async () => {
    const { store, texts } = open({ [path]: text, [`${folder}/2026-01-02-shirina-lucha.md`]: "# other" });
    const memory = (await store.list()).memories.find(({ title }) => title === "Beam");
    if (!memory) throw new Error("missing");
    expect(await store.rename(memory, "Ширина луча")).toBe("2026-01-02-shirina-lucha-2.md");
    expect(texts.get(`${folder}/2026-01-02-shirina-lucha-2.md`)).toBe(text.replace("# Beam", "# Ширина луча"));
    expect(texts.size).toBe(2);
    expect(await refused(store.rename(memory, "again"))).toMatchObject({ problem: "missing" });
    expect(await refused(store.rename(memory, " "))).toMatchObject({ problem: "invalid" });
  });

  it("leaves the index of another tool under its name", async () => {
    const { store } = open({ [`${folder}/MEMORY.md`]: "- [Beam](beam.md)" });
    expect(await refused(store.rename(await only(store), "x"))).toMatchObject({ problem: "invalid" });
  });

  it("removes, and brings back under a free name", async () => {
    const { store, texts } = open({ [path]: text });
    const removed = await store.remove(await only(store));
    expect(texts.size).toBe(0);
    expect(await store.restore(removed)).toBe("2026-01-02-beam.md");
    expect(await store.restore(removed)).toBe("2026-01-02-beam.md");
    texts.set(path, "# Another");
    expect(await store.restore(removed)).toBe("2026-01-02-beam-2.md");
    expect([...texts.values()].sort()).toEqual(["# Another", text]);
  });

  it("marks as stale and fresh again", async () => {
    const { store, texts } = open({ [path]: text });
    await store.markStale(await only(store), "the engine\nwas updated");
    expect((await only(store)).stale).toEqual({ date: "2026-03-04", reason: "the engine was updated" });
    await store.unmarkStale(await only(store));
    expect(texts.get(path)).toBe(text);
  });

  test.each<[string, (store: MemoryStore) => Promise<unknown>]>([
    ["rename", async (store) => store.rename(await only(store), "x")],
    ["remove", async (store) => store.remove(await only(store))],
    ["markStale", async (store) => store.markStale(await only(store), "x")],
  ])("%s leaves a file alone that changed since it was shown", async (_, change) => {
    const held = open({ [path]: text });
    const { change: locked } = held.files;
    // Somebody saves the file between the look and the lock.
    Object.assign(held.files, {
      change: (...given: Parameters<typeof locked>) => {
        held.texts.set(path, "# Edited");
        return locked(...given);
      },
    });
    expect(await refused(change(held.store))).toMatchObject({ problem: "changed" });
    expect([...held.texts]).toEqual([[path, "# Edited"]]);
  });
});

test("list reads every file of every root, newest first, whatever wrote it", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`one/${folder}/note-${index}.md`, `note ${index}`]),
  );
  const { store } = open(
    { ...files, [`two/${folder}/2027-01-01-x.md`]: "# X", "two/.claude/agents-memory/b/y.md": "" },
    ["one", "two"],
  );
  const { memories } = await store.list(agent);
  expect(memories).toHaveLength(301);
  expect(memories.slice(0, 2).map(({ title, date }) => [title, date])).toEqual([
    ["X", "2027-01-01"],
    ["note-0.md", "2026-03-04"],
  ]);
  expect((await store.list()).memories).toHaveLength(302);
});
