"""What a visit leaves behind: no address of anybody, no receipt, no word outside the vault."""

import logging
import pickle
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from stories.models import Submission
from tests.stories.factories import make_story, make_themes, make_trust
from tests.stories.views.media import SPOKEN
from tests.stories.views.visitor import Visitor, come_back, receipt_words, tell_story

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"
AGENT = "QzxBrowser/9.9"
WORDS = "Nobody told me. They called it qzxtracexzq."


def everything_stored() -> dict[str, bytes]:
    """Every row of both databases, as bytes, by table."""
    found = {}
    for alias in ("default", "keyring"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connections[alias].ops.quote_name(table)}")
                found[f"{alias}.{table}"] = b"\n".join(
                    b" ".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
                    for row in cursor.fetchall()
                )
    return found


def everything_cached() -> bytes:
    held = getattr(cache, "_cache", {})
    return b"".join(key.encode() + bytes(value) for key, value in held.items())


def every_file() -> dict[Path, bytes]:
    """What lies in files, without the databases (asked above) and what was built from the project itself."""
    roots = (settings.SEALED_ROOT, settings.WORK_ROOT, settings.QUEUE_FOLDER)
    return {f: f.read_bytes() for root in roots for f in Path(root).rglob("*") if f.is_file()}


@pytest.fixture
def visited(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> tuple[str, str]:
    """A whole journey, and a reader's, from one address; gives the receipt and the log."""
    caplog.set_level(logging.DEBUG)
    make_trust()
    make_themes()
    visitor.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS, headers={"user-agent": AGENT})
    words = tell_story(visitor, words=WORDS)
    visitor.open("/tell/").press("Start").open("/tell/recording/")
    with SPOKEN.open("rb") as file:
        visitor.press("Add this file", files={"recording": file})
    assert receipt_words(visitor) == words
    wrong = Visitor(Client(REMOTE_ADDR=ADDRESS, headers={"user-agent": AGENT})).open("/return/")
    wrong.press("Open my page", words="acid acid acid acid acid")
    assert come_back(words).path == "/return/story/"
    reader = Client(REMOTE_ADDR=ADDRESS, headers={"user-agent": AGENT})
    for page in ("/stories/", f"/stories/{make_story('published').pk}/", "/search/?q=tea"):
        assert reader.get(page).status_code == 200
    assert reader.get("/stories/nothing/").status_code == 404
    return words, caplog.text


def test_no_address_and_no_browser_is_kept_anywhere(visited: tuple[str, str]) -> None:
    _, log = visited
    assert "Not Found" in log, "something was logged, and it says nothing of who asked"
    stored = everything_stored()
    assert sum(map(len, stored.values())) > 1000
    assert b"tries:" in everything_cached(), "the count of tries is there, without the address"
    for mark in (ADDRESS, AGENT):
        assert not [table for table, body in stored.items() if mark.encode() in body]
        assert mark.encode() not in everything_cached()
        assert not [file for file, body in every_file().items() if mark.encode() in body]
        assert mark not in log


def test_no_word_and_no_receipt_is_kept_in_plain(visited: tuple[str, str]) -> None:
    words, log = visited
    stored = everything_stored()
    assert Submission.objects.filter(sent_at__isnull=False).exists()
    for secret in ("qzxtracexzq", words, pickle.dumps(words)[2:-2].decode("latin-1")):
        assert not [table for table, body in stored.items() if secret.encode() in body]
        assert secret.encode() not in everything_cached()
        assert not [file for file, body in every_file().items() if secret.encode() in body]
        assert secret not in log


def test_a_recording_lies_sealed_and_under_no_name_of_its_own(visited: tuple[str, str]) -> None:
    files = every_file()
    assert files
    plain = SPOKEN.read_bytes()
    assert not [file for file, body in files.items() if plain[:48] in body or "testimony" in file.name]
