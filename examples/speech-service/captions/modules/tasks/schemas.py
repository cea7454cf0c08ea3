from pydantic import BaseModel

from captions.modules.tasks.models import JobStatus


class JobRead(BaseModel):
    id: str
    status: JobStatus
    message: str
    transcription_id: str | None
