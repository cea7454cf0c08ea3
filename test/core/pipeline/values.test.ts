import { expect, test } from "vitest";
import { renderPipelineMap } from "../../../src/core/pipeline/render";
import { mapOf } from "./map-text";

/** The value of `name` in the one call that loads a model. */
async function modelValue(files: Readonly<Record<string, string>>): Promise<string> {
  const text = renderPipelineMap(await mapOf(files));
  return (
    text
      .split("\n")
      .find((line) => /^ {4}(name|model_size_or_path) =/.test(line))
      ?.trim() ?? "no value"
  );
}

const load = (argument: string, before = "") =>
  `import os\nimport whisper\n${before}\nwhisper.load_model(${argument})\n`;

const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ["a literal", { "a.py": load('"base"') }, "name = base (literal: a.py:4)"],
  ["joined literals", { "a.py": load('"large" "-v3"') }, "name = large-v3 (literal: a.py:4)"],
  ["a constant", { "a.py": load("MODEL", 'MODEL = "base"') }, "name = base (constant: a.py:4 → a.py:3)"],
  [
    "an imported constant",
    { "app/a.py": load("MODEL", "from .constants import MODEL"), "app/constants.py": 'MODEL = "base"\n' },
    "name = base (constant: app/a.py:4 → app/constants.py:1)",
  ],
  [
    "a constant of a module, through a star import",
    {
      "app/a.py": load("names.MODEL", "from app import names"),
      "app/__init__.py": "",
      "app/names.py": "from app.all import *\n",
      "app/all.py": '\nMODEL = "base"\n',
    },
    "name = base (constant: app/a.py:4 → app/all.py:2)",
  ],
  [
    "an enumeration",
    { "a.py": load("Size.BASE.value", 'import enum\nclass Size(enum.Enum):\n    BASE = "base"\n') },
    "name = base (constant: a.py:7 → a.py:5)",
  ],
  ["the environment", { "a.py": load('os.environ["MODEL"]') }, "name = ? (environment: a.py:4)"],
  [
    "the environment with a default",
    { "a.py": load('os.getenv("MODEL", "base")') },
    "name = base (environment: a.py:4)",
  ],
  [
    "the environment, kept in a constant",
    { "a.py": load("MODEL", 'MODEL = os.environ.get("MODEL") or "base"') },
    "name = base (environment: a.py:4 → a.py:3)",
  ],
  [
    "a settings field",
    {
      "app/a.py": load("settings.model", "from app.settings import settings"),
      "app/settings.py":
        'from pydantic import Field\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    model: str = Field("base", alias="M")\nsettings = Settings()\n',
    },
    "name = base (settings: app/a.py:4 → app/settings.py:4)",
  ],
  [
    "a settings field through a getter",
    {
      "app/a.py": load("get_settings().model", "from app.settings import get_settings"),
      "app/settings.py":
        'from functools import lru_cache\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    model: str = "base"\n@lru_cache\ndef get_settings() -> "Settings":\n    return Settings()\n',
    },
    "name = base (settings: app/a.py:4 → app/settings.py:4)",
  ],
  [
    "Django's settings",
    {
      "app/a.py": load("settings.MODEL", "from django.conf import settings"),
      "app/settings.py": 'MODEL = "base"\n',
      "manage.py": "import app.a\nimport app.settings\n",
    },
    "name = base (settings: app/a.py:4 → app/settings.py:1)",
  ],
  [
    "a default argument",
    { "a.py": 'import whisper\ndef run(name="base"):\n    whisper.load_model(name)\nrun()\n' },
    "name = base (default: a.py:3 → a.py:2)",
  ],
  [
    "a parameter that a caller passes",
    { "a.py": 'import whisper\ndef run(name):\n    whisper.load_model(name)\nrun("tiny")\n' },
    "name = tiny (literal: a.py:3 → a.py:2 → a.py:4)",
  ],
  [
    "callers that differ",
    { "a.py": 'import whisper\ndef run(name):\n    whisper.load_model(name)\nrun("tiny")\nrun("base")\n' },
    "name = tiny or base (literal: a.py:3 → a.py:2 → a.py:4 → a.py:5)",
  ],
  [
    "what tests pass says nothing",
    {
      "a.py": 'import whisper\ndef run(name="base"):\n    whisper.load_model(name)\nrun()\n',
      "tests/test_a.py": 'import whisper\nfrom a import run\nrun("tiny")\n',
    },
    "name = base (default: a.py:3 → a.py:2)",
  ],
  [
    "a choice of literals",
    { "a.py": load('"large-v3" if os.environ.get("GPU") else "base"') },
    "name = large-v3 or base (literal: a.py:4)",
  ],
  ["a conversion", { "a.py": load("str(NAME).strip()", 'NAME = "base"') }, "name = base (constant: a.py:4 → a.py:3)"],
  [
    "an entry of a table",
    { "a.py": load('SIZES["fast"]', 'SIZES = {"fast": "tiny"}') },
    "name = tiny (constant: a.py:4 → a.py:3)",
  ],
  [
    "an unpacked tuple",
    { "a.py": load("name", 'name, device = "tiny", "cpu"') },
    "name = tiny (constant: a.py:4 → a.py:3)",
  ],
  ["a path of several parts", { "a.py": load('os.path.join(root, "base.pt")') }, "name = …/base.pt (literal: a.py:4)"],
  [
    "options that are spread",
    {
      "a.py": 'import whisper\noptions = {"name": "base"}\noptions["device"] = "cpu"\nwhisper.load_model(**options)\n',
    },
    "name = base (literal: a.py:4 → a.py:2)",
  ],
  [
    "a dataclass that is made and handed on",
    {
      "a.py":
        'import whisper\nfrom dataclasses import dataclass, asdict\n@dataclass\nclass Options:\n    name: str = "base"\n    device: str = "cpu"\ndef run(options: Options):\n    whisper.load_model(**asdict(options))\nrun(Options(name="tiny"))\n',
    },
    "name = tiny (literal: a.py:8 → a.py:9)",
  ],
  [
    "a field of self",
    {
      "a.py":
        'import whisper\nclass Engine:\n    def __init__(self, name: str):\n        self.name = name\n    def load(self):\n        whisper.load_model(self.name)\nEngine("tiny").load()\n',
    },
    "name = tiny (literal: a.py:6 → a.py:4 → a.py:3 → a.py:7)",
  ],
  [
    "argparse",
    {
      "a.py":
        'import argparse\nimport whisper\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument("--model-size", default="base")\n    args = parser.parse_args()\n    whisper.load_model(args.model_size)\n',
    },
    "name = base (request: a.py:7 → a.py:5)",
  ],
  [
    "click",
    {
      "a.py":
        'import click\nimport whisper\n@click.command()\n@click.option("--model-name", default="base")\ndef main(model_name):\n    whisper.load_model(model_name)\n',
    },
    "name = base (request: a.py:6 → a.py:5 → a.py:4)",
  ],
  [
    "typer",
    {
      "a.py":
        'import typer\nimport whisper\napp = typer.Typer()\n@app.command()\ndef main(name: str = typer.Option("base")):\n    whisper.load_model(name)\n',
    },
    "name = base (request: a.py:6 → a.py:5)",
  ],
  [
    "a request body, with a setting to fall back on",
    {
      "a.py":
        'import whisper\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel\nfrom settings import settings\napp = FastAPI()\nclass Body(BaseModel):\n    model: str | None = None\n@app.post("/transcribe")\ndef run(body: Body):\n    whisper.load_model(body.model or settings.model)\n',
      "settings.py":
        'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    model: str = "base"\nsettings = Settings()\n',
    },
    "name = base (request: a.py:10 → a.py:7 → settings.py:3)",
  ],
  [
    "a request of Flask",
    {
      "a.py":
        'import whisper\nfrom flask import Flask, request\napp = Flask(__name__)\n@app.route("/t", methods=["POST"])\ndef run():\n    whisper.load_model(request.args.get("model", "base"))\n',
    },
    "name = base (request: a.py:6)",
  ],
  [
    "a record that a request made",
    {
      "a.py":
        "import whisper\nfrom pydantic import BaseModel\nfrom sqlalchemy import Column, String\nclass Body(BaseModel):\n    model: str\nclass Job(Base):\n    model = Column(String, nullable=False)\ndef submit(body: Body):\n    return Job(model=body.model)\ndef work(job: Job):\n    whisper.load_model(job.model)\n",
    },
    "name = ? (request: a.py:11 → a.py:7 → a.py:9 → a.py:5)",
  ],
  ["what nobody wrote down", { "a.py": load("pick()") }, "name = ? (unknown: a.py:4)"],
  [
    "a cycle",
    { "a.py": load("first", "first = second\nsecond = first") },
    "name = ? (unknown: a.py:5 → a.py:3 → a.py:4 → a.py:3)",
  ],
];

test.each(cases)("%s", async (_name, files, expected) => {
  expect(await modelValue(files)).toBe(expected);
});

test("a key in the code is not repeated", async () => {
  const map = await mapOf({
    "a.py": 'import assemblyai\nfrom deepgram import DeepgramClient\nDeepgramClient(api_key="d41d8cd98f")\n',
  });
  expect(JSON.stringify(map)).not.toContain("d41d8cd98f");
  expect(renderPipelineMap(map)).toContain("api_key = ••• (literal: a.py:3)");
});
