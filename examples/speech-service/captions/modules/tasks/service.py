import tempfile
from pathlib import Path
from typing import Any

import anyio
import dramatiq

from captions.infrastructure import broker as _broker  # noqa: F401  (sets dramatiq's broker)
from captions.infrastructure.database import session_scope
from captions.infrastructure.storage import download_file
from captions.modules.media.service import MediaError, probe_media
from captions.modules.tasks.models import Job, JobStatus
from captions.modules.transcription import repository
from captions.modules.transcription.constants import TranscriptionEngine
from captions.modules.transcription.document import DocumentBuilder, HeardSpeech
from captions.modules.transcription.drafts import transcribe_with_preview
from captions.modules.transcription.schemas import TranscriptionGenerateRequest
from captions.modules.transcription.service import (
    TranscriptionError,
    transcribe_with_google_speech,
    transcribe_with_whisper,
)


class TaskService:
    def submit_transcription_generate(self, request: TranscriptionGenerateRequest) -> Job:
        with session_scope() as session:
            job = Job(
                file_key=request.file_key,
                project_id=request.project_id,
                engine=request.engine.value,
                language=request.language,
            )
            session.add(job)
            session.flush()
        transcription_generate_actor.send(job.id)
        return job

    def get_job(self, job_id: str) -> Job | None:
        with session_scope() as session:
            return session.get(Job, job_id)


@dramatiq.actor(queue_name="transcription", max_retries=2)
async def transcription_generate_actor(job_id: str) -> None:
    job = _update_job(job_id, status=JobStatus.RUNNING.value)
    try:
        with tempfile.TemporaryDirectory(prefix="captions-") as folder:
            path = Path(folder) / Path(job.file_key).name
            await anyio.to_thread.run_sync(download_file, job.file_key, path)
            probe = await anyio.to_thread.run_sync(probe_media, path)
            if not probe.has_audio:
                raise TranscriptionError("The file has no audio stream.")
            speech = await _transcribe(path, job.engine, job.language)
    except (TranscriptionError, MediaError) as error:
        _update_job(job_id, status=JobStatus.FAILED.value, message=str(error))
        return
    document = DocumentBuilder(max_line_width=32).build(speech)
    transcription_id = repository.create_transcription(job.project_id, job.file_key, job.engine, document)
    _update_job(job_id, status=JobStatus.DONE.value, transcription_id=transcription_id)


async def _transcribe(path: Path, engine: str, language: str | None) -> HeardSpeech:
    if engine == TranscriptionEngine.GOOGLE.value:
        return await anyio.to_thread.run_sync(transcribe_with_google_speech, path, language)
    if engine == TranscriptionEngine.PREVIEW.value:
        return await anyio.to_thread.run_sync(transcribe_with_preview, path, language)
    return await anyio.to_thread.run_sync(transcribe_with_whisper, path, language)


def _update_job(job_id: str, **changes: Any) -> Job:
    with session_scope() as session:
        job = session.get(Job, job_id)
        if job is None:
            raise LookupError(f"There is no job {job_id}.")
        for name, value in changes.items():
            setattr(job, name, value)
        return job
