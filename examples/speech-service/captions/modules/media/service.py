import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from captions.infrastructure.settings import get_settings


class MediaError(Exception):
    """A file that ffmpeg or ffprobe cannot read."""


@dataclass(frozen=True)
class MediaProbe:
    duration_seconds: float
    has_audio: bool
    has_video: bool


def probe_media(path: Path) -> MediaProbe:
    """Asks ffprobe for the duration and the kinds of streams."""
    settings = get_settings()
    output = _run(
        [settings.ffprobe_path, "-v", "error", "-show_entries", "format=duration:stream=codec_type", "-of", "json", str(path)],
    )
    found = json.loads(output)
    kinds = {stream.get("codec_type") for stream in found.get("streams", [])}
    return MediaProbe(
        duration_seconds=float(found.get("format", {}).get("duration", 0.0)),
        has_audio="audio" in kinds,
        has_video="video" in kinds,
    )


def convert_to_ogg(source: Path, target: Path) -> None:
    """Extracts the audio as OGG Opus, 16 kHz mono, small enough to upload."""
    settings = get_settings()
    _run(
        [settings.ffmpeg_path, "-v", "error", "-y", "-i", str(source), "-vn", "-ac", "1", "-ar", "16000"]
        + ["-c:a", "libopus", "-b:a", "24k", str(target)],
    )


def _run(command: list[str]) -> str:
    try:
        finished = subprocess.run(
            command,
            capture_output=True,
            check=True,
            text=True,
            timeout=get_settings().ffmpeg_timeout_seconds,
        )
    except subprocess.CalledProcessError as error:
        raise MediaError(error.stderr.strip() or f"{command[0]} failed") from error
    except subprocess.TimeoutExpired as error:
        raise MediaError(f"{command[0]} did not finish in time") from error
    return finished.stdout
