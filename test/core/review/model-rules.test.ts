import { describe, expect, it } from "vitest";
import type { PipelineMap } from "../../../src/core/pipeline/map";
import { largestModel } from "../../../src/core/review/rules/largest-model";
import { unpinnedModel } from "../../../src/core/review/rules/unpinned-model";
import { dependency, google, map, parameter, said, use, value } from "./small-maps";

function loading(
  name: string | undefined,
  origin: "literal" | "constant" | "default" | "settings" | "environment" | "request" = "constant",
  engine = "openai-whisper",
): PipelineMap {
  return map({
    engines: [
      use({ engine, label: engine, role: "load", call: "load_model", model: value(name, origin, "constants.py:3") }),
    ],
  });
}

describe("rule 1, the largest model", () => {
  it.each<[string, PipelineMap, readonly string[]]>([
    [
      "large",
      loading("large"),
      ["unproven: openai-whisper runs `large`, the largest size [service.py:20 > constants.py:3]"],
    ],
    [
      "a size of its own version",
      loading("large-v3"),
      ["unproven: openai-whisper runs `large-v3`, the largest size [service.py:20 > constants.py:3]"],
    ],
    [
      "a hub name",
      loading("openai/whisper-large-v2", "literal", "transformers"),
      ["unproven: transformers runs `openai/whisper-large-v2`, the largest size [service.py:20 > constants.py:3]"],
    ],
    [
      "a setting is a choice that can be measured too",
      loading("large-v3", "settings"),
      ["unproven: openai-whisper runs `large-v3`, the largest size [service.py:20 > constants.py:3]"],
    ],
    ["turbo is not the largest", loading("large-v3-turbo"), []],
    ["distilled", loading("distil-large-v3", "literal", "faster-whisper"), []],
    [
      "small",
      loading("small"),
      ["in order constants.py:3: `small`, which the code names for openai-whisper, is not the largest of its family."],
    ],
    ["another family", loading("wav2vec2-large-960h", "literal", "transformers"), []],
    ["a value that could not be followed", loading(undefined), []],
    ["an expression is not a name", loading("sizes[0] + '-large'"), []],
  ])("%s", (_case, over, expected) => expect(said(largestModel, over)).toEqual(expected));

  it("counts two calls that read one constant once", () => {
    const [first] = loading("large").engines;
    expect(first).toBeDefined();
    if (first === undefined) return;
    const second = { ...first, place: { path: "other.py", line: 4 } };
    expect(said(largestModel, map({ engines: [first, second] }))).toHaveLength(1);
  });

  it("names what would settle it", () => {
    const [finding] = largestModel.check(loading("large-v3")).findings;
    expect(finding?.measure).toContain("`small` against `large-v3`");
    expect(finding?.explanation).toContain("constants.py:3");
  });
});

describe("rule 2, model not pinned", () => {
  const deepgram = (...parameters: readonly ReturnType<typeof parameter>[]): PipelineMap =>
    map({
      engines: [
        google({
          engine: "deepgram",
          label: "Deepgram",
          call: "transcribe_url",
          model: value("nova-3", "literal"),
          parameters,
        }),
      ],
    });
  const cloud = (name: string, origin: "literal" | "settings"): PipelineMap =>
    map({ engines: [google({ role: "configure", model: value(name, origin, "service.py:40") })] });

  it.each<[string, PipelineMap, readonly string[]]>([
    [
      "an alias",
      loading("large"),
      ["risk: openai-whisper model `large` can change without a change of yours [service.py:20 > constants.py:3]"],
    ],
    [
      "an alias in settings is no checkpoint",
      loading("large", "settings"),
      ["risk: openai-whisper model `large` can change without a change of yours [service.py:20 > constants.py:3]"],
    ],
    [
      "a checkpoint in code",
      loading("small"),
      ["minor: openai-whisper model `small` is fixed in code [service.py:20 > constants.py:3]"],
    ],
    [
      "a checkpoint in settings",
      loading("large-v3", "settings"),
      ["in order constants.py:3: The model of openai-whisper is a setting and names one model: `large-v3`."],
    ],
    ["a default that callers may change", loading("small", "default"), []],
    ["named by the request", loading("large", "request"), []],
    ["a file", loading("/models/large.pt"), []],
    [
      "a hub name",
      loading("openai/whisper-small", "settings", "transformers"),
      [
        "risk: transformers model `openai/whisper-small` can change without a change of yours [service.py:20 > constants.py:3]",
      ],
    ],
    [
      "latest_long",
      cloud("latest_long", "literal"),
      ["risk: Google Speech model `latest_long` can change without a change of yours [service.py:20 > service.py:40]"],
    ],
    [
      "latest_long in settings",
      cloud("latest_long", "settings"),
      ["risk: Google Speech model `latest_long` can change without a change of yours [service.py:20 > service.py:40]"],
    ],
    [
      "a generation of chirp",
      cloud("chirp_2", "settings"),
      ["in order service.py:40: The model of Google Speech is a setting and names one model: `chirp_2`."],
    ],
    [
      "Deepgram without a version",
      deepgram(),
      ["risk: Deepgram model `nova-3` can change without a change of yours [service.py:20]"],
    ],
    [
      "Deepgram with one",
      deepgram(parameter("version", "2024-01-09.29447")),
      ["minor: Deepgram model `nova-3` is fixed in code [service.py:20]"],
    ],
  ])("%s", (_case, over, expected) => expect(said(unpinnedModel, over)).toEqual(expected));

  it("is silent about a hub name with a revision in settings", () => {
    const parameters = [parameter("revision", "4e3f1c9", "settings")];
    const pinned = use({
      engine: "transformers",
      role: "load",
      parameters,
      model: value("openai/whisper-small", "settings", "settings.py:3"),
    });
    expect(unpinnedModel.check(map({ engines: [pinned] })).findings).toEqual([]);
  });

  it.each([
    ["openai-whisper", ">=20240930", true],
    ["openai-whisper", "", true],
    ["openai-whisper", "==20240930", false],
    ["openai-whisper", "20240930", false],
    ["whisperx", ">=3", false],
  ])("takes the requirement %s %s into the chain: %s", (name, requirement, expected) => {
    const [finding] = unpinnedModel.check({
      ...loading("large"),
      dependencies: [dependency(name, requirement)],
    }).findings;
    expect(finding?.chain.some((link) => link.place.path === "pyproject.toml")).toBe(expected);
    expect(finding?.explanation.includes("pyproject.toml:9")).toBe(expected);
  });
});
