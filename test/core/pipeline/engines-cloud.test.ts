import { expect, test } from "vitest";
import { engineText } from "./map-text";

test("Google Speech, version 1 and 2", async () => {
  expect(
    await engineText({
      "v1.py": `from google.cloud import speech

def run(uri):
    client = speech.SpeechClient()
    config = speech.RecognitionConfig(language_code="ru-RU", model="latest_long")
    operation = client.long_running_recognize(config=config, audio=speech.RecognitionAudio(uri=uri))
    return operation.result(timeout=600)
`,
      "v2.py": `from google.cloud.speech_v2 import SpeechClient
from google.cloud.speech_v2.types import cloud_speech

def run(content):
    client = SpeechClient()
    config = cloud_speech.RecognitionConfig(language_codes=["ru-RU"], model="chirp_2")
    return client.recognize(request=cloud_speech.RecognizeRequest(config=config, content=content))
`,
    }),
  ).toMatchInlineSnapshot(`
    "Google Speech-to-Text (cloud)
    - load: speech.SpeechClient at v1.py:4 in v1.run
    - configure: speech.RecognitionConfig at v1.py:5 in v1.run
        language_code = ru-RU (literal: v1.py:5)
        model = latest_long (literal: v1.py:5)
    - transcribe: client.long_running_recognize at v1.py:6 in v1.run
        config = ? (unknown: v1.py:6 → v1.py:5)
        audio = ? (unknown: v1.py:6)
    - load: SpeechClient at v2.py:5 in v2.run
    - configure: cloud_speech.RecognitionConfig at v2.py:6 in v2.run
        language_codes = ["ru-RU"] (literal: v2.py:6)
        model = chirp_2 (literal: v2.py:6)
    - transcribe: client.recognize at v2.py:7 in v2.run
        request = ? (unknown: v2.py:7)"
  `);
});

test("AWS Transcribe, and not the other services of boto3", async () => {
  expect(
    await engineText({
      "app.py": `import boto3

SERVICE = "transcribe"
s3 = boto3.client("s3")
client = boto3.client(SERVICE, region_name="eu-central-1")

def run(name, uri):
    s3.upload_file("a", "b", "c")
    client.start_transcription_job(TranscriptionJobName=name, LanguageCode="ru-RU", Media={"MediaFileUri": uri})
`,
    }),
  ).toMatchInlineSnapshot(`
    "AWS Transcribe (cloud)
    - load: boto3.client at app.py:5 at module level
        service_name = transcribe (constant: app.py:5 → app.py:3)
        region_name = eu-central-1 (literal: app.py:5)
    - transcribe: client.start_transcription_job at app.py:9 in app.run
        TranscriptionJobName = ? (unknown: app.py:9 → app.py:7)
        LanguageCode = ru-RU (literal: app.py:9)
        MediaFileUri = ? (unknown: app.py:9 → app.py:7)"
  `);
});

test("Azure Speech", async () => {
  expect(
    await engineText({
      "app.py": `import os
import azure.cognitiveservices.speech as speechsdk

def run():
    config = speechsdk.SpeechConfig(subscription=os.environ["SPEECH_KEY"], region="westeurope")
    recogniser = speechsdk.SpeechRecognizer(speech_config=config)
    return recogniser.recognize_once_async().get()
`,
    }),
  ).toMatchInlineSnapshot(`
    "Azure Speech (cloud)
    - configure: speechsdk.SpeechConfig at app.py:5 in app.run
        subscription = ? (environment: app.py:5)
        region = westeurope (literal: app.py:5)
    - load: speechsdk.SpeechRecognizer at app.py:6 in app.run
        speech_config = ? (unknown: app.py:6 → app.py:5)
    - transcribe: recogniser.recognize_once_async at app.py:7 in app.run"
  `);
});

test("Deepgram", async () => {
  expect(
    await engineText({
      "app.py": `from deepgram import DeepgramClient, PrerecordedOptions

def run(payload):
    deepgram = DeepgramClient()
    options = PrerecordedOptions(model="nova-2", smart_format=True)
    return deepgram.listen.rest.v("1").transcribe_file(payload, options)
`,
    }),
  ).toMatchInlineSnapshot(`
    "Deepgram (cloud)
    - load: DeepgramClient at app.py:4 in app.run
    - configure: PrerecordedOptions at app.py:5 in app.run
        model = nova-2 (literal: app.py:5)
        smart_format = True (literal: app.py:5)
    - transcribe: deepgram.listen.rest.v("1").transcribe_file at app.py:6 in app.run
        source = ? (unknown: app.py:6 → app.py:3)
        options = ? (unknown: app.py:6 → app.py:5)"
  `);
});

test("AssemblyAI", async () => {
  expect(
    await engineText({
      "app.py": `import assemblyai as aai

def run(url):
    config = aai.TranscriptionConfig(speech_model=aai.SpeechModel.best, speaker_labels=True)
    return aai.Transcriber(config=config).transcribe(url)
`,
    }),
  ).toMatchInlineSnapshot(`
    "AssemblyAI (cloud)
    - configure: aai.TranscriptionConfig at app.py:4 in app.run
        speech_model = ? (unknown: app.py:4)
        speaker_labels = True (literal: app.py:4)
    - load: aai.Transcriber at app.py:5 in app.run
        config = ? (unknown: app.py:5 → app.py:4)
    - transcribe: aai.Transcriber(config=config).transcribe at app.py:5 in app.run
        data = ? (unknown: app.py:5 → app.py:3)"
  `);
});

test("OpenAI's API, and not its chats", async () => {
  expect(
    await engineText({
      "app.py": `from openai import AsyncOpenAI

client = AsyncOpenAI()

async def run(file):
    await client.chat.completions.create(model="gpt-5", messages=[])
    return await client.audio.transcriptions.create(model="whisper-1", file=file)
`,
    }),
  ).toMatchInlineSnapshot(`
    "OpenAI transcription API (cloud)
    - transcribe: client.audio.transcriptions.create at app.py:7 in app.run
        model = whisper-1 (literal: app.py:7)
        file = ? (unknown: app.py:7 → app.py:5)"
  `);
});

test("cloud clients of Node", async () => {
  expect(
    await engineText({
      "google.ts": `import { SpeechClient } from "@google-cloud/speech";
const client = new SpeechClient();
export async function google(uri: string) {
  const request = { config: { languageCode: "ru-RU", model: "latest_long" }, audio: { uri } };
  const [operation] = await client.longRunningRecognize(request);
  return operation.promise();
}
`,
      "aws.ts": `import { TranscribeClient, StartTranscriptionJobCommand } from "@aws-sdk/client-transcribe";
export const aws = (client: TranscribeClient, uri: string) =>
  client.send(new StartTranscriptionJobCommand({ LanguageCode: "ru-RU", Media: { MediaFileUri: uri } }));
`,
      "azure.js": `const sdk = require("microsoft-cognitiveservices-speech-sdk");
const config = sdk.SpeechConfig.fromSubscription(process.env.SPEECH_KEY, "westeurope");
const recogniser = new sdk.SpeechRecognizer(config);
recogniser.recognizeOnceAsync((result) => console.log(result.text));
`,
      "deepgram.ts": `import { createClient } from "@deepgram/sdk";
const deepgram = createClient(process.env.DEEPGRAM_API_KEY ?? "");
export const run = (buffer: Buffer) => deepgram.listen.prerecorded.transcribeFile(buffer, { model: "nova-3" });
`,
      "assembly.ts": `import { AssemblyAI } from "assemblyai";
class Engine {
  private client = new AssemblyAI({ apiKey: "x" });
  run(audio: string) {
    return this.client.transcripts.transcribe({ audio, speaker_labels: true });
  }
}
`,
      "openai.ts": `import OpenAI from "openai";
const openai = new OpenAI();
export async function run(file: File, model = "gpt-4o-transcribe") {
  return openai.audio.transcriptions.create({ file, model });
}
`,
    }),
  ).toMatchInlineSnapshot(`
    "AssemblyAI (cloud)
    - load: AssemblyAI at assembly.ts:3 at module level
        apiKey = ••• (literal: assembly.ts:3)
    - transcribe: this.client.transcripts.transcribe at assembly.ts:5 in assembly.Engine.run
        audio = ? (unknown: assembly.ts:5 → assembly.ts:4)
        speaker_labels = true (literal: assembly.ts:5)

    AWS Transcribe (cloud)
    - transcribe: StartTranscriptionJobCommand at aws.ts:3 in aws.aws
        LanguageCode = ru-RU (literal: aws.ts:3)
        MediaFileUri = ? (unknown: aws.ts:3 → aws.ts:2)

    Azure Speech (cloud)
    - configure: sdk.SpeechConfig.fromSubscription at azure.js:2 at module level
        subscription = ? (environment: azure.js:2)
        region = westeurope (literal: azure.js:2)
    - load: sdk.SpeechRecognizer at azure.js:3 at module level
        speech_config = ? (unknown: azure.js:3 → azure.js:2)
    - transcribe: recogniser.recognizeOnceAsync at azure.js:4 at module level
        argument 1 = ? (unknown: azure.js:4)

    Deepgram (cloud)
    - load: createClient at deepgram.ts:2 at module level
        api_key = "" (environment: deepgram.ts:2)
    - transcribe: deepgram.listen.prerecorded.transcribeFile at deepgram.ts:3 in deepgram.run
        source = ? (unknown: deepgram.ts:3)
        model = nova-3 (literal: deepgram.ts:3)

    Google Speech-to-Text (cloud)
    - load: SpeechClient at google.ts:2 at module level
    - transcribe: client.longRunningRecognize at google.ts:5 in google.google
        languageCode = ru-RU (literal: google.ts:5 → google.ts:4)
        model = latest_long (literal: google.ts:5 → google.ts:4)
        uri = ? (unknown: google.ts:5 → google.ts:4 → google.ts:3)

    OpenAI transcription API (cloud)
    - transcribe: openai.audio.transcriptions.create at openai.ts:4 in openai.run
        file = ? (unknown: openai.ts:4 → openai.ts:3)
        model = gpt-4o-transcribe (default: openai.ts:4 → openai.ts:3)"
  `);
});
