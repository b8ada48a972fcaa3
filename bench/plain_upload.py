"""The bare thing beside which uploads are measured: a WSGI view that only writes the body to the disk."""

import os
import tempfile
from collections.abc import Callable
from typing import Any


def plain_view(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    body = environ["wsgi.input"]
    with tempfile.NamedTemporaryFile(dir=os.environ["BENCH_FOLDER"]) as out:
        while data := body.read(64 * 1024):
            out.write(data)
        out.flush()
        os.fsync(out.fileno())
    start_response("204 No Content", [])
    return []
