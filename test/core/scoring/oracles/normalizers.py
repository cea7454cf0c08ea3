"""Records what jiwer 4 and Whisper's normalisers make of the inputs in the case files.

Usage: normalizers.py WHISPER_CHECKOUT JIWER_CHECKOUT CASES.json...
The checkouts are openai/whisper at c0d2f62 and jitsi/jiwer at c1b0d5e; needs the packages regex and more_itertools.
Inputs are kept, expectations are written anew. A new case is an object with an "input" alone.
"""

import importlib.util
import json
import sys
import types
import unicodedata


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def readable(text):
    """Escapes what an editor does not show; JSON reads both spellings alike."""
    hidden = lambda c: c not in " \n" and unicodedata.category(c)[0] in "CMZ"
    return "".join(json.dumps(c)[1:-1] if hidden(c) else c for c in text)


whisper, jiwer, *files = sys.argv[1:]
# The package's own __init__ would load the model code as well.
sys.modules["normalizers"] = types.ModuleType("normalizers")
sys.modules["normalizers"].__path__ = [f"{whisper}/whisper/normalizers"]
basic = load("normalizers.basic", f"{whisper}/whisper/normalizers/basic.py").BasicTextNormalizer()
english = load("normalizers.english", f"{whisper}/whisper/normalizers/english.py").EnglishTextNormalizer()
transforms = load("transforms", f"{jiwer}/src/jiwer/transforms.py")
words = transforms.Compose([transforms.RemoveMultipleSpaces(), transforms.Strip(), transforms.ReduceToListOfListOfWords()])
characters = transforms.Compose([transforms.Strip(), transforms.ReduceToListOfListOfChars()])
for file in files:
    with open(file, encoding="utf-8") as stream:
        inputs = [case["input"] for case in json.load(stream)]
    cases = [
        {
            "input": text,
            "words": words(text)[0] if words(text) else [],
            "characters": len(characters(text)[0]) if characters(text) else 0,
            "basic": basic(text),
            "english": english(text),
        }
        for text in inputs
    ]
    with open(file, "w", encoding="utf-8") as stream:
        stream.write(readable(json.dumps(cases, ensure_ascii=False, indent=2)) + "\n")
