import { expect, test } from "vitest";
import { mapOf } from "./map-text";

/** What each call that transcribes does to its thread. */
async function blocking(path: string, text: string): Promise<readonly string[]> {
  const { engines } = await mapOf({ [path]: text });
  const words = new Map([
    [true, "blocks"],
    [false, "does not block"],
  ]);
  return engines
    .filter(({ role }) => role === "transcribe")
    .map(({ call, blocks }) => `${call}: ${blocks === undefined ? "either" : words.get(blocks)}`);
}

test("inference in this process blocks, unless what is called is awaited", async () => {
  const text = `import whisper
model = whisper.load_model("base")

def run(path):
    return model.transcribe(path)

async def remote(path):
    return await model.transcribe(path)
`;
  expect(await blocking("a.py", text)).toEqual(["model.transcribe: blocks", "model.transcribe: does not block"]);
});

test("cloud clients block by their class", async () => {
  const text = `import openai
from google.cloud import speech

def run(path):
    openai.OpenAI().audio.transcriptions.create(model="whisper-1", file=path)
    openai.AsyncOpenAI().audio.transcriptions.create(model="whisper-1", file=path)
    speech.SpeechClient().recognize(config={}, audio={})
    return speech.SpeechAsyncClient().recognize(config={}, audio={})

def either(path, fast):
    client = openai.OpenAI() if fast else openai.AsyncOpenAI()
    return client.audio.transcriptions.create(model="whisper-1", file=path)
`;
  expect(await blocking("a.py", text)).toEqual([
    "openai.OpenAI().audio.transcriptions.create: blocks",
    "openai.AsyncOpenAI().audio.transcriptions.create: does not block",
    "speech.SpeechClient().recognize: blocks",
    "speech.SpeechAsyncClient().recognize: does not block",
    "client.audio.transcriptions.create: either",
  ]);
});

test("a program blocks when its end is waited for", async () => {
  const text = `import asyncio, subprocess

async def run(path):
    subprocess.run(["whisper-cli", path])
    subprocess.Popen(["whisper-cli", path])
    await asyncio.create_subprocess_exec("whisper-cli", path)
`;
  expect(await blocking("a.py", text)).toEqual([
    "subprocess.run whisper-cli: blocks",
    "subprocess.Popen whisper-cli: does not block",
    "asyncio.create_subprocess_exec whisper-cli: does not block",
  ]);
  const script = `import { execFileSync, execFile } from "node:child_process";
export function run(path) {
  execFileSync("whisper-cli", [path]);
  execFile("whisper-cli", [path], () => {});
}
`;
  expect(await blocking("a.js", script)).toEqual([
    "execFileSync whisper-cli: blocks",
    "execFile whisper-cli: does not block",
  ]);
});

test("calls under await, and functions that run when they are read", async () => {
  const { functions } = await mapOf({
    "a.py": `import whisper
model = whisper.load_model("base")

def pieces(path):
    yield model.transcribe(path)

async def run(path):
    await step(path)

async def step(path):
    return list(pieces(path))
`,
  });
  expect(functions.map(({ name, isGenerator }) => `${name} ${isGenerator === true}`)).toEqual([
    "a.pieces true",
    "a.run false",
    "a.step false",
  ]);
  const calls = functions.flatMap((one) => one.calls).filter(({ targets }) => targets.length > 0);
  expect(calls.map(({ text, isAwaited }) => `${text} ${isAwaited === true}`)).toEqual(["step true", "pieces false"]);
});
