/** A transcription service in the usual layers: settings, constants, schemas, service, queue task, route. */
export const captionService: Readonly<Record<string, string>> = {
  "backend/pyproject.toml": `[project]
name = "captions"
dependencies = [
    "openai-whisper>=20240930",
    "google-cloud-speech==2.26.0",
    "dramatiq[redis]>=1.17",
]
`,
  "backend/app/__init__.py": "",
  "backend/app/settings.py": `from functools import lru_cache
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    models_dir: str = "models"
    google_key_path: str | None = None

@lru_cache
def get_settings() -> Settings:
    return Settings()
`,
  "backend/app/transcription/__init__.py": "",
  "backend/app/transcription/constants.py": `DEFAULT_MODEL = "base"
LANGUAGES = ["ru-RU", "en-US"]
`,
  "backend/app/transcription/schemas.py": `from enum import Enum
from pydantic import BaseModel, Field
from app.transcription.constants import DEFAULT_MODEL

class Engine(str, Enum):
    WHISPER = "LOCAL_WHISPER"
    GOOGLE = "GOOGLE_SPEECH_CLOUD"

class GenerateRequest(BaseModel):
    file_key: str
    engine: Engine = Engine.WHISPER
    language: str | None = None
    model: str = Field(default=DEFAULT_MODEL)

class WhisperParams(BaseModel):
    model: str
    language: str | None = None
    temperature: float = 0.2
`,
  "backend/app/transcription/service.py": `import whisper
from google.cloud import speech
from app.settings import get_settings
from app.transcription.constants import LANGUAGES
from app.transcription.schemas import WhisperParams

def transcribe_with_whisper(path: str, params: WhisperParams) -> dict:
    settings = get_settings()
    model = whisper.load_model(params.model, download_root=settings.models_dir)
    return model.transcribe(
        path,
        language=params.language,
        temperature=params.temperature,
        word_timestamps=True,
    )

def transcribe_with_google_speech(uri: str):
    client = speech.SpeechClient.from_service_account_file(get_settings().google_key_path)
    config = speech.RecognitionConfig(
        language_code=LANGUAGES[0],
        model="latest_long",
    )
    operation = client.long_running_recognize(config=config, audio=speech.RecognitionAudio(uri=uri))
    return operation.result(timeout=600)
`,
  "backend/app/tasks/__init__.py": "",
  "backend/app/tasks/service.py": `import anyio
import dramatiq
from app.media.service import probe_media
from app.transcription.schemas import Engine, GenerateRequest, WhisperParams
from app.transcription.service import transcribe_with_google_speech, transcribe_with_whisper

@dramatiq.actor(max_retries=0)
async def transcription_generate_actor(file_key: str, engine: str, model: str, language: str | None):
    await anyio.to_thread.run_sync(probe_media, file_key)
    if engine == Engine.GOOGLE.value:
        return await anyio.to_thread.run_sync(transcribe_with_google_speech, file_key)
    params = WhisperParams(model=model, language=language)
    return await anyio.to_thread.run_sync(transcribe_with_whisper, file_key, params)

class TaskService:
    async def submit_transcription_generate(self, request: GenerateRequest) -> None:
        transcription_generate_actor.send(request.file_key, request.engine.value, request.model, request.language)
`,
  "backend/app/tasks/router.py": `from typing import Annotated
from fastapi import APIRouter, Depends
from app.tasks.service import TaskService
from app.transcription.schemas import GenerateRequest

router = APIRouter(prefix="/api/tasks")

def get_service() -> TaskService:
    return TaskService()

@router.post("/transcription-generate/")
async def generate(request: GenerateRequest, service: Annotated[TaskService, Depends(get_service)]):
    await service.submit_transcription_generate(request)
`,
  "backend/app/media/__init__.py": "",
  "backend/app/media/service.py": `import subprocess

def probe_media(path: str) -> bytes:
    return subprocess.run(["ffprobe", "-show_streams", path], check=True, capture_output=True).stdout
`,
  "backend/app/users/service.py": "def unrelated():\n    return 1\n",
};
