"""What is offered is what is allowed, and the other way round."""

import pytest

from accounts.enums import Role
from accounts.models import User
from common import audit
from stories.enums import Purpose, Stage
from stories.models import Release, Story
from stories.moderation import StageRefused
from stories.release import NotReleasable
from stories.steps import STEPS, steps_open_to, take_step
from tests.stories.factories import make_story, make_user

pytestmark = pytest.mark.django_db


def offered(story: Story, user: User) -> list[str]:
    return [step.slug for step in steps_open_to(user=user, story=story)]


@pytest.mark.parametrize(
    ("state", "mine", "others"),
    [
        ("sent", None, ["take", "hold"]),
        ("written", ["hand-over", "pass-on", "hold"], ["take", "hold"]),
        ("handed", ["hold"], ["hold"]),
        ("second_read", ["take-down", "hold"], ["take-down", "hold"]),
        ("approved", ["publish", "take-down", "hold"], ["publish", "take-down", "hold"]),
        ("published", ["take-down", "hold"], ["take-down", "hold"]),
        ("held", ["take-down", "let-go-on"], ["take-down", "let-go-on"]),
        ("withdrawn", [], []),
        ("erased", [], []),
    ],
)
def test_steps_of_each_state(state: str, mine: list[str] | None, others: list[str]) -> None:
    story = make_story(state)
    assert offered(story, make_user(Role.EDITOR)) == others
    if mine is not None and story.editor:
        assert offered(story, story.editor) == mine


def test_second_readers_may_hold_and_nothing_else() -> None:
    reader = make_user(Role.SECOND_READER)
    for state in ("sent", "written", "handed", "second_read", "approved", "published"):
        assert offered(make_story(state), reader) == ["hold"]


def test_coordinators_may_nothing() -> None:
    assert offered(make_story("approved"), make_user(Role.COORDINATOR)) == []


@pytest.mark.parametrize("slug", [step.slug for step in STEPS])
def test_what_is_not_offered_is_refused_and_changes_nothing(slug: str) -> None:
    editor = make_user(Role.EDITOR)
    for state in ("sent", "written", "handed", "approved", "held", "withdrawn"):
        story = make_story(state)
        if slug in offered(story, editor):
            continue
        log = audit.entries_for(story.pk).count()
        with pytest.raises(StageRefused):
            take_step(slug=slug, story_id=story.pk, by=editor)
        assert Story.objects.get(pk=story.pk).stage == story.stage
        assert audit.entries_for(story.pk).count() == log


def test_an_unknown_step_is_refused() -> None:
    story = make_story("sent")
    with pytest.raises(StageRefused):
        take_step(slug="erase", story_id=story.pk, by=make_user(Role.EDITOR))


@pytest.mark.parametrize(
    ("state", "slug", "stage"),
    [
        ("sent", "take", Stage.ANONYMISING),
        ("approved", "publish", Stage.PUBLISHED),
        ("published", "take-down", Stage.ANONYMISING),
        ("published", "hold", Stage.HELD),
        ("held", "let-go-on", Stage.ANONYMISING),
    ],
)
def test_a_step_is_done_once_and_again_is_harmless(state: str, slug: str, stage: Stage) -> None:
    story, editor = make_story(state), make_user(Role.EDITOR)
    take_step(slug=slug, story_id=story.pk, by=editor)
    log = audit.entries_for(story.pk).count()
    with pytest.raises(StageRefused):
        take_step(slug=slug, story_id=story.pk, by=editor)
    assert Story.objects.get(pk=story.pk).stage == stage
    assert audit.entries_for(story.pk).count() == log
    assert Release.objects.filter(submission_id=story.pk).count() <= 1


def test_publishing_past_a_closed_gate_is_refused() -> None:
    story = make_story("approved", purposes=[Purpose.COUNTED])
    with pytest.raises(NotReleasable):
        take_step(slug="publish", story_id=story.pk, by=make_user(Role.EDITOR))
