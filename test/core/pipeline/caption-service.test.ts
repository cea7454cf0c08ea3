import { expect, test } from "vitest";
import { renderPipelineMap, renderPipelineOutline } from "../../../src/core/pipeline/render";
import { captionService } from "./caption-service";
import { mapOf } from "./map-text";

test("a service in layers, from the route to the engines", async () => {
  expect(renderPipelineMap(await mapOf(captionService))).toMatchInlineSnapshot(`
    "Speech pipeline: 5 uses of 2 engines, 2 entry points, 7 files parsed.

    openai-whisper (self-hosted)
    - load: whisper.load_model at backend/app/transcription/service.py:9 in backend.app.transcription.service.transcribe_with_whisper
        name = base (request: backend/app/transcription/service.py:9 → backend/app/tasks/service.py:12 → backend/app/tasks/service.py:8 → backend/app/tasks/service.py:17 → backend/app/transcription/schemas.py:13 → backend/app/transcription/constants.py:1)
        download_root = models (settings: backend/app/transcription/service.py:9 → backend/app/settings.py:5)
    - transcribe: model.transcribe at backend/app/transcription/service.py:10 in backend.app.transcription.service.transcribe_with_whisper
        audio = ? (request: backend/app/transcription/service.py:11 → backend/app/transcription/service.py:7 → backend/app/tasks/service.py:13 → backend/app/tasks/service.py:8 → backend/app/tasks/service.py:17 → backend/app/transcription/schemas.py:10)
        language = None (request: backend/app/transcription/service.py:12 → backend/app/tasks/service.py:12 → backend/app/tasks/service.py:8 → backend/app/tasks/service.py:17 → backend/app/transcription/schemas.py:12)
        temperature = 0.2 (default: backend/app/transcription/service.py:13 → backend/app/transcription/schemas.py:18)
        word_timestamps = True (literal: backend/app/transcription/service.py:14)

    Google Speech-to-Text (cloud)
    - load: speech.SpeechClient.from_service_account_file at backend/app/transcription/service.py:18 in backend.app.transcription.service.transcribe_with_google_speech
        argument 1 = None (settings: backend/app/transcription/service.py:18 → backend/app/settings.py:6)
    - configure: speech.RecognitionConfig at backend/app/transcription/service.py:19 in backend.app.transcription.service.transcribe_with_google_speech
        language_code = ru-RU (constant: backend/app/transcription/service.py:20 → backend/app/transcription/constants.py:2)
        model = latest_long (literal: backend/app/transcription/service.py:21)
    - transcribe: client.long_running_recognize at backend/app/transcription/service.py:23 in backend.app.transcription.service.transcribe_with_google_speech
        config = ? (unknown: backend/app/transcription/service.py:23 → backend/app/transcription/service.py:19)
        audio = ? (unknown: backend/app/transcription/service.py:23)

    Steps around the engines
    - probe: subprocess.run at backend/app/media/service.py:4 in backend.app.media.service.probe_media
    - probe: probe_media at backend/app/tasks/service.py:9 in backend.app.tasks.service.transcription_generate_actor

    Entry points
    - route (fastapi) POST /transcription-generate/ at backend/app/tasks/router.py:11 runs backend.app.tasks.router.generate
    - task (dramatiq) transcription_generate_actor at backend/app/tasks/service.py:7 runs backend.app.tasks.service.transcription_generate_actor
        max_retries = 0 (literal: backend/app/tasks/service.py:7)

    Functions on the way
    - async backend.app.tasks.router.generate at backend/app/tasks/router.py:12 → backend.app.tasks.service.TaskService.submit_transcription_generate (line 13)
    - async backend.app.tasks.service.transcription_generate_actor at backend/app/tasks/service.py:8 → backend.app.transcription.service.transcribe_with_google_speech (line 11), backend.app.transcription.service.transcribe_with_whisper (line 13)
    - async backend.app.tasks.service.TaskService.submit_transcription_generate at backend/app/tasks/service.py:16 → backend.app.tasks.service.transcription_generate_actor (line 17)
    - backend.app.transcription.service.transcribe_with_whisper at backend/app/transcription/service.py:7
    - backend.app.transcription.service.transcribe_with_google_speech at backend/app/transcription/service.py:17
    - and 2 functions that these call

    Declared packages
    - openai-whisper >=20240930 at backend/pyproject.toml:4
    - google-cloud-speech ==2.26.0 at backend/pyproject.toml:5
    - dramatiq >=1.17 at backend/pyproject.toml:6"
  `);
});

test("every place of the map exists, and the first link of a chain is the use", async () => {
  const map = await mapOf(captionService);
  const lineAt = (path: string, line: number) => captionService[path]?.split("\n")[line - 1];
  for (const use of map.engines) {
    expect(lineAt(use.place.path, use.place.line)).toContain(use.call.split(".").pop());
    for (const { value } of use.parameters) {
      for (const link of value.chain) expect(lineAt(link.place.path, link.place.line)?.trim()).toBe(link.text);
      expect(value.chain[0]?.place.path).toBe(use.place.path);
    }
  }
});

test("an outline keeps to its budget and says what is left out", async () => {
  const map = await mapOf(captionService);
  const whole = renderPipelineOutline(map, 10_000);
  expect(whole).toContain("whisper.load_model at backend/app/transcription/service.py:9");
  expect(whole).toContain("model base (request: ");
  expect(whole).not.toContain("more lines");
  for (const budget of [0, 50, 300, 900]) {
    const outline = renderPipelineOutline(map, budget);
    expect(outline.length).toBeLessThanOrEqual(budget);
    if (budget >= 300) expect(outline).toMatch(/… \d+ more lines: call PipelineMap\.$/);
  }
});

test("a workspace without speech code", async () => {
  const map = await mapOf({ "a.py": "print('hello')\n", "package.json": "{}" });
  expect(renderPipelineMap(map)).toBe("No call of a known speech engine was found (0 files parsed).");
  expect(renderPipelineOutline(map, 1_000)).toBe("No call of a known speech engine was found in this workspace.");
});
