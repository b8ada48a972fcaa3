"""The library finds what its teller agreed to, by what a trainer asks for, and asks the gate again each time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stories.enums import Form, Purpose
from stories.moderation import hold
from stories.search import blind_tokens
from stories.withdrawal import take_back, take_back_purpose
from tests.stories.factories import make_user
from tests.transcription.clips.factories import TITLE, Made, answer, make_clip
from tests.transcription.library.factories import Body
from transcription.clips.standing import drop_clip
from transcription.enums import Length
from transcription.library.finding import find_clips
from transcription.library.search import Wanted, length_of, search_clips
from transcription.models import LibraryEntry

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
SECOND = {
    "first": 8,
    "last": 14,
    "title": "On the floor",
}  # "Four staff held me on the floor." is words 7 to 13


def ids(wanted: Wanted, body: Body) -> list[object]:
    return [clip.clip_id for clip in find_clips(organisation_id=body.organisation.pk, wanted=wanted).clips]


def test_each_way_of_asking_finds_it_and_its_opposite_does_not(body: Body, made: Made) -> None:
    finds = [
        Wanted(),
        Wanted(words="talking"),  # by its stem
        Wanted(words="somebody talked"),  # its title is found as well
        Wanted(theme="physical-restraint"),
        Wanted(form=Form.AUDIO),
        Wanted(length=Length.SHORT),
        Wanted(without=("cn-seclusion",)),
        Wanted(words="down", theme="aftercare", form=Form.AUDIO, length=Length.SHORT, without=("cn-other",)),
    ]
    assert [ids(wanted, body) for wanted in finds] == [[made.clip_id]] * len(finds)
    misses = [
        Wanted(words="breathe"),  # said just before it, and not in it
        Wanted(words="Alan"),  # hidden
        Wanted(words="down banana"),
        Wanted(theme="kindness"),
        Wanted(form=Form.VIDEO),
        Wanted(length=Length.LONG),
        Wanted(without=("cn-restraint",)),
        Wanted(words="down", without=("cn-restraint",)),
        Wanted(words='" OR tokens : *'),
    ]
    assert [ids(wanted, body) for wanted in misses] == [[]] * len(misses)
    assert [length_of(seconds) for seconds in (30, 30.1, 90.1)] == [Length.SHORT, Length.MIDDLE, Length.LONG]


def test_the_index_gives_no_word_back(made: Made) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tokens FROM library_search")
        [(tokens,)] = cursor.fetchall()
    assert blind_tokens(text="talked")[0] in tokens.split()
    assert not [word for word in ("talked", "nurse", "restraint", "audio") if word in tokens]


def test_the_page_counts_its_queries_and_says_notes_before_anything(body: Body, made: Made) -> None:
    page = body.url("library")
    body.client.get(page)
    with CaptureQueriesContext(connection) as one:
        seen = body.client.get(page).content.decode()
    assert seen.index(TITLE) < seen.index('<span class="term-tag term-tag--note">Restraint')
    assert "<video" not in seen
    make_clip(part=made.part, **SECOND)  # type: ignore[arg-type]
    make_clip()
    with CaptureQueriesContext(connection) as three:
        assert body.client.get(page).content.count(b"offer__main") == 3
    assert len(three) == len(one) == 21


def test_older_ones_come_on_a_page_of_their_own(made: Made) -> None:
    make_clip(part=made.part, **SECOND)  # type: ignore[arg-type]
    first = search_clips(wanted=Wanted(), limit=1)
    assert first.next_before is not None
    assert first.clip_ids != [made.clip_id]
    second = search_clips(wanted=Wanted(), limit=1, before=first.next_before)
    assert (second.clip_ids, second.next_before) == ([made.clip_id], None)


ENDS = {
    "training taken back": lambda made: take_back_purpose(
        submission_id=made.story_id, purpose=Purpose.TRAINING
    ),
    "all taken back": lambda made: take_back(submission_id=made.story_id),
    "a no to this clip": lambda made: answer(made, yes=False),
    "dropped by an editor": lambda made: drop_clip(clip_id=made.clip_id, by=made.cutter),
}


@pytest.mark.parametrize("end", ENDS)
def test_it_is_gone_from_index_and_pages_in_the_same_moment(end: str, body: Body, made: Made) -> None:
    ENDS[end](made)
    assert not LibraryEntry.objects.exists()
    assert ids(Wanted(), body) == []
    gone = body.client.get(body.url("clip", made.clip_id))
    assert gone.status_code == 410
    assert TITLE.encode() not in gone.content


def test_even_where_the_index_still_holds_it_the_gate_decides(body: Body, made: Made) -> None:
    """A pause is no end: the entry stays, nothing is shown, and afterwards it is found again."""
    hold(story_id=made.story_id, by=make_user())
    assert LibraryEntry.objects.exists()
    assert ids(Wanted(), body) == []


@pytest.mark.parametrize("state", ["asked", "cut", "heard"])
def test_nothing_enters_before_its_teller_said_yes(state: str, body: Body) -> None:
    made = make_clip(state)
    assert not LibraryEntry.objects.exists()
    assert ids(Wanted(), body) == []
    assert body.client.get(body.url("clip", made.clip_id)).status_code == 410
