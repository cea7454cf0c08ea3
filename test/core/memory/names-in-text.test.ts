import { expect, it, test } from "vitest";
import { enginesIn, modelsIn } from "../../../src/core/memory/engines";
import { pathsIn, runsIn } from "../../../src/core/memory/evidence";
import { findSecret } from "../../../src/core/memory/find-secret";
import { memoryFileName } from "../../../src/core/memory/names";

it.each<[string, string[]]>([
  ["faster-whisper, Faster Whisper, faster_whisper", ["faster-whisper"]],
  ["фастер-виспера", ["faster-whisper"]],
  ["виспером и гуглом, в дипграме", ["whisper", "google-speech", "deepgram"]],
  ["whisper.cpp and whispercpp", ["whisper-cpp"]],
  ["WhisperX", ["whisperx"]],
  ["Google Speech-to-Text", ["google-speech"]],
  ["openai/whisper-large-v3", ["whisper"]],
  ["воскресенье, whispering, canaryish", []],
])("engines in %j", (text, expected) => {
  expect(enginesIn(text)).toEqual(expected);
});

it.each<[string, string[]]>([
  ["large-v3 and openai/whisper-large-v3-turbo", ["large-v3", "large-v3-turbo"]],
  ["small files on a large disk", []],
  ["the small model, `base`, модель tiny, whisper-medium", ["small", "base", "tiny", "medium"]],
  ["Nova-2, latest_long, chirp_2", ["nova-2", "latest-long", "chirp-2"]],
])("models in %j", (text, expected) => {
  expect([...modelsIn(text)].sort()).toEqual(expected.sort());
});

it("paths and runs in a text", () => {
  const text =
    "see app/a.py:12, `src/x.ts:3-9`, service.py, torch.cuda, e.g. 3.5:1 at 12:30, https://a.b/c.py:3, ./y.py:1";
  expect(pathsIn(text)).toEqual([
    { path: "app/a.py", line: 12 },
    { path: "src/x.ts", line: 3 },
    { path: "service.py" },
    { path: "./y.py", line: 1 },
  ]);
  expect(runsIn("run 20260301-ab12cd34 and .ml-engineer/runs/abc-1. Run 5 times, in 2026")).toEqual([
    ".ml-engineer/runs/abc-1",
    ".ml-engineer/runs/20260301-ab12cd34",
  ]);
});

it.each([
  ["google_service_key_path = settings.google_service_key_path", undefined],
  ["token: usage 1234 tokens", undefined],
  [`api_key = "${"a1b2c3d4".repeat(3)}"`, "a key or a password"],
  [`https://user:${"pass"}word@host/x`, "an address with a password"],
])("secret in %j", (text, expected) => {
  expect(findSecret(text)).toBe(expected);
});

it.each([
  ["VAD: filter & calls", "2026-01-02-vad-filter-calls.md"],
  ["Ширина луча", "2026-01-02-shirina-lucha.md"],
  ["Ёлка — щука, съезд", "2026-01-02-elka-shchuka-sezd.md"],
  ["Größe", "2026-01-02-grosse.md"],
  ["話者", "2026-01-02-memory.md"],
  ["../../etc/passwd", "2026-01-02-etc-passwd.md"],
  ["word ".repeat(40), `2026-01-02-${"word-".repeat(12).slice(0, -1)}.md`],
])("file name of %j", (topic, expected) => {
  expect(memoryFileName("2026-01-02", topic)).toBe(expected);
});

test.each(["a/", "a", "a.", "http://", "-", "secret_", "token=", "a:b", "20260301-", "run run ", "eyJ.", "a://b:c"])(
  "200 KB of %j are looked through in bounded time",
  (part) => {
    const text = part.repeat(200_000 / part.length);
    const start = performance.now();
    for (const look of [pathsIn, runsIn, enginesIn, modelsIn, findSecret]) look(text);
    expect(performance.now() - start).toBeLessThan(3_000);
  },
);
