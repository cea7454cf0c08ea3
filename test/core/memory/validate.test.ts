import { describe, expect, it } from "vitest";
import type { NewMemory } from "../../../src/core/memory/memory";
import { validateMemory } from "../../../src/core/memory/validate";
import { newMemory } from "./new-memory";

const { insight } = newMemory();
const general = [
  "Larger models are more accurate",
  "Noise makes recognition worse",
  "A good microphone helps a lot",
  "Batching makes better use of the hardware",
  "Silence should be removed first",
];
const key = (...parts: string[]) => parts.join("");

describe("validateMemory", () => {
  it.each<[string, Partial<NewMemory>, RegExp | undefined]>([
    ["a good one", {}, undefined],
    ["no topic", { topic: " \n" }, /`topic` is empty/],
    ["no condition", { appliesWhen: "always" }, /`appliesWhen` must say/],
    ["four lines", { insight: insight.slice(1) }, /has 4 lines that count/],
    ["empty, one-word and double lines", { insight: [...insight.slice(1), "", "ok", insight[1] ?? ""] }, /has 4 lines/],
    ["sixteen lines", { insight: Array.from({ length: 16 }, (_, at) => `step ${at} of the run`) }, /has 16 lines/],
    ["fifteen lines", { insight: Array.from({ length: 15 }, (_, at) => `step ${at} of the run`) }, undefined],
    ["lines in one string", { insight: [insight.join("\n- ")] }, undefined],
    ["an endless line", { insight: [...insight, "word ".repeat(200)] }, /Line 6 of `insight` is longer/],
    [
      "a field among the lines",
      { insight: [...insight, "**Benchmark:** 7 %"] },
      /Line 6 of `insight` reads as a heading/,
    ],
    ["a code block", { insight: [...insight, "```python x = 1"] }, /Line 6 of `insight` reads as/],
    ["general knowledge", { insight: general }, /general knowledge: only 0 of 5 lines.*"Larger models/],
    ["mostly general knowledge", { insight: [...general, insight[0] ?? ""] }, /only 1 of 6 lines/],
    ["a benchmark from nowhere", { benchmark: "WER 7 % on calls" }, /cites nothing that can be looked up/],
    ["a benchmark with a file but no line", { benchmark: "WER 7 %, bench/report.md" }, /cites nothing/],
    ["a clock time is no line", { benchmark: "WER 7 % at 12:30, ratio 3.5:1" }, /cites nothing/],
    ["a benchmark with a place", { benchmark: "WER 7 %, bench/report.md:12" }, undefined],
    ["a benchmark with a run's id", { benchmark: "WER 7 % (run 20260301-ab12cd34)" }, undefined],
    ["an unmeasured benchmark", { benchmark: "about 7 %", unmeasured: true }, undefined],
    ["one that says so itself, in Russian", { benchmark: "не измерено: около 7 %" }, undefined],
    ["no benchmark", { benchmark: "" }, undefined],
    [
      "an API key",
      { insight: [...insight, `use ${key("sk-", "ant-api03-abcdefghijklmnop")}`] },
      /looks like an API key/,
    ],
    ["a private key", { appliesWhen: `when ${key("-----BEGIN RSA ", "PRIVATE KEY-----")} is used` }, /a private key/],
    ["an AWS key", { insight: [...insight, `with ${key("AKIA", "ABCDEFGHIJKLMNOP")}`] }, /an AWS access key/],
    ["a password", { insight: [...insight, `DB_${key("PASS", "WORD")}=abcd1234efgh5678ij`] }, /a key or a password/],
    [
      "a key told in words",
      { insight: [...insight, `DEEPGRAM_API_KEY ${"0a1b2c3d".repeat(5)}`] },
      /a key or a password/,
    ],
    ["a key told in Russian", { insight: [...insight, `ключ: ${"0a1b2c3d".repeat(4)}`] }, /a key or a password/],
    ["a commit", { insight: [...insight, `since commit ${"0a1b2c3d".repeat(5)} a token costs 3 ms`] }, undefined],
    ["a name of a setting", { insight: [...insight, "token = settings.google_service_key_path"] }, undefined],
    ["an endless topic", { topic: "word ".repeat(40) }, /`topic` has 199 characters/],
    [
      "Russian",
      {
        topic: "Паузы на звонках",
        appliesWhen: "виспер выдумывает текст в тишине",
        insight: insight.map((line) => `Замер: ${line}`),
      },
      undefined,
    ],
  ])("judges %s", (_, changes, expected) => {
    const { problems } = validateMemory(newMemory(changes));
    if (expected === undefined) expect(problems).toEqual([]);
    else expect(problems.join("\n")).toMatch(expected);
  });

  it("takes an added line alone, when a memory is extended", () => {
    const one = { insight: insight.slice(0, 1), extends: "2026-01-01-vad.md" };
    expect(validateMemory(newMemory(one)).problems).toEqual([]);
  });

  it("keeps a figure without a record as unmeasured, and one with a record as it is", () => {
    const benchmark = (changes: Partial<NewMemory>) => validateMemory(newMemory(changes)).tidy.benchmark;
    expect(benchmark({ benchmark: "about 7 %", unmeasured: true })).toBe("unmeasured: about 7 %");
    expect(benchmark({ benchmark: "unmeasured: about 7 %", unmeasured: true })).toBe("unmeasured: about 7 %");
    expect(benchmark({ benchmark: "7 %, a.py:3", unmeasured: true })).toBe("7 %, a.py:3");
  });

  it("shows what would hide text", () => {
    expect(validateMemory(newMemory({ topic: "safe\u202etxt" })).tidy.topic).toBe("safe\\u{202e}txt");
  });
});
