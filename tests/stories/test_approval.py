"""The teller's word counts for exactly one version, by its hash."""

from typing import Any

import pytest

from accounts.enums import Role
from stories import approval, moderation
from stories.approval import VersionChanged
from stories.enums import Decision, Purpose, Stage
from stories.models import Approval, Story
from stories.moderation import StageRefused
from stories.sealing import open_note
from tests.stories.factories import make_story, make_user

pytestmark = pytest.mark.django_db


def answer(story: Story, decision: Decision, *, sha256: str = "", **said: Any) -> Story:
    version = Story.objects.select_related("current_version").get(pk=story.pk).current_version
    digest = sha256 or (version.sha256 if version else "")
    return approval.answer_version(story_id=story.pk, sha256=digest, decision=decision, **said)


def test_a_yes_makes_it_ready() -> None:
    story = answer(make_story("second_read"), Decision.APPROVED)
    assert story.stage == Stage.READY
    assert story.approved_version == story.current_version
    assert Story.objects.releasable(purpose=Purpose.WEBSITE).get() == story


@pytest.mark.parametrize("decision", [Decision.CHANGES, Decision.REFUSED])
def test_anything_else_goes_back_to_the_editors_and_releases_nothing(decision: Decision) -> None:
    story = answer(make_story("second_read"), decision, note="Leave Wren out.")
    assert story.stage == Stage.ANONYMISING
    assert story.current_version is None
    assert story.approved_version is None
    assert not Story.objects.releasable(purpose=Purpose.WEBSITE).exists()


def carried(story: Story) -> set[str]:
    return set(story.themes.values_list("slug", flat=True))


@pytest.mark.parametrize("decision", [Decision.CHANGES, Decision.REFUSED])
def test_a_theme_that_does_not_fit_is_off_at_once_and_a_content_note_waits_for_an_editor(
    decision: Decision,
) -> None:
    story = make_story("second_read")
    assert carried(story) == {"physical-restraint", "aftercare", "cn-restraint"}
    said = ["aftercare", "cn-restraint", "kindness", "no-such-theme"]
    answer(story, decision, unfitting=said)
    assert carried(story) == {"physical-restraint", "cn-restraint"}
    assert Approval.objects.get().unfitting == ["aftercare", "cn-restraint"], "only what the story carries"


def test_nobody_says_yes_to_a_version_and_no_to_its_theme() -> None:
    story = make_story("second_read")
    with pytest.raises(StageRefused):
        answer(story, Decision.APPROVED, unfitting=["aftercare"])
    assert not Approval.objects.exists()
    assert "aftercare" in carried(story)


def test_the_note_is_sealed() -> None:
    story = answer(make_story("second_read"), Decision.CHANGES, note=" Leave Wren out. ")
    row = Approval.objects.get()
    assert b"Wren" not in bytes(row.sealed_note or b"")
    assert open_note(approval=row, owner=story.pk) == "Leave Wren out."


def test_another_hash_is_refused_and_kept_nowhere() -> None:
    story = make_story("second_read")
    with pytest.raises(VersionChanged):
        answer(story, Decision.APPROVED, sha256="0" * 64)
    assert not Approval.objects.exists()
    story.refresh_from_db()
    assert story.stage == Stage.WITH_TELLER


@pytest.mark.parametrize("state", ["taken", "handed", "approved", "published", "withdrawn"])
def test_nothing_is_asked_at_any_other_stage(state: str) -> None:
    story = make_story(state)
    before = Approval.objects.count()
    with pytest.raises(StageRefused):
        answer(story, Decision.APPROVED, sha256="0" * 64)
    assert Approval.objects.count() == before


def test_a_yes_to_an_earlier_version_is_no_yes_to_the_next() -> None:
    story = make_story("approved")
    moderation.send_back(story_id=story.pk, by=story.editor)
    moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)
    moderation.accept_second_reading(story_id=story.pk, by=make_user(Role.SECOND_READER))
    story.refresh_from_db()
    assert story.stage == Stage.WITH_TELLER
    assert story.approved_version is None
    assert not Story.objects.releasable(purpose=Purpose.WEBSITE).exists()
