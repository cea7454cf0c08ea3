"""The calls of faster-whisper that services make, with PocketSphinx behind them."""
from collections import namedtuple

import heard_by_sphinx

from .audio import decode_audio as decode_audio

Word = namedtuple("Word", "start end word probability")
Segment = namedtuple("Segment", "id start end text words avg_logprob no_speech_prob")
TranscriptionInfo = namedtuple("TranscriptionInfo", "language language_probability duration")


class WhisperModel:
    def __init__(self, model_size_or_path, device="auto", compute_type="default", **options):
        self._hear = heard_by_sphinx.load()

    def transcribe(self, audio, language=None, word_timestamps=False, **options):
        """Segments come as they are asked for, as from the package itself."""
        heard, seconds = self._hear(audio)

        def segments():
            if heard:
                words = [Word(w["start"], w["end"], f" {w['text']}", 1.0) for w in heard]
                text = "".join(word.word for word in words)
                yield Segment(0, 0.0, seconds, text, words if word_timestamps else None, -0.1, 0.0)

        return segments(), TranscriptionInfo(language or "en", 1.0, seconds)


def download_model(size_or_id, output_dir=None, **options):
    return output_dir
