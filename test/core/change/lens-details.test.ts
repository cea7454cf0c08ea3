import { expect, test } from "vitest";
import { lenses, repositoryOf } from "./repository";

const captions = {
  "pyproject.toml": '[project]\ndependencies = ["faster-whisper"]\n',
  "features.py":
    "def log_mel_features(samples, bands=80):\n    return [samples, bands]\n\n\ndef log_done(path):\n    return path\n",
  "captions.py": `import argparse
from dataclasses import dataclass

from faster_whisper import WhisperModel

from features import log_done, log_mel_features

SIZES = {
    "en": "small",
    "ru": "medium",
}


@dataclass
class Options:
    beam_size: int
    prompt: str = ""


def caption(path, options):
    features = log_mel_features(path)
    log_done(path)
    return WhisperModel(SIZES["ru"]).transcribe(features, beam_size=options.beam_size)
`,
  "program.py": `import argparse
import importlib.metadata

from captions import Options, caption


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--beam", type=int, default=5)
    given = parser.parse_args()
    made = caption(given.path, Options(given.beam - 1 - 1))
    rest = [1]
    print(made, rest)
`,
};

const main = "modified program.main program.py:7-14";
const call = "made = caption(given.path, Options(given.beam - 1 - 1))";
const broken =
  "made = (\n        caption(\n            given.path,\n            Options(given.beam - 1 - 1),\n        )\n    )";

test.each<[what: string, path: keyof typeof captions, from: string, to: string, expected: readonly string[]]>([
  ["a comment at the end of a table", "captions.py", '"medium",\n', '"medium",\n    # "de": "small",\n', []],
  ["a comma at the end of a table", "captions.py", '"medium",\n', '"medium"\n', []],
  [
    "an entry of a table",
    "captions.py",
    '"medium",\n',
    '"large",\n',
    ["modified captions captions.py:8-11", "value captions.caption captions.py:20-23"],
  ],
  [
    "a field that now has a value",
    "captions.py",
    "beam_size: int",
    "beam_size: int = 5",
    ["modified captions captions.py:16-16"],
  ],
  ["a field's type", "captions.py", "beam_size: int", "beam_size: float", []],
  [
    "a logarithm of the audio",
    "features.py",
    "bands=80",
    "bands",
    ["modified features.log_mel_features features.py:1-2"],
  ],
  ["what tells of the work", "features.py", "return path", "return None", []],
  ["a caller's layout beside another change", "program.py", `${call}\n    rest = [1]`, `${broken}\n    rest = [2]`, []],
  ["a caller's layout and value", "program.py", call, broken.replace("- 1),", "- 2),"), [main.replace("14", "19")]],
  [
    "only a caller's parentheses",
    "program.py",
    call,
    "made = caption(given.path, Options(given.beam - (1 - 1)))",
    [main],
  ],
])("%s", async (_, path, from, to, expected) => {
  const repository = await repositoryOf(captions);
  expect(captions[path]).toContain(from);
  await repository.write(path, captions[path].replace(from, to));
  expect(lenses(await repository.change())).toEqual(expected);
});

test("a caller that was written anew has a lens where it was about what the engine takes", async () => {
  const repository = await repositoryOf(captions);
  const lines = Array.from({ length: 200 }, (_, index) => `    step_${index} = [${index}, ${index + 1}]\n`).join("");
  await repository.write("program.py", captions["program.py"].replace("    rest", `${lines}    rest`));
  expect(lenses(await repository.change())).toEqual([]);
  await repository.write(
    "program.py",
    captions["program.py"].replace(`    ${call}\n`, `    ${call}\n${lines}`).replace(call, call.replace("- 1 - 1", "")),
  );
  expect(lenses(await repository.change())).toEqual([main.replace("14", "214")]);
});
