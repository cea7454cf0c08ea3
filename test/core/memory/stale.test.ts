import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseMemory } from "../../../src/core/memory/format";
import type { Memory } from "../../../src/core/memory/memory";
import { findStale, recallChecked, withMarks } from "../../../src/core/memory/stale";
import { temporaryWorkspace } from "../../support/temporary-workspace";

const { signal } = new AbortController();

function memory(root: string, name: string, text: string): Memory {
  const path = `${root}.claude/agents-memory/ml-ai-engineer/${name}`;
  return { path, name, date: name.slice(0, 10), ...parseMemory(name, text) };
}

async function commit(folder: string, day: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const date = `${day}T12:00:00Z`;
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, HOME: folder };
  const git = (...given: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...given], { cwd: folder, env, stdio: "pipe" });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "change");
}

test("a memory is stale when a file that it names changed in git after its day", async () => {
  const { workspace, path, dispose } = await temporaryWorkspace({});
  onTestFinished(dispose);
  await commit(path, "2026-01-10", { "app/service.py": "1", "app/tasks.py": "1" });
  await commit(path, "2026-03-10", { "app/service.py": "2" });
  const memories = [
    memory("", "2026-02-01-a.md", "# A\nsee app/service.py:12"),
    memory("", "2026-02-01-b.md", "# B\nsee `service.py`"),
    memory("", "2026-02-01-c.md", "# C\nsee app/tasks.py"),
    memory("", "2026-03-10-d.md", "# D\nsee app/service.py"),
    memory("", "2026-02-01-e.md", "# E\nsee app/service.py\n**Stale:** 2026-02-03 by hand"),
    memory("", "2026-02-01-f.md", "# F\nnames nothing"),
  ];
  const stale = await findStale(memories, { roots: workspace.roots, files: ["app/service.py"], signal });
  expect([...stale].map(([where, mark]) => [where.slice(-4, -3), mark])).toEqual([
    ["a", { date: "2026-03-10", reason: "app/service.py changed on 2026-03-10" }],
    ["b", { date: "2026-03-10", reason: "service.py changed on 2026-03-10" }],
  ]);
  expect(withMarks(memories, stale).map(({ stale: mark }) => mark?.date)).toEqual([
    "2026-03-10",
    "2026-03-10",
    undefined,
    undefined,
    "2026-02-03",
    undefined,
  ]);
});

test("every root has a history of its own; without one nothing is stale", async () => {
  const { workspace, path, dispose } = await temporaryWorkspace({ "two/a.py": "1" }, { roots: ["one", "two"] });
  onTestFinished(dispose);
  await commit(join(path, "one"), "2026-03-10", { "a.py": "1" });
  const memories = [
    memory("one/", "2026-02-01-a.md", "# A\nsee one/a.py"),
    memory("one/", "2026-02-01-b.md", "# B\nsee a.py"),
    memory("two/", "2026-02-01-a.md", "# A\nsee two/a.py"),
  ];
  const stale = await findStale(memories, { roots: workspace.roots, files: [], signal });
  expect([...stale.keys()].map((where) => where.split("/")[0])).toEqual(["one", "one"]);
});

test("recallChecked looks only at what is about to be recalled, and lets others in for what is stale", async () => {
  const text = (name: string) =>
    `# Beam ${name}\n**Applies when:** beam of vosk\n- vosk takes 3 s\n${"more text ".repeat(20)}`;
  const memories = ["2026-01-01-a.md", "2026-01-02-b.md", "2026-01-03-c.md", "2026-01-04-d.md"].map((name) =>
    memory("", name, text(name)),
  );
  const asked: string[][] = [];
  const { recalled, titles } = await recallChecked(
    { memories, question: "beam of vosk", engines: [], models: [], files: [], budget: 350 },
    async (chosen) => {
      asked.push(chosen.map(({ name }) => name));
      return new Map(
        chosen.filter(({ name }) => name.includes("-d.")).map(({ path }) => [path, { date: "", reason: "r" }]),
      );
    },
  );
  expect(asked).toEqual([["2026-01-04-d.md", "2026-01-03-c.md"], ["2026-01-02-b.md"]]);
  expect(recalled.map(({ memory: { name } }) => name)).toEqual(["2026-01-03-c.md", "2026-01-02-b.md"]);
  expect(titles.length).toBeLessThanOrEqual(2);
});
