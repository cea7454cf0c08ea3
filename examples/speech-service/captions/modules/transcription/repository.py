from captions.infrastructure.database import session_scope
from captions.modules.transcription.document import Document
from captions.modules.transcription.models import Transcription


def create_transcription(project_id: str | None, file_key: str, engine: str, document: Document) -> str:
    with session_scope() as session:
        transcription = Transcription(
            project_id=project_id,
            file_key=file_key,
            engine=engine,
            language=document.language,
            document=document.to_dict(),
        )
        session.add(transcription)
        session.flush()
        return transcription.id


def get_transcription(transcription_id: str) -> Transcription | None:
    with session_scope() as session:
        return session.get(Transcription, transcription_id)
