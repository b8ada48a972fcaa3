"""Playing a sealed file by range: players jump about, and only what they ask for is opened."""

import re
from collections.abc import Iterator
from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

BLOCK = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)  # int() itself refuses thousands of digits
NEVER_KEPT = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Accept-Ranges": "bytes",
}


class Original(Protocol):
    """Plain bytes of a sealed file, or of one that is still in pieces."""

    @property
    def size(self) -> int: ...
    def seek(self, offset: int, /) -> int: ...
    def read(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


class Unsatisfiable(Exception):
    """The range lies beyond the end."""


class Stretch:
    """An iterable over part of a reader that closes it, whether or not it was read."""

    def __init__(self, reader: Original, *, start: int, length: int) -> None:
        self._reader, self._left = reader, length
        reader.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (block := self._reader.read(min(BLOCK, self._left))):
            self._left -= len(block)
            yield block

    def close(self) -> None:
        self._reader.close()


def play(request: HttpRequest, *, reader: Original, mime: str) -> HttpResponseBase:
    """The whole file (200), one range of it (206), or 416. The reader is closed with the answer."""
    size = reader.size
    try:
        wanted = parse_range(request, size=size)
    except Unsatisfiable:
        reader.close()
        return HttpResponse(status=416, headers={**NEVER_KEPT, "Content-Range": f"bytes */{size}"})
    start, length = wanted or (0, size)
    headers = {**NEVER_KEPT, "Content-Length": str(length)}
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    status = 206 if wanted else 200
    if request.method == "HEAD":
        reader.close()
        return HttpResponse(status=status, content_type=mime, headers=headers)
    body = Stretch(reader, start=start, length=length)
    return StreamingHttpResponse(body, status=status, content_type=mime, headers=headers)


def parse_range(request: HttpRequest, *, size: int) -> tuple[int, int] | None:
    """(start, length), or None for the whole file: no range, several, a malformed one, or one that is conditional.

    A conditional range (If-Range) can never match, as nothing here may be kept. Raises Unsatisfiable.
    """
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or "If-Range" in request.headers or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        start, end = max(size - int(last), 0), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start > end:
        raise Unsatisfiable
    return start, end - start + 1
