import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Handoff } from "../../../src/core/handoff/handoff";
import { storable } from "../../../src/core/handoff/marked-text";
import { type HandoffRecord, parseRecord, recordText } from "../../../src/core/handoff/record";
import { sample } from "./sample";

const full = sample({
  to: 'ML/AI: "quoted" Engineer',
  deferred: "ml-ai-engineer would ask itself.",
  state: "continued",
  origin: {
    conversation: "c-2",
    root: "c-1",
    depth: 1,
    lineage: ["product-lead"],
    answers: "20261121-00000000",
    continues: "c-0",
    task: "Make it cheaper.",
    spent: { turns: 4, tokens: 52_000, usd: 0.31 },
  },
  toolCall: "toolu_01",
  analysis: "`small` is enough.",
  plan: "1. verify\n2. go on",
  sent: "2026-11-22T10:05:00.000Z",
  answered: "2026-11-22T11:00:00.000Z",
  continued: "2026-11-22T12:00:00.000Z",
  partial: "Half of it.",
  result: "Use this:\n\n```python\nasync def run(): ...\n```",
  resultFrom: "docs/answer.md",
  resultFile: `${sample().folder.path}/20261122-0a1b2c3d-result.md`,
  continuation: "c-3",
  claims: ["20261122-0a1b2c3d", "20261122-11111111"],
  spent: { turns: 3, tokens: 12_000, usd: 0.08 },
});

function parsed(text: string): HandoffRecord {
  const { folder, path, realPath } = sample();
  return parseRecord({ folder, path, realPath, text });
}

describe("the record of a handoff", () => {
  it("is readable, and an open one is short", () => {
    expect(recordText({ handoff: sample(), otherKeys: {}, notes: "" })).toMatchInlineSnapshot(`
      "---
      id: 20261122-0a1b2c3d
      to: "Backend Architect"
      from: ml-ai-engineer
      state: open
      created: "2026-11-22T10:00:00.000Z"
      conversation: c-1
      root: c-1
      depth: 0
      lineage: []
      spent: {"turns":0,"tokens":0,"usd":0}
      ---

      # Handoff to Backend Architect

      ## Task

      <!-- handoff:task -->
      Add a third branch to the actor.
      <!-- handoff:end -->

      ## Context

      <!-- handoff:context -->
      The engine is chosen in \`service.py:88\`.
      <!-- handoff:end -->

      ## I need back

      <!-- handoff:need-back -->
      The signature of the new branch.
      <!-- handoff:end -->

      ## Blocks

      <!-- handoff:blocks -->
      The benchmark of the new engine.
      <!-- handoff:end -->

      ## Original task

      <!-- handoff:original-task -->
      Which engine should we use?
      <!-- handoff:end -->

      <!-- handoff:complete -->
      "
    `);
  });

  it("keeps everything", () => {
    expect(parsed(recordText({ handoff: full, otherKeys: {}, notes: "" })).handoff).toEqual(full);
    const running: Handoff = {
      ...sample(),
      state: "running",
      run: { conversation: "c-9", machine: "m", process: 7, since: "2026-11-22T10:01:00.000Z" },
    };
    expect(parsed(recordText({ handoff: running, otherKeys: {}, notes: "" })).handoff).toEqual(running);
  });

  it("keeps what a person added, through every rewrite", () => {
    const text = recordText({ handoff: sample(), otherKeys: {}, notes: "" })
      .replace("state: open", "state: open\nowner: Ann\nlabels: [a, b]\nreviewed: 2026-11-23")
      .replace("## Context", "A remark of mine.\n\n## Context");
    const once = parsed(text);
    expect(once.otherKeys).toEqual({ owner: "Ann", labels: ["a", "b"], reviewed: "2026-11-23T00:00:00.000Z" });
    expect(once.notes).toBe("A remark of mine.");
    expect(parsed(recordText(once))).toEqual(once);
  });

  it("may be edited: text, quotes and times as people write them, Windows line ends", () => {
    const text = recordText({ handoff: sample(), otherKeys: {}, notes: "" })
      .replace("Add a third branch to the actor.", "Add two branches.\n\n- one\n- two\n")
      .replace('to: "Backend Architect"', "to: Backend Architect # renamed")
      .replace('created: "2026-11-22T10:00:00.000Z"', "created: 2026-11-22T10:00:00Z")
      .replaceAll("\n", "\r\n");
    expect(parsed(text).handoff).toEqual(sample({ task: "Add two branches.\n\n- one\n- two\n" }));
  });

  it("holds any Markdown, own records and their parts included", () => {
    const nested = recordText({ handoff: full, otherKeys: {}, notes: "" });
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom(
        nested,
        "<!-- handoff:end -->",
        "<!-- \\handoff:end -->",
        "  <!-- handoff:task -->",
        "<!-- handoff:complete -->",
        "<<<<<<< HEAD",
        "\\<<<<<<< HEAD",
        "=======",
        "---",
        "```",
        "## Result",
        "\r\n",
        "\u{feff}",
        "\0",
        "\ud800",
      ),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("\n"));
    fc.assert(
      fc.property(text, text, text, (task, analysis, result) => {
        const written = recordText({
          handoff: { ...full, task, analysis, result: `x${result}` },
          otherKeys: {},
          notes: "",
        });
        const { handoff } = parsed(written);
        expect([handoff.task, handoff.analysis, handoff.result]).toEqual(
          [task, analysis, `x${result}`].map((one) => (storable(one).trim() === "" ? "" : storable(one))),
        );
        expect(recordText(parsed(written))).toBe(written);
        const again = recordText({
          handoff: { ...full, task: written, analysis: "", result: "x" },
          otherKeys: {},
          notes: "",
        });
        expect(parsed(again).handoff.task).toBe(storable(written));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps any simple field, whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
        fc.string({ maxLength: 40 }),
        (word, key) => {
          const value = word.toWellFormed();
          const otherKeys =
            key === "" || key in { id: 1, to: 1, from: 1, run: 1, root: 1, sent: 1, state: 1 } ? {} : { [key]: value };
          const handoff = sample({ resultFrom: value, origin: { ...sample().origin, conversation: value } });
          const record = parsed(recordText({ handoff, otherKeys, notes: "" }));
          expect(record.handoff.resultFrom).toBe(value);
          expect(record.handoff.origin.conversation).toBe(value);
          expect(record.otherKeys).toEqual(otherKeys);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("a broken record", () => {
  const whole = recordText({ handoff: full, otherKeys: {}, notes: "" });
  const lines = whole.split("\n");
  const lineOf = (start: string) => lines.findIndex((line) => line.startsWith(start)) + 1;

  it.each([
    [
      "merge conflict",
      whole.replace("## Context", "<<<<<<< HEAD\n## Context"),
      lineOf("## Context"),
      /conflict.*choose one side/,
    ],
    ["conflict in the front matter", whole.replace("state:", "<<<<<<< ours\nstate:"), lineOf("state:"), /conflict/],
    ["no front matter", whole.slice(4), 1, /front matter/],
    ["open front matter", whole.replace("\n---\n", "\n"), 1, /not closed/],
    ["invalid YAML", whole.replace("depth: 1", "depth: [1"), undefined, /not valid YAML.*restore/],
    ["unknown state", whole.replace("state: continued", "state: done"), lineOf("state:"), /`state`.*git/],
    ["no id", whole.replace(/^id:.*\n/m, ""), 1, /`id`/],
    ["running without a run", whole.replace("state: continued", "state: running"), lineOf("state:"), /state: open/],
    [
      "answered without a result",
      whole.replace(/<!-- handoff:result -->[\s\S]*?end -->\n/, ""),
      lineOf("state:"),
      /no result/,
    ],
    ["a section without end", whole.replace("<!-- handoff:end -->", ""), lineOf("<!-- handoff:task"), /task.*no end/],
    ["an end too many", whole.replace("## Context", "<!-- handoff:end -->"), lineOf("## Context"), /remove it/],
    [
      "a section twice",
      whole.replace("<!-- handoff:context -->", "<!-- handoff:task -->"),
      lineOf("<!-- handoff:context"),
      /second time/,
    ],
    [
      "an unknown section",
      whole.replace("<!-- handoff:context -->", "<!-- handoff:colour -->"),
      lineOf("<!-- handoff:context"),
      /not known/,
    ],
  ])("%s: says where and what to do", (_name, text, line, message) => {
    expect(() => parsed(text)).toThrow(
      expect.objectContaining({ name: "RecordError", message: expect.stringMatching(message) }),
    );
    if (line !== undefined) expect(() => parsed(text)).toThrow(expect.objectContaining({ line }));
  });

  it("is noticed wherever it was cut off", () => {
    for (let length = 0; length < whole.length - 2; length += 7)
      expect(() => parsed(whole.slice(0, length)), `cut at ${length}`).toThrow(
        expect.objectContaining({ name: "RecordError" }),
      );
  });

  it("never crashes on any change of bytes", () => {
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.nat(40),
        fc.string({ unit: "binary", maxLength: 20 }),
        (at, removed, added) => {
          try {
            parsed(whole.slice(0, at) + added + whole.slice(at + removed));
          } catch (error) {
            expect(error).toMatchObject({ name: "RecordError" });
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
