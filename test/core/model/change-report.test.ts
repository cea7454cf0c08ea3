import { expect, it } from "vitest";
import type { Message } from "../../../src/core/model/message";
import { createOfflineModel } from "../../../src/core/model/offline";
import { planFor } from "../../../src/core/model/offline/plan";

const question = `Report on the change measured by run \`20261122-101500-ab12\` against \`0123456789ab\`: which code to keep?

The review rules found in what was changed:
- The model is not pinned (risk, service.py:12, red flag 2)`;

const run = `Run \`.ml-engineer/runs/20261122-101500-ab12\` is complete. Cite it by this name with every figure.

# Model Evaluation: base before vs base after

**Test set:** calls: 60 English clips.
**Hardware:** two cores
**Date:** 2026-11-22

| Metric | base before | base after | Winner |
| --- | --- | --- | --- |
| WER (English) | 11.8 % (9.9–13.7) | 10.9 % (9.1–12.8) | base after |

**Recommendation:** Keep the change.

**Trade-offs:** RTF 0.31 → 0.34.

**Migration path:** Merge it; roll back by reverting.

## What changed

- Before: main.

## What limits these figures

- One machine.

## Provenance

- Run 20261122-101500-ab12.
`;

it("reads the run and the change, in both languages", () => {
  const calls = [
    { name: "ReadRun", input: { run: "20261122-101500-ab12" } },
    { name: "ReadChange", input: { base: "0123456789ab" } },
  ];
  expect(planFor(question)).toMatchObject({ answers: true, calls });
  const russian =
    "Отчёт об изменении, измеренном прогоном `20261122-101500-ab12` относительно `0123456789ab`: какой код оставить?";
  expect(planFor(russian)).toMatchObject({ answers: true, calls });
});

it("answers with the report in its shape, what limits it and what the review found, and nothing else", async () => {
  const messages: Message[] = [
    { role: "user", content: [{ type: "text", text: question }] },
    {
      role: "assistant",
      content: [
        { type: "tool_use", id: "a", name: "ReadRun", input: {} },
        { type: "tool_use", id: "b", name: "ReadChange", input: {} },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "a", content: run },
        { type: "tool_result", tool_use_id: "b", content: "--- a/service.py" },
      ],
    },
  ];
  const tools = ["ReadRun", "ReadChange"].map((name) => ({ name, description: "", inputSchema: {} }));
  let text = "";
  for await (const event of createOfflineModel().stream(
    { system: "", tools, messages },
    new AbortController().signal,
  )) {
    if (event.type === "text") text += event.text;
  }
  const end = run.indexOf("\n## Provenance");
  expect(
    text.trim(),
  ).toBe(`No language model is connected: this is the offline reviewer, reporting what was measured of the change.

${run.slice(run.indexOf("# Model"), end).trim()}

## Review of what changed

- The model is not pinned (risk, service.py:12, red flag 2)

Run \`.ml-engineer/runs/20261122-101500-ab12\` is complete.`);
});
