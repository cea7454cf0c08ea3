from typing import Any

from pydantic import BaseModel

from captions.modules.transcription.constants import TranscriptionEngine


class TranscriptionGenerateRequest(BaseModel):
    file_key: str
    project_id: str | None = None
    engine: TranscriptionEngine = TranscriptionEngine.WHISPER
    language: str | None = None


class TranscriptionRead(BaseModel):
    id: str
    project_id: str | None
    file_key: str
    engine: TranscriptionEngine
    language: str
    document: dict[str, Any]


class DraftRead(BaseModel):
    language: str
    document: dict[str, Any]
