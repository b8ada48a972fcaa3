"""Reading STORAGE_URL: s3+https://key:secret@host[:port]/bucket[?region=eu-west-2]."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = {"s3+http": "http", "s3+https": "https"}
SHAPE = "s3+https://key:secret@host[:port]/bucket[?region=name]"


@dataclass(frozen=True)
class BucketLocation:
    endpoint: str
    bucket: str
    region: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)


def parse_storage_url(url: str) -> BucketLocation:
    """Raises ImproperlyConfigured, never repeating the URL: it holds a secret."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"STORAGE_URL cannot be read: use {SHAPE}.") from error
    bucket = parts.path.strip("/")
    if parts.scheme not in SCHEMES or not host or not parts.username or not parts.password:
        raise ImproperlyConfigured(f"STORAGE_URL is incomplete: use {SHAPE}.")
    if not bucket or "/" in bucket:
        raise ImproperlyConfigured(f"STORAGE_URL must name one bucket and no folder: use {SHAPE}.")
    shown_host = f"[{host}]" if ":" in host else host
    return BucketLocation(
        endpoint=f"{SCHEMES[parts.scheme]}://{shown_host}" + (f":{port}" if port else ""),
        bucket=bucket,
        region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
        access_key=unquote(parts.username),
        secret_key=unquote(parts.password),
    )
