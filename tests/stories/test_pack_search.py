"""The blind search for packs: who is in it follows version and consent; hits pass the gate; pages and counts."""

from uuid import UUID

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from common.vault.errors import VaultError
from stories.candidates import find_candidates
from stories.consent import give_consent, withdraw_consent
from stories.enums import Purpose
from stories.erasure import erase_story
from stories.models import PackEntry, Story
from stories.pack_search import Length, WantedStories, length_of, search_for_packs
from stories.pack_use import PackUse
from stories.withdrawal import take_back
from tests.stories.factories import make_story, make_trust

pytestmark = pytest.mark.django_db
TRUST = "ZZT"


@pytest.fixture(autouse=True)
def trust() -> None:
    make_trust(TRUST)


def tell(text: str = "A kettle and a heron.", **wish: object) -> Story:
    return make_story("approved", text=text, title="T", summary="S", hide=(), **wish)


def found(trust_code: str = TRUST, **wanted: str) -> set[UUID]:
    return set(search_for_packs(wanted=WantedStories(**wanted), use=PackUse(Purpose.NAMED_PACK, trust_code)))


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pack_search")
        return int(cursor.fetchone()[0])


def test_words_are_found_by_their_stem_and_all_must_be_there():
    both = tell("A kettle and a heron.")
    one = tell("Two kettles.")
    assert found(words="kettle") == {both.pk, one.pk}
    assert found(words="Heron, KETTLE!") == {both.pk}
    assert found(words="otter") == set()
    assert found() == {both.pk, one.pk}


def test_every_way_of_narrowing():
    short = tell("A kettle.", themes=["kindness"])
    long = tell("A kettle. " * 500, themes=["aftercare"])
    assert found(theme="kindness") == {short.pk}
    assert found(length=Length.LONG) == {long.pk}
    assert found(length=Length.SHORT, theme="kindness", words="kettle") == {short.pk}
    assert found(kind="written") == {short.pk, long.pk}
    assert found(kind="video") == set()
    assert found(setting="no-such-place") == set()


def test_the_bounds_of_length():
    assert [length_of(words) for words in (0, 300, 301, 900, 901)] == [
        Length.SHORT,
        Length.SHORT,
        Length.MIDDLE,
        Length.MIDDLE,
        Length.LONG,
    ]


def test_only_while_a_version_and_a_consent_to_packs_stand(settings: Settings):
    settings.COOLING_OFF_DAYS = 2
    story, draft = tell(), make_story("written", text="A kettle.")
    assert found(words="kettle") == {story.pk}
    for purpose in (Purpose.ANY_PACK, Purpose.NAMED_PACK, Purpose.PRESS):
        withdraw_consent(submission_id=story.pk, purpose=purpose)
    assert found(words="kettle") == set()
    assert (rows(), PackEntry.objects.count()) == (0, 0)
    give_consent(submission_id=story.pk, purpose=Purpose.ANY_PACK)
    assert found(words="kettle") == {story.pk}  # it cools off, and the gate says no
    assert find_candidates(wanted=WantedStories(), use=PackUse(Purpose.NAMED_PACK, TRUST)).found == 0
    assert draft.pk not in found()


def test_a_pack_for_one_trust_is_found_for_that_trust_alone():
    other = make_trust("ZZO")
    story = tell()
    for purpose in (Purpose.ANY_PACK, Purpose.NAMED_PACK):
        withdraw_consent(submission_id=story.pk, purpose=purpose)
    give_consent(submission_id=story.pk, purpose=Purpose.NAMED_PACK, trust_code=other.code, cooling_off=False)
    assert found() == set()
    assert found(trust_code="ZZO") == {story.pk}


@pytest.mark.parametrize("agreed", [Purpose.NAMED_PACK, Purpose.ANY_PACK, Purpose.PRESS])
def test_each_kind_of_reader_finds_only_what_was_agreed_for_them(agreed: Purpose):
    story = make_story("approved", text="A kettle.", purposes=[agreed])
    finders = {
        purpose
        for purpose in (Purpose.NAMED_PACK, Purpose.ANY_PACK, Purpose.PRESS)
        if search_for_packs(wanted=WantedStories(words="kettle"), use=PackUse(purpose, TRUST)) == [story.pk]
    }
    assert finders == ({Purpose.NAMED_PACK, agreed} if agreed == Purpose.ANY_PACK else {agreed})


def test_nothing_of_a_story_taken_back_or_erased_is_left():
    story, gone = tell(), tell()
    take_back(submission_id=story.pk)
    assert found() == {gone.pk}
    erase_story(submission_id=gone.pk)
    assert (rows(), PackEntry.objects.count()) == (0, 0)


def test_the_index_holds_no_word():
    tell("An otter.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tokens FROM pack_search")
        assert "otter" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    "words", ['"', "kettle* OR *", "NEAR(a b)", "'; DROP TABLE pack_search", "\x00", "&|!()"]
)
def test_no_words_speak_to_the_index(words: str):
    tell()
    assert isinstance(
        search_for_packs(wanted=WantedStories(words=words), use=PackUse(Purpose.NAMED_PACK, TRUST)), list
    )
    assert rows() == 1


def test_pages_and_counts_are_of_what_the_gate_lets_through(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("stories.candidates.PAGE", 2)
    stories = [tell(themes=["kindness"]) for _ in range(3)]
    take_back(submission_id=stories[0].pk)
    tell("A kettle. " * 200, themes=["aftercare"])
    first = find_candidates(wanted=WantedStories(), use=PackUse(Purpose.NAMED_PACK, TRUST))
    assert (first.found, first.pages, len(first.stories), first.capped) == (3, 2, 2, False)
    assert first.counts["theme"]["kindness"] == 2
    assert first.counts["length"] == {"short": 2, "middle": 1}
    last = find_candidates(wanted=WantedStories(), use=PackUse(Purpose.NAMED_PACK, TRUST), page=99)
    assert [story.story_id for story in last.stories] == [stories[1].pk]
    none = find_candidates(
        wanted=WantedStories(words="otter"), use=PackUse(Purpose.NAMED_PACK, TRUST), page=-3
    )
    assert (none.found, none.pages, none.stories) == (0, 1, [])


def test_it_asks_as_often_for_three_stories_as_for_one(django_assert_num_queries: DjangoAssertNumQueries):
    tell()
    find_candidates(wanted=WantedStories(), use=PackUse(Purpose.NAMED_PACK, TRUST))
    for _ in range(2):
        with django_assert_num_queries(5):
            find_candidates(wanted=WantedStories(words="kettle"), use=PackUse(Purpose.NAMED_PACK, TRUST))
        tell()
        tell()


def test_words_that_cannot_be_opened_never_stand_in_the_way_of_taking_back(monkeypatch: pytest.MonkeyPatch):
    story = tell()

    def altered(**_versions: object) -> None:
        raise VaultError("altered")

    monkeypatch.setattr("stories.pack_search.build_released", altered)
    withdraw_consent(submission_id=story.pk, purpose=Purpose.WEBSITE)
    assert found() == set()
    take_back(submission_id=story.pk)
    assert Story.objects.releasable(purpose=Purpose.ANY_PACK).count() == 0
