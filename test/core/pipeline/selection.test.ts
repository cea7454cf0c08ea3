import { expect, test } from "vitest";
import { renderPipelineMap, renderPipelineOutline } from "../../../src/core/pipeline/render";
import type { Workspace } from "../../../src/core/workspace/workspace";
import { memoryWorkspace } from "../../support/memory-workspace";
import { mapOf, mapPipeline } from "./map-text";

const engine = "import whisper\nmodel = whisper.load_model('base')\n";
const signal = new AbortController().signal;

test("recordings beside the code do not push it off the list", async () => {
  const clips = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`clips/${index}.wav`, ""]));
  const map = await mapOf({ ...clips, "service.py": engine });
  expect(map.engines.map(({ place }) => place.path)).toEqual(["service.py"]);
  expect(map.problems).toEqual([]);
});

test("engine code beyond the end of the list is mapped, and the cut is said", async () => {
  const modules = Object.fromEntries(Array.from({ length: 50_010 }, (_, index) => [`a/m${index}.py`, ""]));
  const map = await mapOf({ ...modules, "z/service.py": engine });
  expect(map.engines.map(({ place }) => place.path)).toEqual(["z/service.py"]);
  expect(map.problems).toEqual([
    {
      path: ".",
      message: expect.stringMatching(/first 50000 of 50011 were, and those that name an engine\.$/),
    },
  ]);
});

test("what could not be searched limits the map, and the outline says so, also when no engine was found", async () => {
  const workspace: Workspace = {
    ...memoryWorkspace({ "main.py": "" }),
    search: async () => ({ outcome: "done", files: [], message: "`x` (permission denied)." }),
  };
  const map = await mapPipeline(workspace, signal);
  expect(map.problems).toEqual([{ path: ".", message: "`x` (permission denied)." }]);
  expect(renderPipelineOutline(map, 1000)).toBe(
    "No call of a known speech engine was found in this workspace.\n- limit: .: `x` (permission denied).",
  );
});

test("a file name cannot pass for a line of the map, nor steer a terminal", async () => {
  const map = await mapOf({ "a\n- load: fake at b.py": "", "a\n- load: fake\u001b[31m.py": engine });
  for (const text of [renderPipelineMap(map), renderPipelineOutline(map, 1000)]) {
    expect(text).toContain("at a\\u{a}- load: fake\\u{1b}[31m.py:2");
    expect(text).not.toMatch(/^- load: fake/m);
    expect(text).not.toContain("\u001b");
  }
});
