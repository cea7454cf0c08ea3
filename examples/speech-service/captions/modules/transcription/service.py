from pathlib import Path
from typing import Any
from uuid import uuid4

import whisper
from google.cloud import speech, storage

from captions.infrastructure.settings import get_settings
from captions.modules.media.service import convert_to_ogg
from captions.modules.transcription.constants import DEFAULT_LANGUAGE, DEFAULT_WHISPER_MODEL
from captions.modules.transcription.document import HeardSegment, HeardSpeech, TimeRange, WordNode


class TranscriptionError(Exception):
    """A file that cannot become a transcript. The message is shown to the person who uploaded it."""


def transcribe_with_whisper(path: Path, language: str | None = None, model_name: str = DEFAULT_WHISPER_MODEL) -> HeardSpeech:
    """Runs Whisper on this machine. Blocks for as long as the inference takes."""
    settings = get_settings()
    model = whisper.load_model(model_name, download_root=str(settings.transcription_models_dir))
    audio = whisper.load_audio(str(path))
    if language is None:
        language = _detect_language(model, audio)
    result = model.transcribe(
        audio,
        language=language,
        temperature=0.2,
        beam_size=5,
        best_of=5,
        word_timestamps=True,
        verbose=None,
    )
    return HeardSpeech(
        language=result["language"],
        segments=[HeardSegment(words=_whisper_words(segment)) for segment in result["segments"]],
    )


def transcribe_with_google_speech(path: Path, language: str | None = None) -> HeardSpeech:
    """Sends the audio to Google Speech and waits for the transcript."""
    settings = get_settings()
    client = speech.SpeechClient.from_service_account_file(str(settings.google_service_key_path))
    config = speech.RecognitionConfig(
        encoding=speech.RecognitionConfig.AudioEncoding.OGG_OPUS,
        sample_rate_hertz=16000,
        language_code=language or DEFAULT_LANGUAGE,
        alternative_language_codes=["en-US"],
        model="latest_long",
        enable_automatic_punctuation=True,
        enable_word_time_offsets=True,
    )
    blob = _upload_for_google(path)
    try:
        audio = speech.RecognitionAudio(uri=f"gs://{settings.google_audio_bucket}/{blob.name}")
        operation = client.long_running_recognize(config=config, audio=audio)
        response = operation.result(timeout=settings.google_timeout_seconds)
    finally:
        blob.delete()
    heard = [result for result in response.results if result.alternatives]
    return HeardSpeech(
        language=heard[0].language_code if heard else config.language_code,
        segments=[HeardSegment(words=_google_words(result.alternatives[0])) for result in heard],
    )


def _detect_language(model: whisper.Whisper, audio: Any) -> str:
    mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(audio), n_mels=model.dims.n_mels).to(model.device)
    _, probabilities = model.detect_language(mel)
    return max(probabilities, key=probabilities.get)


def _whisper_words(segment: dict[str, Any]) -> list[WordNode]:
    return [
        WordNode(text=word["word"].strip(), time=TimeRange(start=float(word["start"]), end=float(word["end"])))
        for word in segment.get("words", [])
        if word["word"].strip()
    ]


def _google_words(alternative: Any) -> list[WordNode]:
    return [
        WordNode(
            text=word.word,
            time=TimeRange(start=word.start_time.total_seconds(), end=word.end_time.total_seconds()),
        )
        for word in alternative.words
    ]


def _upload_for_google(path: Path) -> storage.Blob:
    """Google takes recordings of more than a minute from its own storage only."""
    settings = get_settings()
    client = storage.Client.from_service_account_json(str(settings.google_service_key_path))
    ogg_path = path.with_suffix(".ogg")
    try:
        convert_to_ogg(path, ogg_path)
        blob = client.bucket(settings.google_audio_bucket).blob(f"{uuid4()}.ogg")
        blob.upload_from_filename(str(ogg_path))
    finally:
        ogg_path.unlink(missing_ok=True)
    return blob
