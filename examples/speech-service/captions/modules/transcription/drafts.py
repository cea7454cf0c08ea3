import tempfile
from functools import lru_cache
from pathlib import Path

from captions.infrastructure.settings import get_settings
from captions.modules.transcription.constants import DEFAULT_LANGUAGE
from captions.modules.transcription.document import HeardSpeech
from captions.modules.transcription.preview import PreviewDecoder, PreviewError
from captions.modules.transcription.service import TranscriptionError


def transcribe_with_preview(path: Path, language: str | None = None) -> HeardSpeech:
    """A draft by PocketSphinx on this machine."""
    language = (language or DEFAULT_LANGUAGE).split("-")[0]
    try:
        return _preview_decoder(language).transcribe(path, language)
    except PreviewError as error:
        raise TranscriptionError(str(error)) from error


@lru_cache
def _preview_decoder(language: str) -> PreviewDecoder:
    folder = get_settings().preview_models_dir / language
    model = {"acoustic": folder / "acoustic", "language": folder / "model.lm", "dictionary": folder / "words.dic"}
    return PreviewDecoder(model, Path(tempfile.mkdtemp(prefix="captions-preview-")))
