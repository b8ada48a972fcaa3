"""The short check before sending: what the answers mean, that it was asked, and words of their own; never a mark."""

import pytest

from accounts.enums import Role
from common import audit
from common.vault.errors import KeyDestroyed
from stories import understanding
from stories.enums import Purpose
from stories.models import Story, Understanding
from tests.stories.factories import make_story, make_submission, make_user, sit_down

pytestmark = pytest.mark.django_db

SAID = "The ward manager could read it, I think."


def audiences(picked: set[str], **wish: object) -> list[understanding.Audience]:
    return understanding.who_could_see(submission_id=make_submission(**wish).pk, picked=picked)


def test_who_could_see_it_follows_from_the_answers() -> None:
    seen = {
        each.purpose
        for each in audiences(set(), purposes=[Purpose.COUNTED, Purpose.WEBSITE, Purpose.CONTACT])
    }
    assert seen == {Purpose.NAMED_PACK, Purpose.ANY_PACK, Purpose.WEBSITE, Purpose.TRAINING, Purpose.PRESS}
    open_to = [each.purpose for each in audiences(set(), purposes=[Purpose.WEBSITE]) if each.sees]
    assert open_to == [Purpose.WEBSITE]


@pytest.mark.parametrize(
    ("purposes", "picked", "right"),
    [
        ([], {"nobody"}, True),
        ([], {"website"}, False),
        ([], {"nobody", "press"}, False),
        ([Purpose.WEBSITE], {"website"}, True),
        ([Purpose.WEBSITE], {"nobody"}, False),
        ([Purpose.WEBSITE, Purpose.PRESS], {"website"}, False),
        ([Purpose.COUNTED, Purpose.CONTACT], {"nobody"}, True),
    ],
)
def test_what_is_picked_is_compared_with_what_is_true(
    purposes: list[Purpose], picked: set[str], right: bool
) -> None:
    listed = audiences(picked, purposes=purposes)
    assert understanding.agrees(audiences=listed, picked=picked) is right


def test_a_yes_that_ran_out_opens_nothing() -> None:
    story = make_story("expired")
    assert not [each for each in understanding.who_could_see(submission_id=story.pk) if each.sees]


def test_that_it_was_asked_is_kept_and_the_words_are_sealed() -> None:
    draft = make_submission()
    understanding.note_asked(submission_id=draft.pk, words=SAID)
    kept = Understanding.objects.get()
    assert SAID.encode() not in bytes(kept.sealed_words)
    assert understanding.words_said(submission_id=draft.pk) == SAID
    understanding.note_asked(submission_id=draft.pk, words="")
    assert Understanding.objects.get().sealed_words is None
    columns = {field.name for field in Understanding._meta.fields}
    assert columns == {"id", "submission", "asked_at", "sealed_words"}, "no column for a score"


def test_an_editor_reads_the_words_and_the_look_is_logged() -> None:
    story, editor = make_story("sent"), make_user(Role.EDITOR)
    understanding.note_asked(submission_id=story.pk, words=SAID)
    sit_down(story, editor)
    assert understanding.read_for_editor(story_id=story.pk, by=editor) == SAID
    entry = audit.entries_for(story.pk).filter(action="heard.read_sealed").latest("timestamp")
    assert (entry.user_id, entry.data) == (editor.pk, {"asked": "understanding", "why": "safeguarding"})


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_nobody_reads_them_after_a_story_was_taken_back(state: str) -> None:
    story = make_story("sent")
    understanding.note_asked(submission_id=story.pk, words=SAID)
    from tests.stories.factories import STEPS, Wish

    STEPS[state](story.submission, Wish())
    with pytest.raises((Story.DoesNotExist, KeyDestroyed)):
        understanding.read_for_editor(story_id=story.pk, by=make_user(Role.EDITOR))
    assert Understanding.objects.filter(submission_id=story.pk).exists() is (state == "withdrawn")
