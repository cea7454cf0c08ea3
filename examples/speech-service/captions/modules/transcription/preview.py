"""Drafts of captions by PocketSphinx on the worker's own processor: far from right, but there while the upload still runs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from captions.modules.transcription.document import HeardSegment, HeardSpeech, TimeRange, WordNode

SAMPLE_RATE = 16000
FRAMES_PER_SECOND = 100
SOX_TIMEOUT_SECONDS = 60


class PreviewError(Exception):
    """A recording that cannot become a draft."""


class PreviewDecoder:
    """A decoder that stays, so that its model is loaded once. One recording at a time."""

    def __init__(self, model: dict[str, Path], folder: Path) -> None:
        self._folder = folder
        read_end, write_end = os.pipe()
        self._process = subprocess.Popen(
            [
                "pocketsphinx_batch",
                "-hmm", str(model["acoustic"]),
                "-lm", str(model["language"]),
                "-dict", str(model["dictionary"]),
                "-beam", "1e-48",
                "-wbeam", "7e-29",
                "-adcin", "yes",
                "-cepdir", str(folder),
                "-cepext", ".raw",
                "-ctl", "/dev/stdin",
                "-hypseg", f"/dev/fd/{write_end}",
                "-logfn", str(folder / "log"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[write_end],
            text=True,
        )
        os.close(write_end)
        self._segments = os.fdopen(read_end, encoding="utf-8")

    def transcribe(self, path: Path, language: str) -> HeardSpeech:
        return self.decode(read_samples(path), language)

    def decode(self, samples: bytes, language: str) -> HeardSpeech:
        """Samples are 16-bit, one channel, SAMPLE_RATE."""
        (self._folder / "clip.raw").write_bytes(samples)
        try:
            print("clip", file=self._process.stdin, flush=True)
        except BrokenPipeError:
            pass
        line = self._segments.readline()
        if not line.endswith("\n"):
            raise PreviewError(f"The decoder ended with exit code {self._process.wait()}.")
        return HeardSpeech(language=language, segments=[HeardSegment(words=_heard_words(line))])

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._segments.close()


def read_samples(path: Path) -> bytes:
    if shutil.which("sox") is None:
        raise PreviewError("Reading audio takes sox, which is not installed.")
    target = ["-t", "raw", "-r", str(SAMPLE_RATE), "-c", "1", "-b", "16", "-e", "signed-integer", "-"]
    converted = subprocess.run(
        ["sox", "-D", "-V1", str(path), *target], capture_output=True, check=False, timeout=SOX_TIMEOUT_SECONDS
    )
    if converted.returncode != 0:
        raise PreviewError(f"sox cannot read {path}: {converted.stderr.decode(errors='replace').strip()}")
    return converted.stdout


def _heard_words(line: str) -> list[WordNode]:
    """From `NAME S … T … A … L … (FRAME ACOUSTIC LANGUAGE WORD)… FRAMES`."""
    fields = line.split()[9:]
    words = []
    for index in range(0, len(fields) - 4, 4):
        start, _, _, word = fields[index : index + 4]
        # Pauses and noises stand in brackets; a number in parentheses says which pronunciation it was.
        if re.match(r"[<\[]|\+\+", word):
            continue
        time = TimeRange(start=int(start) / FRAMES_PER_SECOND, end=int(fields[index + 4]) / FRAMES_PER_SECOND)
        words.append(WordNode(text=re.sub(r"\(\d+\)$", "", word), time=time))
    return words
