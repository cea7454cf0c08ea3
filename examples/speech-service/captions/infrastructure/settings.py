from functools import lru_cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that differs between machines. Read from CAPTIONS_* variables and `.env`."""

    model_config = SettingsConfigDict(env_prefix="CAPTIONS_", env_file=".env")

    database_url: str = "sqlite:///captions.db"
    redis_url: str = "redis://localhost:6379/0"

    s3_endpoint_url: str | None = None
    s3_bucket: str = "captions"

    ffmpeg_path: str = "ffmpeg"
    ffprobe_path: str = "ffprobe"
    ffmpeg_timeout_seconds: float = 300.0

    transcription_models_dir: Path = Path("models")
    preview_models_dir: Path = Path("models/preview")

    google_service_key_path: Path = Path("google-service-key.json")
    google_audio_bucket: str = "captions-audio"
    google_timeout_seconds: float = 600.0


@lru_cache
def get_settings() -> Settings:
    return Settings()
