import shutil
import tempfile
from pathlib import Path

import anyio
from fastapi import APIRouter, HTTPException, UploadFile

from captions.modules.transcription import repository
from captions.modules.transcription.document import DocumentBuilder
from captions.modules.transcription.schemas import DraftRead, TranscriptionRead
from captions.modules.transcription.service import transcribe_with_whisper

router = APIRouter(prefix="/api/transcription", tags=["transcription"])


@router.post("/draft/")
async def create_draft(file: UploadFile, language: str | None = None) -> DraftRead:
    """Captions for the editor's preview, while the upload to storage still runs."""
    with tempfile.NamedTemporaryFile(suffix=Path(file.filename or "upload").suffix, delete=False) as copy:
        await anyio.to_thread.run_sync(shutil.copyfileobj, file.file, copy)
    speech = await anyio.to_thread.run_sync(transcribe_with_whisper, Path(copy.name), language)
    document = DocumentBuilder(max_line_width=32).build(speech)
    return DraftRead(language=document.language, document=document.to_dict())


@router.get("/{transcription_id}/")
def read_transcription(transcription_id: str) -> TranscriptionRead:
    found = repository.get_transcription(transcription_id)
    if found is None:
        raise HTTPException(status_code=404, detail="There is no such transcription.")
    return TranscriptionRead(
        id=found.id,
        project_id=found.project_id,
        file_key=found.file_key,
        engine=found.engine,
        language=found.language,
        document=found.document,
    )
