"""Trying out the disguise over the web: for somebody who is telling, with words for whatever is wrong."""

import pytest
from django.test import Client

from common.storages import StorageFull
from tests.stories.views.visitor import Visitor
from tests.transcription.conftest import TESTIMONY, Ffmpeg
from transcription import trying
from transcription.trying import CannotTry

pytestmark = pytest.mark.django_db
ADDRESS = "/tell/record/try/"


@pytest.fixture
def client() -> Client:
    visitor = Visitor(Client()).open("/tell/").press("Start telling")
    return visitor.client


def send(client: Client, content: bytes):  # type: ignore[no-untyped-def]
    return client.post(ADDRESS, content, content_type="application/octet-stream")


def test_what_comes_back_is_a_disguised_voice_that_nobody_keeps(client: Client) -> None:
    answer = send(client, TESTIMONY.read_bytes())
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/ogg")
    assert answer.content.startswith(b"OggS")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"not sound", 422, "We could not hear anything"),
        (b"", 422, "We could not hear anything"),
        (b"x" * (trying.MOST_BYTES + 1), 413, "That test is too long"),
    ],
)
def test_what_is_wrong_is_said(client: Client, content: bytes, status: int, words: str) -> None:
    answer = send(client, content)
    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.parametrize("trouble", [CannotTry("busy"), CannotTry("too-slow"), StorageFull("full")])
def test_trouble_on_our_side_asks_to_try_again(
    client: Client, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise trouble

    monkeypatch.setattr("transcription.views.own.disguise_test", fail)
    answer = send(client, b"x")
    assert answer.status_code == 503
    assert "ry" in answer.content.decode()


def test_only_for_somebody_who_is_telling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcription.views.own.disguise_test", lambda **_: pytest.fail("it was treated"))
    assert send(Client(), b"x").status_code == 403
    assert send(Client(enforce_csrf_checks=True), b"x").status_code == 403


def test_another_site_cannot_have_anything_treated() -> None:
    visitor = Visitor().open("/tell/").press("Start telling")
    assert send(visitor.client, TESTIMONY.read_bytes()).status_code == 403


def test_a_codec_that_nobody_knows_yet_is_said_to_be_unheard(client: Client, ffmpeg: Ffmpeg) -> None:
    """No crash: tomorrow's phones write such files."""
    content = ffmpeg("sound.mka", "-i", TESTIMONY, "-c:a", "aac").read_bytes()
    answer = send(client, content.replace(b"A_AAC", b"A_XYZ"))
    assert answer.status_code == 422
