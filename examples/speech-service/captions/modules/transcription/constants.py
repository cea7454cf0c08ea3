from enum import Enum


class TranscriptionEngine(str, Enum):
    WHISPER = "whisper"
    GOOGLE = "google"
    PREVIEW = "preview"


DEFAULT_WHISPER_MODEL = "large"

DEFAULT_LANGUAGE = "ru-RU"

FIRST_IN_DOCUMENT = "first-in-document"
LAST_IN_DOCUMENT = "last-in-document"
FIRST_IN_SEGMENT = "first-in-segment"
LAST_IN_SEGMENT = "last-in-segment"
FIRST_IN_LINE = "first-in-line"
LAST_IN_LINE = "last-in-line"
