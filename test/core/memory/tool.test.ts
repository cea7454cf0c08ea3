import { expect, it } from "vitest";
import { MemoryStore } from "../../../src/core/memory/store";
import { createWriteMemoryTool } from "../../../src/core/memory/tool";
import { TeamFileError } from "../../../src/core/workspace/team-files";
import type { Workspace } from "../../../src/core/workspace/workspace";
import { teamFilesInMemory } from "./memory-files";
import { newMemory } from "./new-memory";

function toolOver(roots?: string[]) {
  const { files } = teamFilesInMemory({}, roots);
  const store = new MemoryStore({ files, now: () => new Date(2026, 2, 4) });
  const tool = createWriteMemoryTool({ add: (memory, options) => store.add("a", memory, options) });
  const context = { workspace: {} as Workspace, signal: new AbortController().signal };
  return { tool, invoke: (input: unknown) => tool.invoke(input, context) };
}

it("keeps a memory and says where; the same again is no error", async () => {
  const { tool, invoke } = toolOver();
  expect([tool.name, tool.access, tool.title(newMemory())]).toEqual(["WriteMemory", "read", newMemory().topic]);
  const path = ".claude/agents-memory/a/2026-03-04-vad-filter-of-faster-whisper-on-calls.md";
  expect(await invoke(newMemory())).toEqual({ content: `Kept as \`${path}\`.`, isError: false, summary: "kept" });
  expect(await invoke(newMemory())).toMatchObject({ isError: false, summary: "already known" });
});

it("tells a model all that it has to mend, and takes the mended one", async () => {
  const { invoke } = toolOver();
  const result = await invoke(newMemory({ insight: [], benchmark: "7 %" }));
  expect(result.isError).toBe(true);
  expect(result.content).toMatch(/- `insight` has 0 lines.*- `benchmark` cites nothing/s);
  expect(await invoke(newMemory())).toMatchObject({ isError: false });
});

it("names the file that holds nearly the same, and how to add to it", async () => {
  const { invoke } = toolOver();
  await invoke(newMemory());
  const insight = [...newMemory().insight, "`beam_size=1` changes nothing"];
  const refused = await invoke(newMemory({ insight }));
  const name = /extends: "([^"]+)"/.exec(refused.content)?.[1];
  expect(await invoke({ ...newMemory({ insight }), extends: name })).toMatchObject({
    summary: "added to an existing memory",
  });
});

it("asks for the folder where it is not clear, and takes the answer", async () => {
  const { invoke } = toolOver(["one", "two"]);
  expect((await invoke(newMemory())).content).toContain("one, two");
  expect((await invoke({ ...newMemory(), root: "two" })).content).toContain("`two/.claude/agents-memory/a/");
});

it("passes on why a file could not be written", async () => {
  const tool = createWriteMemoryTool({
    add: async () => {
      throw new TeamFileError("full", "x", "There is no space left.", "Make room.");
    },
  });
  const context = { workspace: {} as Workspace, signal: new AbortController().signal };
  expect(await tool.invoke(newMemory(), context)).toMatchObject({
    isError: true,
    content: "There is no space left. Make room.",
  });
});
