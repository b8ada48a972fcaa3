"""What a teller sees when asked: the frozen version beside their own words, and only once it was read twice."""

import pytest

from common.vault.keys import destroy_key
from stories.models import StoryVersion
from stories.redaction import MASK
from stories.review import version_for_teller
from tests.stories.factories import TEXT, TITLE, make_story, make_submission, part_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["sent", "taken", "written", "handed", "refused", "changes", "held"])
def test_before_a_second_person_has_read_it_there_is_nothing(state: str) -> None:
    assert version_for_teller(submission_id=make_story(state).pk) is None


def test_a_draft_has_nothing() -> None:
    assert version_for_teller(submission_id=make_submission().pk) is None


def test_the_safe_words_stand_beside_their_own() -> None:
    story = make_story("second_read")
    shown = version_for_teller(submission_id=story.pk)
    assert shown is not None
    (pair,) = shown.pairs
    assert pair.part_id == part_of(story).pk
    assert pair.own == TEXT
    assert "a doctor held my arm" in pair.safe
    assert MASK in pair.safe
    assert not {"Hale", "Larch", "Wren"} & set(pair.safe.replace(".", " ").split())
    assert (shown.title, shown.number, shown.asked) == (TITLE, 1, True)
    labels = [term.label for term in shown.themes]
    assert labels == ["Aftercare (present or missing)", "Held or physically restrained"]
    assert [term.label for term in shown.content_notes] == ["Restraint"]
    assert [term.slug for term in shown.terms] == ["aftercare", "physical-restraint", "cn-restraint"]
    assert shown.sha256 == StoryVersion.objects.get().sha256


@pytest.mark.parametrize("state", ["approved", "published"])
def test_afterwards_it_can_still_be_looked_at_and_nothing_is_asked(state: str) -> None:
    shown = version_for_teller(submission_id=make_story(state).pk)
    assert shown is not None
    assert not shown.asked


def test_without_its_key_there_is_nothing() -> None:
    story = make_story("second_read")
    destroy_key(owner=story.pk)
    assert version_for_teller(submission_id=story.pk) is None


def test_after_an_erasure_there_is_nothing() -> None:
    assert version_for_teller(submission_id=make_story("erased").pk) is None
