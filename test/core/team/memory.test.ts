import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { answer } from "../../support/messages-server";
import { scriptedModel as servedModel } from "../../support/messages-server/scripted-model";
import { calls, says, scriptedModel } from "../../support/scripted-model";
import { person, teamSession } from "../../support/team-session";

const memory = {
  topic: "Silence makes small repeat itself",
  appliesWhen: "faster-whisper `small` transcribes recordings with long pauses",
  insight: [
    "captions/service.py:40 calls faster-whisper without `vad_filter`",
    "Pauses over 8 s in our podcasts end in loops of the last phrase",
    "`vad_filter=True` removed the loops in all 12 recordings of the set",
    "`condition_on_previous_text=False` alone removed 7 of 12",
    "The VAD dropped two whispered sentences of episode 31",
  ],
  engineOrModel: "faster-whisper 1.0.3, small",
  benchmark: "insertions 4.1 % → 0.9 % on 12 recordings, CPU worker, captions/service.py:40",
};
const files = { "captions/service.py": "import faster_whisper\n".repeat(50) };

it("is mended after a refusal, written in the format, and recalled by the next conversation in another language", async () => {
  const session = await teamSession(files);
  const tooShort = { ...memory, insight: memory.insight.slice(0, 2) };
  const first = scriptedModel([
    { content: [calls("m1", "WriteMemory", tooShort)] },
    { content: [calls("m2", "WriteMemory", memory)] },
    { content: [says("Kept.")] },
  ]);
  const events = await session.ask(person("p1", "Why does it loop?"), first);
  const results = events.flatMap((event) => (event.type === "tool-result" ? [event] : []));
  expect(results.map(({ isError }) => isError)).toEqual([true, false]);
  expect(results[0]?.content).toMatch(/5/);
  const folder = join(session.files.path, ".claude/agents-memory/ml-ai-engineer");
  const [name = ""] = readdirSync(folder);
  expect(name).toBe("2026-11-22-silence-makes-small-repeat-itself.md");
  expect(readFileSync(join(folder, name), "utf8")).toMatch(
    /^# Silence makes small repeat itself\n\n\*\*Applies when:\*\* faster-whisper[\s\S]+\*\*Benchmark:\*\* insertions/,
  );

  const second = scriptedModel([{ content: [says("Known.")] }]);
  const later = await session.ask(person("p2", "Почему faster-whisper повторяет фразы в тишине?"), second);
  const recalled = later.flatMap((event) => (event.type === "context" && event.source === "memory" ? [event] : []));
  expect(recalled).toMatchObject([
    {
      title: memory.topic,
      path: `.claude/agents-memory/ml-ai-engineer/${name}`,
      reason: expect.stringContaining("faster-whisper"),
    },
  ]);
  expect(JSON.stringify(second.requests[0]?.messages)).toContain("Pauses over 8 s");
});

it("keeps the bytes of the conversation that the model has seen, with handoffs, memories and refusals in it", async () => {
  const session = await teamSession(files);
  const call = (id: string, name: string, input: object) => ({ type: "tool_use", id, name, input }) as const;
  const request = { agent: "Backend Architect", task: "Load once", context: "", needBack: "", blocks: "all" };
  const script = [
    answer([call("toolu_1", "RequestHandoff", request), call("toolu_2", "WriteMemory", { topic: "x" })]),
    answer([call("toolu_3", "WriteMemory", memory)]),
    answer([{ type: "text", text: "Done.\n\n## Handoff Requests\n\n### -> DevOps Engineer\n**Task:** Image" }]),
  ];
  const { model, server } = await servedModel({ script });
  await session.ask(person("p1", "Why?"), model);
  expect(server.violations).toEqual([]);
  const bodies = server.requests.map(({ text }) => {
    const { system, tools, messages } = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify([system, tools, messages]).slice(0, -2);
  });
  expect(bodies).toHaveLength(3);
  expect(bodies[1]?.startsWith(bodies[0] ?? "?")).toBe(true);
  expect(bodies[2]?.startsWith(bodies[1] ?? "?")).toBe(true);
});
