"""Sealed files in a private S3-compatible bucket: multipart streaming in, ranged GETs out.

django-storages is not used for this: its `open` spools whole files to disk before the first byte.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from boto3.session import Session
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.response import StreamingBody

from common.storages.base import RangeStream
from common.storages.errors import FileMissing, StorageFull, StorageUnavailable
from common.storages.location import BucketLocation

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

# S3 takes parts from 5 MiB and 10,000 of them: this allows 60 GB and holds three of them at a time.
PART = 6 * 1024 * 1024
MISSING = {"404", "NoSuchKey", "NotFound"}
FULL = {"507", "InsufficientStorage", "QuotaExceeded", "QuotaExceededException", "XMinioStorageFull"}


@lru_cache(maxsize=4)
def _client(location: BucketLocation, process: int) -> "S3Client":
    """One client for a process: connections must not be shared across a fork."""
    return Session().client(
        "s3",
        endpoint_url=location.endpoint,
        region_name=location.region,
        aws_access_key_id=location.access_key,
        aws_secret_access_key=location.secret_key,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            retries={"mode": "standard", "max_attempts": 4},
            connect_timeout=5,
            read_timeout=60,
            # Other makers' stores know nothing of the newer default checksums; every chunk has its own tag.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


@contextmanager
def bucket_errors() -> Iterator[None]:
    """Turn boto's errors into plain ones, without keys, signatures or addresses."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        if code in MISSING:
            raise FileMissing("There is no such file in the bucket of sealed files.") from error
        if code in FULL:
            raise StorageFull(
                "The bucket of sealed files is full. Free some space, then try again."
            ) from error
        raise StorageUnavailable(f"The bucket of sealed files refused: {code}. Check STORAGE_URL.") from error
    except (BotoCoreError, HTTPClientError, OSError) as error:
        kind = type(error).__name__
        raise StorageUnavailable(f"The bucket of sealed files did not answer ({kind}).") from error


class BodyRange:
    """The body of a ranged GET; closing early drops the connection instead of reading the rest."""

    def __init__(self, body: StreamingBody) -> None:
        self._body = body

    def read(self, size: int, /) -> bytes:
        with bucket_errors():
            return self._body.read(size)

    def close(self) -> None:
        self._body.close()


class BucketStore:
    def __init__(self, location: BucketLocation) -> None:
        self.location = location
        self.bucket = location.bucket

    @property
    def client(self) -> "S3Client":
        return _client(self.location, os.getpid())

    def write_stream(self, name: str, chunks: Iterable[bytes]) -> None:
        parts = _join(chunks, PART)
        first = next(parts, b"")
        if len(first) < PART:
            with bucket_errors():
                self.client.put_object(Bucket=self.bucket, Key=name, Body=first)
            return
        with bucket_errors():
            upload = self.client.create_multipart_upload(Bucket=self.bucket, Key=name)["UploadId"]
        try:
            self._send(name, upload, first, parts)
        except BaseException:
            with suppress(BotoCoreError, ClientError):
                self.client.abort_multipart_upload(Bucket=self.bucket, Key=name, UploadId=upload)
            raise

    def _send(self, name: str, upload: str, first: bytes, rest: Iterator[bytes]) -> None:
        sent = [self._send_part(name, upload, 1, first)]
        for number, part in enumerate(rest, start=2):
            sent.append(self._send_part(name, upload, number, part))
        with bucket_errors():
            self.client.complete_multipart_upload(
                Bucket=self.bucket, Key=name, UploadId=upload, MultipartUpload={"Parts": sent}
            )

    def _send_part(self, name: str, upload: str, number: int, part: bytes) -> "CompletedPartTypeDef":
        with bucket_errors():
            answer = self.client.upload_part(
                Bucket=self.bucket, Key=name, UploadId=upload, PartNumber=number, Body=part
            )
        return {"PartNumber": number, "ETag": answer["ETag"]}

    def open_range(self, name: str, start: int, length: int) -> RangeStream:
        wanted = f"bytes={start}-{start + length - 1}"
        with bucket_errors():
            return BodyRange(self.client.get_object(Bucket=self.bucket, Key=name, Range=wanted)["Body"])

    def size(self, name: str) -> int:
        with bucket_errors():
            return self.client.head_object(Bucket=self.bucket, Key=name)["ContentLength"]

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileMissing:
            return False
        return True

    def delete(self, name: str) -> None:
        with bucket_errors():
            self.client.delete_object(Bucket=self.bucket, Key=name)

    def probe(self) -> None:
        try:
            with bucket_errors():
                self.client.head_bucket(Bucket=self.bucket)
        except FileMissing as error:
            raise StorageUnavailable("The bucket that STORAGE_URL names does not exist.") from error


def _join(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of exactly SIZE, but for the last."""
    piece = bytearray()
    for chunk in chunks:
        piece += chunk
        while len(piece) >= size:
            with memoryview(piece) as view:
                part = bytes(view[:size])
            yield part
            del piece[:size]
    if piece:
        yield bytes(piece)
