"""The calls of openai-whisper that services make, with PocketSphinx behind them."""
import heard_by_sphinx
from whisper import tokenizer as tokenizer


class Whisper:
    device = "cpu"

    def __init__(self):
        self._hear = heard_by_sphinx.load()

    def transcribe(self, audio, *, language=None, word_timestamps=False, **options):
        words, seconds = self._hear(audio)
        text = " ".join(word["text"] for word in words)
        segment = {"id": 0, "start": 0.0, "end": seconds, "text": f" {text}"}
        if word_timestamps:
            segment["words"] = [{"word": f" {w['text']}", "start": w["start"], "end": w["end"], "probability": 1.0} for w in words]
        return {"text": f" {text}", "segments": [segment] if words else [], "language": language or "en"}


def load_model(name, device=None, download_root=None, in_memory=False):
    return Whisper()


def load_audio(file, sr=16000):
    import numpy
    import wave

    with wave.open(file, "rb") as opened:
        return numpy.frombuffer(opened.readframes(opened.getnframes()), numpy.int16).astype(numpy.float32) / 32768
