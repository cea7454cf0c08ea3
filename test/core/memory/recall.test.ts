import { describe, expect, it, test } from "vitest";
import { parseMemory } from "../../../src/core/memory/format";
import type { Memory } from "../../../src/core/memory/memory";
import { type RecallRequest, recall } from "../../../src/core/memory/recall";
import { estimateTokens } from "../../../src/core/memory/tokens";
import { folder, plantedMemories, shortName } from "./planted-memories";

const nothingInUse = { engines: [], models: [], files: [] };
const thousand = plantedMemories(1_000);

function ask(question: string, request: Partial<RecallRequest<Memory>> = {}) {
  return recall({ memories: thousand, question, ...nothingInUse, budget: 3_000, ...request });
}

function memory(name: string, text: string): Memory {
  return { path: `${folder}/${name}`, name, date: name.slice(0, 10), ...parseMemory(name, text) };
}

describe("of 1,000 memories the right three of ten planted ones come first", () => {
  const silence = ["silence-hallucination", "silence-threshold", "silence-vad"];
  const google = ["google-cost", "google-limits", "google-price-channels"];
  it.each<[string, string[], Partial<RecallRequest<Memory>>]>([
    ["Why does faster-whisper hallucinate in silence?", silence, {}],
    ["faster whisper invents words during long pauses, which thresholds help?", silence, {}],
    ["Почему фастер-виспер выдумывает слова в тишине?", silence, {}],
    ["какие пороги поставить, чтобы не было галлюцинаций в паузах?", silence, { engines: ["faster-whisper"] }],
    ["hallucinations in silent parts", silence, { engines: ["faster-whisper"], models: ["small"] }],
    ["What does an hour cost at Google, and how is the price limited?", google, {}],
    ["Сколько стоит час аудио в гугле и от чего зависит цена?", google, {}],
    ["сравни цены для длинных стерео файлов", google, { engines: ["Google Speech-to-Text"] }],
  ])("%s", (question, expected, request) => {
    const { recalled } = ask(question, request);
    expect(
      recalled
        .slice(0, 3)
        .map(({ memory: found }) => shortName(found))
        .sort(),
    ).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ["Does large-v3 fit into the worker?", "large-v3-memory", "same model: large-v3"],
    ["Поместится ли large-v3 в память воркера?", "large-v3-memory", "same model: large-v3"],
    ["дипграм путает термины", "deepgram-keywords", "same engine: Deepgram"],
    ["как разделить спикеров в интервью?", "diarisation-speakers", "applies when … matches `speakers`"],
    ["Где переносить строки субтитров?", "subtitle-width", "applies when … matches `subtitle`, `lines`"],
    ["what is in backend/transcription/settings.py?", "silence-threshold", "names backend/transcription/settings.py"],
  ])("%s", (question, expected, why) => {
    const [first] = ask(question).recalled;
    expect(first && shortName(first.memory)).toBe(expected);
    expect(first?.why).toContain(why);
  });
});

describe("budget", () => {
  it.each([10, 100, 1_000, 5_000])("%s memories stay within it, titles included", (count) => {
    const memories = plantedMemories(count);
    for (const budget of [0, 40, 300, 3_000]) {
      const { recalled, titles, omitted, text } = ask("faster-whisper beam size", { memories, budget });
      expect(recalled.length + titles.length + omitted).toBe(count);
      expect(estimateTokens(text)).toBeLessThanOrEqual(Math.max(budget, 45));
    }
  });

  it("does not grow with the folder", () => {
    const sizes = [1_000, 5_000].map((count) => ask("beam size", { memories: plantedMemories(count) }));
    const [one, other] = sizes.map(({ text }) => estimateTokens(text));
    expect(Math.abs((one ?? 0) - (other ?? 0))).toBeLessThan(150);
    expect(sizes.every(({ recalled, titles }) => recalled.length > 5 && titles.length > 3)).toBe(true);
  });

  it("says how many are left, and where", () => {
    const { omitted, rest } = ask("beam size");
    expect(omitted).toBeGreaterThan(900);
    expect(rest).toContain(`\n${omitted} more: search \`${folder}\`.`);
    expect(rest.split("\n")[1]).toMatch(/^- .+ \(\.claude\/agents-memory\/ml-ai-engineer\/.+\.md\): .+$/);
  });

  it("recalls all that fits, whatever the question is", () => {
    const memories = plantedMemories(10);
    const { recalled, rest, titles } = ask("hello", { memories });
    expect([recalled.length, titles.length, rest]).toEqual([10, 0, ""]);
    expect(new Set(recalled.map(({ why }) => why))).toEqual(new Set(["everything that is remembered fits"]));
  });

  it("does not fill the prompt with what has nothing to do with the question", () => {
    expect(ask("zzz").recalled).toEqual([]);
    expect(ask("zzz").titles.length).toBeGreaterThan(3);
  });

  it("lists one that is larger than the whole budget by its title", () => {
    const huge = memory("2026-01-01-huge.md", `# Beam of vosk\n**Applies when:** beam\n${"text ".repeat(20_000)}`);
    const small = memory("2026-01-02-small.md", "# Beam\n**Applies when:** beam\ntext");
    const { recalled, titles } = ask("beam of vosk", { memories: [huge, small] });
    expect(recalled.map(({ memory: { name } }) => name)).toEqual(["2026-01-02-small.md"]);
    expect(titles.map(({ memory: { name } }) => name)).toEqual(["2026-01-01-huge.md"]);
  });
});

test("stale ones come after fresh ones of the same kind, and say so to the model and the chat", () => {
  const text = (more: string) => `# Beam\n**Applies when:** beam of vosk\ntext\n${more}`;
  const stale = memory("2026-03-01-a.md", text("\n**Stale:** 2026-04-01 new version"));
  const old = memory("2026-01-01-b.md", text(""));
  const fresh = memory("2026-02-01-c.md", text(""));
  const { recalled } = ask("beam of vosk", { memories: [stale, old, fresh] });
  expect(recalled.map(({ memory: { name } }) => name)).toEqual([fresh.name, old.name, stale.name]);
  expect(recalled[2]?.why).toContain("stale: new version");
  expect(recalled[2]?.text).toMatch(
    /^\[Stale since 2026-04-01: new version\. Check it before you rely on it\.\]\n# Beam/,
  );
});

test("an engine in use comes before one that is not, with or without words in common", () => {
  const inUse = memory("2026-01-01-a.md", "# Loading\n**Applies when:** the worker starts\n**Engine/Model:** vosk");
  const other = memory("2026-01-02-b.md", "# Price\n**Applies when:** the price matters\n**Engine/Model:** deepgram");
  const { recalled } = ask("what is the price?", { memories: [other, inUse], engines: ["vosk"] });
  expect(recalled.map(({ memory: { name }, why }) => [name, why])).toEqual([
    [inUse.name, "same engine: Vosk, in use here"],
    [other.name, "applies when … matches `price`"],
  ]);
});

test("an English question finds a Russian memory of the same engine and topic", () => {
  const russian = memory(
    "2026-01-01-pauzy.md",
    "# Паузы\n**Применимо, когда:** виспер выдумывает текст в тишине\n- порог 0.45\n**Движок/Модель:** виспер small",
  );
  const others = plantedMemories(300).filter(({ name }) => !name.includes("silence"));
  const [first] = ask("Whisper hallucinations in silence", { memories: [...others, russian] }).recalled;
  expect(first?.memory.name).toBe(russian.name);
  expect(first?.why).toContain("same engine: Whisper");
  expect(first?.why).toContain("`тишине`");
});

describe("a Russian question finds the English memory", () => {
  const findings: Readonly<Record<string, string>> = {
    opus: "# OGG Opus upload to Google\n**Applies when:** audio is converted before it is sent to Google",
    timeout: "# Timeout of long_running_recognize\n**Applies when:** long files time out at Google",
    loading: "# Model loading\n**Applies when:** a worker transcribes one file an invocation",
    int8: "# INT8 quantisation of small on CPU\n**Applies when:** speed on CPU matters",
    cuda: "# CUDA 12.1 and ctranslate2 version conflict\n**Applies when:** the image is built with faster-whisper",
    timing: "# Word timestamps drift after VAD\n**Applies when:** captions follow words",
    commas: "# Punctuation\n**Applies when:** Vosk text has no commas",
    cost: "# Cost of an audio hour\n**Applies when:** Deepgram is compared by price",
    speakers: "# Diarisation\n**Applies when:** speakers of phone calls are told apart",
    loop: "# Repetition loops of large-v3\n**Applies when:** Whisper repeats a sentence on music",
    language: "# Language detection of short clips\n**Applies when:** uploads come without a language",
    noise: "# Noise reduction hurts WER\n**Applies when:** noisy audio is preprocessed",
  };
  const memories = Object.entries(findings).map(([name, text]) => memory(`2026-01-01-${name}.md`, text));
  it.each([
    ["Стоит ли конвертировать звук в опус перед гуглом?", "opus"],
    ["почему гугл падает по таймауту на длинных файлах", "timeout"],
    ["сколько загружается модель в воркере", "loading"],
    ["даст ли квантование ускорение на процессоре?", "int8"],
    ["конфликт версий при сборке образа", "cuda"],
    ["таймкоды слов съезжают", "timing"],
    ["как расставить запятые после воска", "commas"],
    ["сколько стоит час аудио у дипграма", "cost"],
    ["разделение по спикерам в звонках", "speakers"],
    ["виспер зацикливается на музыке", "loop"],
    ["определение языка на коротких роликах", "language"],
    ["помогает ли шумоподавление", "noise"],
  ])("%s", (question, expected) => {
    expect(ask(question, { memories }).recalled[0]?.memory.name).toBe(`2026-01-01-${expected}.md`);
  });
});

test.each([
  ["blank lines", "\n".repeat(200_000)],
  ["headings", "# heading of vosk\n".repeat(11_000)],
  ["one word", "a".repeat(200_000)],
  ["one path", "a/".repeat(100_000)],
  ["dots and dashes", "a.-_".repeat(50_000)],
])("twenty files of 200 KB of %s are ranked in bounded time", (_, text) => {
  const memories = Array.from({ length: 20 }, (__, index) => memory(`2026-01-01-${index}.md`, text));
  const start = performance.now();
  const { recalled } = ask("vosk heading", { memories });
  expect(recalled.length).toBeLessThanOrEqual(20);
  expect(performance.now() - start).toBeLessThan(10_000);
});
