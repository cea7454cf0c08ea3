import { describe, expect, it } from "vitest";
import type { AgentEvent } from "../../../src/core/agent/events";
import { ResponseFold } from "../../../src/host/participant/fold";

const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
const end = { type: "end", turns: 1, milliseconds: 1, usage } as const;

function folded(...events: readonly AgentEvent[]): unknown[] {
  const fold = new ResponseFold();
  return events.flatMap((event) => fold.apply(event));
}

describe("the fold for VS Code's chat", () => {
  it("shows a countdown as one row, and the next wait as another", () => {
    const waiting = (seconds: number, attempt: number) =>
      ({ type: "waiting", reason: "Rate limit reached", seconds, attempt, attempts: 5 }) as const;
    const silent = (seconds: number) =>
      ({ type: "waiting", reason: `The model has been silent for ${seconds} s` }) as const;
    expect(folded(waiting(2, 2), waiting(1, 2), waiting(4, 3), silent(20), silent(40))).toEqual([
      { type: "progress", text: "Rate limit reached" },
      { type: "progress", text: "Rate limit reached" },
      { type: "progress", text: "The model has been silent for 20 s" },
    ]);
  });

  it("lets no name or message of a tool become a link, an image or a command", () => {
    const title = "![x](https://evil.example/a) [y](command:z) <img src=x>";
    const [part] = folded({ type: "tool-call", id: "1", name: "Grep", title, input: {} });
    expect(part).toEqual({
      type: "progress",
      text: "Grep \\!\\[x\\]\\(https://evil.example/a\\) \\[y\\]\\(command:z\\) \\<img src=x\\>",
    });
  });

  it("names each place once, and none of a failed call", () => {
    const read = (id: string) =>
      ({ type: "tool-call", id, name: "Read", title: "a.py", input: { file_path: "a.py" } }) as const;
    const result = (id: string, isError: boolean) =>
      ({ type: "tool-result", id, name: "Read", isError, summary: "no file", content: "", milliseconds: 1 }) as const;
    expect(folded(read("1"), result("1", true), read("2"), result("2", false), read("3"), result("3", false))).toEqual([
      { type: "progress", text: "Read a.py" },
      { type: "progress", text: "Read: no file" },
      { type: "progress", text: "Read a.py" },
      { type: "reference", place: { path: "a.py" } },
      { type: "progress", text: "Read a.py" },
    ]);
  });

  it("begins a new paragraph behind a tool call, not at the start", () => {
    const call = { type: "tool-call", id: "1", name: "Grep", title: "x", input: {} } as const;
    expect(
      folded(call, { type: "text", text: "A" }, { type: "text", text: "B" }, call, { type: "text", text: "C" }),
    ).toEqual([
      { type: "progress", text: "Grep x" },
      { type: "markdown", text: "A" },
      { type: "markdown", text: "B" },
      { type: "progress", text: "Grep x" },
      { type: "markdown", text: "\n\nC" },
    ]);
  });

  it("says why an answer is not whole; failures and stops are VS Code's to show", () => {
    const message = "Stopped at the limit of 40 turns.";
    expect(folded({ ...end, reason: "limit", message })).toEqual([
      { type: "markdown", text: "\n\n> Stopped at the limit of 40 turns.\n" },
    ]);
    for (const reason of ["failed", "refusal", "cancelled", "done"] as const) {
      expect(folded({ ...end, reason, message })).toEqual([]);
    }
  });
});
