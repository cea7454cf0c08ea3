from pathlib import Path

import boto3

from captions.infrastructure.settings import get_settings


def download_file(file_key: str, target: Path) -> None:
    """Copies an object of the upload bucket to a local file."""
    settings = get_settings()
    client = boto3.client("s3", endpoint_url=settings.s3_endpoint_url)
    client.download_file(settings.s3_bucket, file_key, str(target))
