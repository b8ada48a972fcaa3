"""Silence never means yes: an unanswered version is never used, whatever time passes and whatever is tried."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from common.jobs.run_now import drain
from stories.enums import Form, Purpose, Stage
from stories.models import Story
from stories.moderation import StageRefused
from stories.pack_use import PackUse
from stories.release import NotReleasable, publish, read_website, release_for_edition, still_releasable
from stories.steps import take_step
from tests.promise.recordings import make_spoken
from tests.stories.factories import at_time, make_story, make_user
from transcription.release import read_media

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


@pytest.mark.parametrize("days", [1, 15, 60, 300, 360])
def test_no_answer_is_never_a_yes(days: int) -> None:
    """Every use is agreed to and has cooled off; only the answer to the version is missing."""
    story = make_story("second_read", purposes=tuple(Purpose))
    editor = make_user(Role.EDITOR)
    with at_time(timezone.now() + dt.timedelta(days=days)):
        drain()
        assert Story.objects.get(pk=story.pk).stage == Stage.WITH_TELLER
        for purpose in Purpose:
            usable = still_releasable(story_ids=[story.pk], purpose=purpose, form=Form.TEXT, trust_code="ZZT")
            assert usable == frozenset(), purpose
        with pytest.raises(NotReleasable):
            publish(story_id=story.pk, by=editor)
        with pytest.raises(StageRefused):
            take_step(slug="publish", story_id=story.pk, by=editor)
        with pytest.raises(NotReleasable):
            release_for_edition(
                edition_id=story.pk,
                story_ids=[story.pk],
                use=PackUse(Purpose.NAMED_PACK, "ZZT"),
                destination="A pack",
                by=editor,
            )
        assert read_website(story_id=story.pk) is None
        assert Client().get(f"/stories/{story.pk}/").status_code == 404


def test_no_answer_to_a_recording_is_never_a_yes() -> None:
    part = make_spoken("second_read")
    with at_time(timezone.now() + dt.timedelta(days=300)):
        drain()
        assert read_media(story_id=part.submission_id, part_id=part.pk) is None
