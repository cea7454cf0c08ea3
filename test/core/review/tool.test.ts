import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PipelineMap } from "../../../src/core/pipeline/map";
import { parseReview } from "../../../src/core/review/parse";
import { createReviewTool } from "../../../src/core/review/tool";
import type { ToolResult } from "../../../src/core/tools/tool";
import { type TemporaryWorkspace, temporaryWorkspace } from "../../support/temporary-workspace";
import { map, pipeline, use, value } from "./small-maps";

let folder: TemporaryWorkspace;
beforeAll(async () => {
  const service = `${"\n".repeat(19)}    result = model.transcribe(audio)\r\n`;
  const tasks = `${"\n".repeat(4)}@dramatiq.actor\n${"\n".repeat(6)}    transcribe(path)\n`;
  folder = await temporaryWorkspace({
    "service.py": service,
    "tasks.py": tasks,
    "constants.py": "\n\nMODEL = 'large'\n",
  });
});
afterAll(() => folder.dispose());

function review(over: PipelineMap, input: unknown = {}): Promise<ToolResult> {
  const tool = createReviewTool(async () => over);
  return tool.invoke(input, { workspace: folder.workspace, signal: new AbortController().signal });
}

describe("ReviewPipeline", () => {
  it("quotes the files, not the map", async () => {
    const { content, isError, summary } = await review(pipeline());
    expect(isError).toBe(false);
    expect(summary).toBe("2 findings on openai-whisper");
    const [first] = parseReview(content).findings;
    expect(first?.chain).toEqual([
      { place: { path: "tasks.py", line: 5 }, text: "@dramatiq.actor" },
      { place: { path: "tasks.py", line: 12 }, text: "transcribe(path)" },
      { place: { path: "service.py", line: 20 }, text: "result = model.transcribe(audio)" },
    ]);
  });

  it("says when a place cannot be read back", async () => {
    const { content } = await review(pipeline({ engines: [use({ place: { path: "service.py", line: 900 } })] }));
    expect(parseReview(content).notSeen).toContain("service.py:900: this line could not be read back.");
  });

  it("narrows the rules, and says what was not checked", async () => {
    const { content } = await review(pipeline(), { rules: [9, 3] });
    const { findings, notSeen } = parseReview(content);
    expect(findings.map(({ rule }) => rule)).toEqual([9]);
    expect(notSeen).toContain("Red flag 3 was asked for: not checked by rule.");
    expect(notSeen).toContain("Red flag 10, no time limit on inference: not checked by rule.");
  });

  it("refuses rules that do not exist, with those that do", async () => {
    const { content, isError } = await review(pipeline(), { rules: [3, 42] });
    expect(isError).toBe(true);
    expect(content).toBe("No rule checks 3, 42. There are rules 1, 2, 7, 8, 9, 10.");
  });

  it("says that there is no speech code", async () => {
    const { content, isError, summary } = await review(map({ parsedFiles: 3 }));
    expect(isError).toBe(false);
    expect(summary).toBe("no speech code in 3 files");
    expect(content).toContain("No speech code found");
  });

  it("leaves tests out and says so", async () => {
    const inTests = use({
      role: "load",
      place: { path: "tests/test_service.py", line: 1 },
      model: value("large", "literal", "tests/test_service.py:1"),
    });
    const { content } = await review(map({ engines: [inTests], parsedFiles: 2 }));
    expect(parseReview(content).findings).toEqual([]);
    expect(content).toContain("Tests were left out: 1 use of speech engines.");
  });

  it("bounds its output and says how to get the rest", async () => {
    const engines = Array.from({ length: 90 }, (_, index) =>
      use({
        role: "load",
        place: { path: "constants.py", line: 3 },
        model: value("large", "literal", `constants.py:${index + 1}`),
      }),
    );
    const { content } = await review(map({ engines }));
    const { findings, notSeen } = parseReview(content);
    expect(findings).toHaveLength(40);
    expect(notSeen[0]).toBe("140 more findings are not shown; ask again with `rules` to see those of one rule.");
  });
});
