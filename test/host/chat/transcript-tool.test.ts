import { expect, it } from "vitest";
import { finishedTool, runningTool } from "../../../src/host/chat/transcript-tool";

it.each([
  ["captions/missing.py", "`captions/missing.py` does not exist.", "does not exist."],
  ["captions/missing.py:17", "`captions/missing.py` does not exist.", "does not exist."],
  ["captions/missing.py", "`captions` is a folder.", "is a folder."],
  ["other.py", "`captions/missing.py` does not exist.", "`captions/missing.py` does not exist."],
  ["captions/missing.py", "`captions/missing.py`", "`captions/missing.py`"],
  ["a.py", "The pattern is broken.", "The pattern is broken."],
])("a failed call of %s that says %s", (title, message, shown) => {
  const item = runningTool("t1", { type: "tool-call", id: "x", name: "Read", title, input: {} });
  const result = {
    type: "tool-result",
    id: "x",
    name: "Read",
    isError: true,
    content: message,
    milliseconds: 1,
  } as const;
  expect(finishedTool(item, { ...result, summary: message }).summary).toBe(shown);
  expect(finishedTool(item, { ...result, isError: false, summary: message }).summary).toBe(message);
});
