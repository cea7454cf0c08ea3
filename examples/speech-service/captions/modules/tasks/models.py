from enum import Enum
from uuid import uuid4

from sqlalchemy import Column, String

from captions.infrastructure.database import Base


class JobStatus(str, Enum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    __tablename__ = "jobs"

    id = Column(String(36), primary_key=True, default=lambda: str(uuid4()))
    status = Column(String(16), nullable=False, default=JobStatus.PENDING.value)
    message = Column(String, nullable=False, default="")
    file_key = Column(String, nullable=False)
    project_id = Column(String(36), nullable=True)
    engine = Column(String(32), nullable=False)
    language = Column(String(16), nullable=True)
    transcription_id = Column(String(36), nullable=True)
