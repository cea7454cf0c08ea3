import { expect, test } from "vitest";
import { createPipelineMapTool } from "../../../src/core/review/map-tool";
import { memoryWorkspace } from "../../support/memory-workspace";
import { captionService } from "../pipeline/caption-service";
import { mapPipeline } from "../pipeline/map-text";

const tool = createPipelineMapTool(mapPipeline);
const context = { workspace: memoryWorkspace(captionService), signal: new AbortController().signal };

test("shows the whole map", async () => {
  const { content, isError, summary } = await tool.invoke({}, context);
  expect(isError).toBe(false);
  expect(summary).toBe("openai-whisper, Google Speech-to-Text");
  expect(content).toContain("Entry points\n- route (fastapi) POST /transcription-generate/");
});

test("shows the part of one file or folder", async () => {
  const { content } = await tool.invoke({ path: "backend/app/tasks" }, context);
  expect(content).toContain("task (dramatiq) transcription_generate_actor at backend/app/tasks/service.py:7");
  expect(content).not.toContain("load_model");
  expect((await tool.invoke({ path: "backend/app/transcription/service.py" }, context)).content).toContain(
    "load_model",
  );
});

test("a part without speech code says where there is some", async () => {
  expect(await tool.invoke({ path: "backend/app/users/service.py" }, context)).toMatchObject({
    isError: true,
    content:
      "Nothing of the speech pipeline is in backend/app/users/service.py. Engines are called in backend/app/transcription/service.py.",
  });
  expect(await tool.invoke({ path: "nowhere" }, context)).toMatchObject({ isError: true });
});

test("a workspace without speech code is an answer, not an error", async () => {
  const workspace = memoryWorkspace({ "a.py": "print('hello')\n" });
  expect(await tool.invoke({}, { ...context, workspace })).toMatchObject({
    isError: false,
    summary: "no engine found",
  });
});
