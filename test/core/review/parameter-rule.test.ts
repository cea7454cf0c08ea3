import { describe, expect, it } from "vitest";
import type { EngineUse, PipelineMap } from "../../../src/core/pipeline/map";
import { hardCodedParameters } from "../../../src/core/review/rules/hard-coded-parameters";
import { call, fn, map, parameter, said, use } from "./small-maps";

describe("rule 8, parameters hard-coded", () => {
  const calling = (...parameters: EngineUse["parameters"]): PipelineMap => map({ engines: [use({ parameters })] });
  const builder = (
    text: string | undefined,
    origin: "literal" | "settings" | "constant" | "request",
    where = "tasks.py:30",
  ): ReturnType<typeof call> => call("DocumentBuilder", where, [], [parameter("max_line_width", text, origin, where)]);

  it.each<[string, PipelineMap, readonly string[]]>([
    [
      "one finding for one call",
      calling(
        parameter("temperature", "0.2"),
        parameter("beam_size", "5", "constant", "constants.py:8"),
        parameter("word_timestamps", "True"),
      ),
      ["minor: `temperature` and `beam_size` hard-coded in `model.transcribe` [service.py:20 > constants.py:8]"],
    ],
    [
      "a setting",
      calling(parameter("temperature", "0.2", "settings", "settings.py:9")),
      ["in order service.py:20: `temperature` of `model.transcribe` can be set from outside the code."],
    ],
    [
      "the request",
      calling(parameter("language", undefined, "request", "schemas.py:4")),
      ["in order service.py:20: `language` of `model.transcribe` can be set from outside the code."],
    ],
    ["a default that callers may change", calling(parameter("beam_size", "5", "default")), []],
    ["None leaves it to the engine", calling(parameter("language", "None")), []],
    [
      "the format of the audio",
      calling(parameter("sample_rate_hertz", "16000"), parameter("encoding", "OGG_OPUS")),
      [],
    ],
    ["not followed", calling(parameter("temperature", undefined, "unknown")), []],
    [
      "the JavaScript spelling",
      calling(parameter("languageCode", "ru-RU")),
      ["minor: `languageCode` hard-coded in `model.transcribe` [service.py:20]"],
    ],
    [
      "line width",
      map({ functions: [fn("tasks.work", builder("32", "literal"))] }),
      ["minor: Caption line width `max_line_width` hard-coded [tasks.py:30]"],
    ],
    [
      "line width twice is one finding",
      map({
        functions: [
          fn("tasks.work", builder("32", "literal")),
          fn("router.draft", builder("32", "literal", "router.py:9")),
        ],
      }),
      ["minor: Caption line width `max_line_width` hard-coded [tasks.py:30 > router.py:9]"],
    ],
    ["line width from settings", map({ functions: [fn("tasks.work", builder("32", "settings"))] }), []],
  ])("%s", (_case, over, expected) => expect(said(hardCodedParameters, over)).toEqual(expected));

  it("makes one finding of an engine's calls with the same parameters, and names every value", () => {
    const at = (path: string, parts: Partial<EngineUse>, ...parameters: EngineUse["parameters"]): EngineUse =>
      use({ place: { path, line: 3 }, parameters, ...parts });
    const beam = (text: string, path: string) => parameter("beam_size", text, "literal", `${path}:3`);
    const engines = [
      at("a.py", {}, beam("5", "a.py")),
      at("b.py", {}, beam("5", "b.py")),
      at("c.py", { call: "model.run" }, beam("1", "c.py")),
      at("d.py", { engine: "faster-whisper", label: "faster-whisper" }, beam("5", "d.py")),
      at("e.py", {}, beam("5", "e.py"), parameter("patience", "2", "literal", "e.py:3")),
    ];
    expect(said(hardCodedParameters, map({ engines }))).toEqual([
      "minor: `beam_size` hard-coded in 3 calls of openai-whisper [a.py:3 > b.py:3 > c.py:3]",
      "minor: `beam_size` hard-coded in `model.transcribe` [d.py:3]",
      "minor: `beam_size` and `patience` hard-coded in `model.transcribe` [e.py:3]",
    ]);
    expect(hardCodedParameters.check(map({ engines })).findings[0]?.explanation).toBe(
      "`model.transcribe` (openai-whisper, a.py:3) and `model.transcribe` (openai-whisper, b.py:3) are called with `beam_size=5`. `model.run` (openai-whisper, c.py:3) is called with `beam_size=1`. Neither settings nor a caller can change it.",
    );
  });

  it("takes what stands in for a missing value for a default", () => {
    const fallback = (text: string): EngineUse["parameters"][number] => ({
      name: "language",
      value: { text: "ru-RU", origin: "constant", chain: [{ place: { path: "service.py", line: 20 }, text }] },
    });
    for (const text of [
      "language=language or DEFAULT,",
      "language: options.language ?? DEFAULT,",
      'language=request.get("language", DEFAULT)',
    ]) {
      expect(said(hardCodedParameters, calling(fallback(text)))).toEqual([]);
    }
    expect(said(hardCodedParameters, calling(fallback("language=DEFAULT,")))).toHaveLength(1);
  });

  it.each([
    ["a dictionary above the call", "literal", [{ path: "service.py", line: 15 }]],
    [
      "a local variable",
      "literal",
      [
        { path: "service.py", line: 20 },
        { path: "service.py", line: 12 },
      ],
    ],
    [
      "a constant that a caller hands in",
      "constant",
      [
        { path: "service.py", line: 20 },
        { path: "tasks.py", line: 9 },
        { path: "constants.py", line: 2 },
      ],
    ],
  ] as const)("is silent about what may be one of several values: %s", (_case, origin, places) => {
    const value = { text: "5", origin, chain: places.map((place) => ({ place, text: "beam_size" })) };
    expect(said(hardCodedParameters, calling({ name: "beam_size", value }))).toEqual([]);
  });

  it("names each value, and warns of a fixed language", () => {
    const [finding] = hardCodedParameters.check(
      calling(parameter("language_code", "ru-RU"), parameter("temperature", "0.2")),
    ).findings;
    expect(finding?.explanation).toContain("`language_code=ru-RU` and `temperature=0.2`");
    expect(finding?.consequence).toContain("other languages");
  });
});
