"""What trainers may not have is nowhere on their side: not in library, search, reels, plans, players or exports.

Each clip that is shut stands in the index, in a reel and in a current export all the same, as if every signal had been
lost: nothing but the gate is left to keep it back.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from common.jobs.run_now import drain
from common.vault.keys import create_key
from stories import moderation, withdrawal
from stories.enums import Form, Purpose
from stories.erasure import erase_story
from stories.search import blind_facet
from tests.promise.recordings import agree, make_spoken
from tests.stories.factories import at_time, make_user
from tests.transcription.clips.factories import TITLE, Made, answer, make_clip
from tests.transcription.library.factories import Body, make_body
from transcription.clips.standing import drop_clip
from transcription.enums import ExportFileKind, ExportState
from transcription.library.playing import make_address
from transcription.library.search import EVERY, put
from transcription.models import ExportItem, LibraryEntry, LibraryPlay, ReelExport, ReelItem
from transcription.reels.reading import Standing, verify
from transcription.reels.workshop import own_reel

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
LONG_AGO = dt.timedelta(days=3 * 365)
WORDS = "talked me down"
TRAINING = Purpose.TRAINING

SHUT: dict[str, Callable[[Made], object]] = {
    "refused": lambda made: answer(made, yes=False),
    "dropped": lambda made: drop_clip(clip_id=made.clip_id, by=made.cutter),
    "untrained": lambda made: withdrawal.take_back_purpose(submission_id=made.story_id, purpose=TRAINING),
    "withdrawn": lambda made: withdrawal.take_back(submission_id=made.story_id),
    "erased": lambda made: (
        withdrawal.take_back(submission_id=made.story_id),
        erase_story(submission_id=made.story_id),
    ),
    "held": lambda made: moderation.hold(story_id=made.story_id, by=make_user()),
    "written": lambda made: agree(made.part, Form.TEXT, purpose=TRAINING),
}
UNFINISHED = ("asked", "cut", "heard")


@dataclass(frozen=True)
class Planted:
    word: str
    clip_id: UUID
    story_id: UUID


@pytest.fixture(scope="module")
def states() -> list[str]:
    return [*SHUT, *UNFINISHED, "expired"]


def plant(state: str) -> Planted:
    word = f"Qzx{state}xzq"
    if state == "expired":
        with at_time(timezone.now() - LONG_AGO):
            made = make_clip(title=word)
    else:
        made = make_clip(state if state in UNFINISHED else "agreed", title=word)
    if state in SHUT:
        SHUT[state](made)
        if state != "held":
            drain()
    return Planted(word, UUID(str(made.clip_id)), UUID(str(made.story_id)))


def force_in(planted: Planted, body: Body) -> ReelExport:
    """Where a lost signal, or somebody with the database in hand, would have left it."""
    LibraryEntry.objects.filter(clip_id=planted.clip_id).delete()
    entry = LibraryEntry.objects.create(clip_id=planted.clip_id)
    with connection.cursor() as cursor:
        key = "entry_id" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"DELETE FROM library_search WHERE {key} = %s", [entry.pk])
    put(entry_id=entry.pk, tokens=[blind_facet(kind=EVERY[0], value=EVERY[1])])
    reel = body.make_reel(title=f"Reel {entry.pk}")
    ids = {"clip_id": planted.clip_id, "story_id": planted.story_id, "position": 1}
    ReelItem.objects.create(reel=reel, **ids)
    export = ReelExport.objects.create(
        reel=reel,
        number=1,
        state=ExportState.ISSUED,
        frozen={"title": "T"},
        verify_code=f"BBBB-BBBB-{entry.pk:04d}",
        issued_at=timezone.now(),
    )
    create_key(owner=export.pk)
    ExportItem.objects.create(export=export, sha256="", **ids)
    return export


def asked(planted: Planted, export: ReelExport, body: Body) -> list[str]:
    token = make_address(clip_id=planted.clip_id, organisation=body.organisation, user=body.trainer)
    reel = own_reel(body.organisation, export.reel_id)
    return [
        body.url("library"),
        body.url("clip", planted.clip_id),
        body.url("play", token),
        body.url("captions", token),
        body.url("reels"),
        body.url("reel", reel.pk),
        body.url("preview", reel.pk),
        body.url("export", export.pk),
        *(body.url("download", export.pk, kind) for kind in ExportFileKind),
    ]


def test_a_clip_that_is_shut_is_nowhere_though_everything_points_to_it(states: list[str]) -> None:
    body, seen = make_body(), make_clip()
    for state in states:
        planted = plant(state)
        export = force_in(planted, body)
        for url in asked(planted, export, body):
            answered = body.client.get(url, follow=True)
            parts = answered.streaming_content if answered.streaming else [answered.content]
            content = b"".join(parts).decode(errors="replace")
            assert planted.word.lower() not in content.lower(), (state, url)
            assert WORDS not in content, (state, url)
            assert "WEBVTT" not in content, (state, url)
        verdict = verify(code=export.verify_code)
        assert verdict is not None
        assert verdict.standing == Standing.WITHDRAWN, state
        sent = body.client.post(body.url("start_export", export.reel_id), follow=True)
        assert planted.word.lower() not in sent.content.decode().lower(), state
        assert ReelExport.objects.filter(reel=export.reel_id).count() == 1, state
        assert TITLE in body.client.get(body.url("library")).content.decode(), (
            "the search could have found it"
        )
    assert not LibraryPlay.objects.exists()
    assert WORDS in body.client.get(body.url("clip", seen.clip_id)).content.decode()


def test_no_title_and_no_word_of_a_clip_lies_open_in_any_table() -> None:
    body, made = make_body(), make_clip(title="Qzxtitlexzq")
    body.make_reel(made.clip_id)
    body.client.get(body.url("clip", made.clip_id))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                said = " ".join(map(str, row)).lower()
                assert "qzxtitle" not in said, table
                assert WORDS not in said, table


def test_without_a_yes_to_training_no_clip_can_be_made_for_it() -> None:
    part = make_spoken("published", purposes=(Purpose.WEBSITE,))
    from transcription.clips.choosing import CannotCut
    from transcription.clips.making import ask_for_clip

    with pytest.raises(CannotCut):
        ask_for_clip(part_id=part.pk, first=22, last=28, title="No", by=make_user())
