import io
from typing import Any, cast

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory

from common.vault.reader import SealedReader
from transcription.views.ranges import play

CONTENT = bytes(range(256)) * 1000


class Reader(io.BytesIO):
    size = len(CONTENT)


def ask(method: str = "get", **headers: str) -> tuple[HttpResponseBase, Reader]:
    reader = Reader(CONTENT)
    request = getattr(RequestFactory(), method)("/", headers=headers)
    return play(request, reader=cast(SealedReader, reader), mime="audio/ogg"), reader


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_whole() -> None:
    response, _ = ask()
    assert (response.status_code, response["Content-Length"], response["Content-Type"]) == (
        200,
        "256000",
        "audio/ogg",
    )
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "private, no-store"
    assert "Content-Range" not in response
    assert body(response) == CONTENT


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-", 0, 256_000),
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=65535-65537", 65_535, 65_538),
        ("bytes=255999-", 255_999, 256_000),
        ("bytes=100-999999999", 100, 256_000),
        ("bytes=-500", 255_500, 256_000),
        ("bytes=-999999999", 0, 256_000),
    ],
)
def test_a_range(asked: str, start: int, end: int) -> None:
    response, _ = ask(Range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/256000"
    assert response["Content-Length"] == str(end - start)
    assert body(response) == CONTENT[start:end]


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999999-", "bytes=-0"])
def test_beyond_the_end(asked: str) -> None:
    response, reader = ask(Range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */256000")
    assert reader.closed


@pytest.mark.parametrize(
    "asked",
    ["bytes=5-2", "bytes=a-b", "bytes=-", "items=0-5", "bytes=0-5,10-15", "bytes= 0-5", "bytes=٣-"],
)
def test_what_is_no_single_range_gives_the_whole(asked: str) -> None:
    response, _ = ask(Range=asked.encode().decode("latin-1"))
    assert response.status_code == 200


@pytest.mark.parametrize("asked", ["bytes=0-{}", "bytes={}-", "bytes=-{}"])
def test_more_digits_than_a_number_may_have_give_the_whole(asked: str) -> None:
    assert ask(Range=asked.format("9" * 5000))[0].status_code == 200


def test_a_conditional_range_gives_the_whole_as_nothing_may_have_been_kept() -> None:
    assert ask(Range="bytes=0-5", If_Range='"x"')[0].status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-99"}])
def test_head_has_the_headers_and_no_body(headers: dict[str, str]) -> None:
    response, reader = ask("head", **headers)
    assert response["Content-Length"] == ("100" if headers else "256000")
    assert body(response) == b""
    assert reader.closed


def test_a_listener_who_leaves_early_leaves_no_open_file(db: None) -> None:
    response, reader = ask()
    next(iter(cast(Any, response).streaming_content))
    response.close()
    assert reader.closed


def test_a_listener_who_never_begins_leaves_none_either(db: None) -> None:
    response, reader = ask()
    response.close()
    assert reader.closed
