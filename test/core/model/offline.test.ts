import { describe, expect, it } from "vitest";
import type { Message } from "../../../src/core/model/message";
import type { ModelEvent } from "../../../src/core/model/model";
import { createOfflineModel } from "../../../src/core/model/offline";
import { answerableQuestions, planFor } from "../../../src/core/model/offline/plan";
import { reviewReport } from "../../../src/core/model/offline/review-report";

/** A plan as text: the calls it makes, or that it needs a language model. */
const plan = (question: string) => {
  const { answers, calls } = planFor(question);
  return `${answers ? "" : "beyond: "}${calls.map(({ name, input }) => `${name}${JSON.stringify(input)}`).join(" ")}`;
};
const review = 'ReviewPipeline{} Glob{"pattern":"**/.ml-engineer/evaluation.json"} ReadRun{}';
const search = (pattern: string) => `Grep{"pattern":"${pattern}","output_mode":"content","-n":true,"head_limit":60}`;

describe("planFor", () => {
  it.each<[string, string]>([
    ["What would fail first in this pipeline, and what should we measure?", review],
    ["Review the pipeline", review],
    ["Что сломается первым?", review],
    ["What are the biggest risks of our transcription service?", review],
    ["Would a corrupted or very long file hang the worker?", 'ReviewPipeline{"rules":[10,9]}'],
    ["Is there a timeout on inference?", 'ReviewPipeline{"rules":[10]}'],
    ["Does inference block the event loop?", 'ReviewPipeline{"rules":[7]}'],
    ["Do health checks answer under load?", 'ReviewPipeline{"rules":[7]}'],
    ["Блокирует ли распознавание цикл событий?", 'ReviewPipeline{"rules":[7]}'],
    ["Are the models pinned?", 'ReviewPipeline{"rules":[2]}'],
    ["Which parameters are hard-coded?", 'ReviewPipeline{"rules":[8]}'],
    ["Do we handle a silent video?", 'ReviewPipeline{"rules":[9]}'],
    ["Is a smaller model possible?", 'ReviewPipeline{"rules":[1]}'],
    ["Which engines does this pipeline use, with which parameters, and where?", "PipelineMap{}"],
    ["What are the entry points?", "PipelineMap{}"],
    ["Where is `load_model(` called?", search("load_model\\\\(")],
    ["Find max_line_width", search("max_line_width")],
    ["Where would a corrupted file hang transcription_generate_actor?", 'ReviewPipeline{"rules":[10,9]}'],
    ["Where is `temperature` used?", search("temperature")],
    ["What does red flag 10 mean for `POST /draft/`?", 'ReviewPipeline{"rules":[10]}'],
    ["Show service.py:40", 'Read{"file_path":"service.py","offset":30,"limit":30}'],
    ["Why is large-v3 slower than real time here?", `beyond: ${review}`],
    ["Why does `transcribe` hang?", `beyond: ${review} ${search("transcribe")}`],
    ["Should we switch to Deepgram?", `beyond: ${review}`],
    ["How do I fix the problem with timeouts?", `beyond: ${review}`],
    ["WER got worse after the update", `beyond: ${review}`],
    ["Почему упало качество?", `beyond: ${review}`],
    ["Tell me a joke", `beyond: ${review}`],
    ["", `beyond: ${review}`],
  ])("%s", (question, expected) => expect(plan(question)).toBe(expected));

  it("answers every question that it offers", () => {
    for (const question of answerableQuestions) expect(planFor(question).answers, question).toBe(true);
  });
});

const tools = ["ReviewPipeline", "Glob", "Grep"].map((name) => ({ name, description: "", inputSchema: {} }));
const ask = (text: string): Message => ({
  role: "user",
  content: [
    { type: "text", text: "context" },
    { type: "text", text },
  ],
});

async function stream(
  messages: readonly Message[],
  offered = tools,
  signal = new AbortController().signal,
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of createOfflineModel().stream({ system: "", tools: offered, messages }, signal))
    events.push(event);
  return events;
}

describe("the offline reviewer", () => {
  it("calls tools first, and reports once their results are there", async () => {
    const question = ask("Where is `temperature` used?");
    const called = (await stream([question])).at(-1);
    expect(called).toMatchObject({ type: "stop", reason: "tool-calls", content: [{ type: "tool_use", name: "Grep" }] });
    if (called?.type !== "stop") throw new Error("no stop");
    const id = (called.content[0] as { id: string }).id;
    const messages: Message[] = [
      question,
      { role: "assistant", content: called.content },
      { role: "user", content: [{ type: "tool_result", tool_use_id: id, content: "a.py\n7:```temperature=0```" }] },
    ];
    const answered = (await stream(messages)).at(-1);
    expect(answered).toMatchObject({
      reason: "end",
      content: [{ type: "text", text: expect.stringContaining("````text\na.py\n7:```temperature=0```\n````") }],
    });
  });

  it("says which tool did not work", async () => {
    const messages: Message[] = [
      ask("Where is `x1` used?"),
      { role: "assistant", content: [{ type: "tool_use", id: "t", name: "Grep", input: {} }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "Timed out.", is_error: true }] },
    ];
    expect((await stream(messages)).at(-1)).toMatchObject({
      content: [{ text: expect.stringContaining("Grep did not work: Timed out.") }],
    });
  });

  it("answers a second question in the same conversation from its own calls", async () => {
    const messages: Message[] = [
      ask("Find `one_thing`"),
      { role: "assistant", content: [{ type: "tool_use", id: "t", name: "Grep", input: {} }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "one" }] },
      { role: "assistant", content: [{ type: "text", text: "Found." }] },
      ask("Find `other_thing`"),
    ];
    expect((await stream(messages)).at(-1)).toMatchObject({
      reason: "tool-calls",
      content: [{ input: { pattern: "other_thing" } }],
    });
  });

  it("claims nothing when it has no tools", async () => {
    expect((await stream([ask("Review the pipeline")], [])).at(-1)).toMatchObject({
      reason: "end",
      content: [{ text: expect.stringMatching(/no tool/i) }],
    });
  });

  it("stops when it is told to", async () => {
    expect(await stream([ask("Review the pipeline")], tools, AbortSignal.abort())).toEqual([
      { type: "stop", reason: "cancelled", content: [], message: "Stopped." },
    ]);
  });
});

describe("reviewReport", () => {
  it("leads with what comes first and loses no line of a finding", () => {
    const text =
      "# Pipeline review\nFiles parsed: 1\n## Engines\n- `a.py:1` load `x` (X, self)\n## Findings\n### 1. No limit\n- Rule: 10\n- Severity: risk\n- Place: `a.py:1`\n- Chain: `a.py:1` `x()`\n- Why: Because.\n- Consequence: It hangs.\n- Remedy: Limit it.\n- Odd line\n## In order\nNone.\n## Measure first\nNone.\n## Not seen\nNone.";
    const report = reviewReport(text);
    expect(report).toMatch(/^\*\*No limit\*\* comes first: `a\.py:1`\. It hangs\./);
    for (const part of ["Because.", "`x()`", "Limit it.", "Odd line", "red flag 10"]) expect(report).toContain(part);
    expect(report).not.toMatch(/None\./);
  });

  it("leaves what it does not know as it is", () => expect(reviewReport("Nothing here.")).toBe("Nothing here."));
});
