"""Private buckets on a real S3-compatible server on this machine (OpenStack Swift's s3api)."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import boto3
import pytest
from botocore.config import Config

from tests.services.processes import end, leash

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SERVER = Path(__file__).with_name("swift_server.py")
KEY, SECRET, REGION = "heard:tests", "not-a-secret", "us-east-1"


@dataclass(frozen=True)
class S3Server:
    port: int

    def client(self, *, secret: str = SECRET) -> "S3Client":
        return boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id=KEY,
            aws_secret_access_key=secret,
            region_name=REGION,
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )

    def url(self, bucket: str) -> str:
        """In the form of STORAGE_URL. The key holds a colon, so it is quoted."""
        return f"s3+http://{quote(KEY, safe='')}:{SECRET}@127.0.0.1:{self.port}/{bucket}?region={REGION}"


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    folder = tmp_path_factory.mktemp("swift")
    process = subprocess.Popen(
        [*leash(), sys.executable, "-W", "ignore", str(SERVER), str(folder / "data"), KEY, SECRET],
        stdout=subprocess.PIPE,
        stderr=(folder / "log").open("w"),
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    port = process.stdout.readline().strip()
    assert port.isdigit(), f"The S3 server did not start:\n{(folder / 'log').read_text()}"
    yield S3Server(int(port))
    end(process)


@pytest.fixture
def s3_url(s3_server: S3Server) -> str:
    """STORAGE_URL of a new, empty bucket."""
    bucket = f"heard-{uuid.uuid4().hex[:12]}"
    s3_server.client().create_bucket(Bucket=bucket)
    return s3_server.url(bucket)
