from fastapi import APIRouter, Depends, HTTPException

from captions.modules.tasks.models import Job
from captions.modules.tasks.schemas import JobRead
from captions.modules.tasks.service import TaskService
from captions.modules.transcription.schemas import TranscriptionGenerateRequest

router = APIRouter(prefix="/api/tasks", tags=["tasks"])


@router.post("/transcription-generate/", status_code=202)
def submit_transcription_generate(
    request: TranscriptionGenerateRequest,
    service: TaskService = Depends(),
) -> JobRead:
    return _read(service.submit_transcription_generate(request))


@router.get("/{job_id}/")
def read_job(job_id: str, service: TaskService = Depends()) -> JobRead:
    job = service.get_job(job_id)
    if job is None:
        raise HTTPException(status_code=404, detail="There is no such job.")
    return _read(job)


def _read(job: Job) -> JobRead:
    return JobRead(id=job.id, status=job.status, message=job.message, transcription_id=job.transcription_id)
