"""Two people at once: whichever is first, nothing that was taken back is left readable, and nobody meets an error.

Each test stops one of the two in the middle of its transaction and lets the other come. On PostgreSQL both are truly
in their transactions; on SQLite the second waits for the one writer there is, which must come out the same.
"""

from collections.abc import Callable
from functools import partial

import pytest

from accounts.enums import Role
from accounts.models import User
from campaigns.packs.press import ChangedMeanwhile
from stories import approval, moderation, release, second_reading, withdrawal, workbench
from stories.checklist import Point
from stories.consent import ConsentRefused, give_consent
from stories.enums import Decision, Purpose, Stage
from stories.erasure import erase_story
from stories.models import Approval, Story, StoryVersion, Withdrawal
from stories.moderation import StageRefused
from stories.search import search_stories
from tests.promise.racing import (
    REFUSALS,
    WORD,
    Work,
    assert_gone,
    canary,
    handing_over,
    pack_with,
    rendering,
    taking_back,
)
from tests.promise.threads import at_once, escaped, one_within_the_other
from tests.stories.factories import make_user
from tests.stories.reading import doubting

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keyring"]),
    pytest.mark.usefixtures("engine"),
]


def answering(story: Story, decision: Decision) -> Work:
    version = StoryVersion.objects.get(story=story)
    return lambda: approval.answer_version(story_id=story.pk, sha256=version.sha256, decision=decision)


@pytest.mark.parametrize("step", ["stories.release._lock", "stories.release.index_story"])
def test_taken_back_while_it_is_published(step: str) -> None:
    story = canary()
    editor = make_user(Role.EDITOR)
    outcomes = one_within_the_other(
        partial(release.publish, story_id=story.pk, by=editor), taking_back(story), after=step
    )
    assert escaped(outcomes, allowed=REFUSALS) == []
    assert_gone(story)


def test_published_while_it_is_taken_back() -> None:
    story = canary()
    editor = make_user(Role.EDITOR)
    outcomes = one_within_the_other(
        taking_back(story),
        partial(release.publish, story_id=story.pk, by=editor),
        after="stories.withdrawal.withdraw_consent",
    )
    assert escaped(outcomes, allowed=REFUSALS) == []
    assert_gone(story)


def test_one_use_ended_while_it_is_published() -> None:
    story = canary()
    editor = make_user(Role.EDITOR)
    outcomes = one_within_the_other(
        partial(release.publish, story_id=story.pk, by=editor),
        lambda: withdrawal.take_back_purpose(submission_id=story.pk, purpose=Purpose.WEBSITE),
        after="stories.release.index_story",
    )
    assert escaped(outcomes, allowed=REFUSALS) == []
    assert release.read_website(story_id=story.pk) is None
    assert search_stories(query=WORD) == []
    assert Story.objects.get(pk=story.pk).stage == Stage.READY
    assert all(row.recalled_at for row in release.releases_of(story_id=story.pk))


@pytest.mark.parametrize("decision", list(Decision))
def test_answered_and_taken_back_with_two_clicks(decision: Decision) -> None:
    story = canary("second_read")
    outcomes = one_within_the_other(
        answering(story, decision), taking_back(story), after="stories.approval.seal_note"
    )
    assert escaped(outcomes, allowed=REFUSALS) == []
    assert_gone(story)


@pytest.mark.parametrize("decision", list(Decision))
def test_taken_back_and_answered_with_two_clicks(decision: Decision) -> None:
    story = canary("second_read")
    outcomes = one_within_the_other(
        taking_back(story), answering(story, decision), after="stories.withdrawal.withdraw_consent"
    )
    assert escaped(outcomes, allowed=REFUSALS) == []
    assert isinstance(outcomes[1], StageRefused)
    assert not Approval.objects.exists()
    assert_gone(story)


# What an editor does to a story at a stage, and the step in its middle.
EDITORS_STEPS: dict[str, tuple[str, str, Callable[[Story, User], object]]] = {
    "hold": (
        "published",
        "stories.moderation.lock_story",
        lambda story, by: moderation.hold(story_id=story.pk, by=by),
    ),
    "send back": (
        "published",
        "stories.moderation.lock_story",
        lambda story, by: moderation.send_back(story_id=story.pk, by=by),
    ),
    "send back as second reader": (
        "handed",
        "stories.moderation.lock_story",
        lambda story, by: second_reading.send_back(story_id=story.pk, replies=doubting(Point.PEOPLE), by=by),
    ),
    "describe": (
        "taken",
        "stories.workbench.own_story",
        lambda story, by: workbench.describe(
            story_id=story.pk, title="Another", summary="", themes=[], by=story.editor
        ),
    ),
}


@pytest.mark.parametrize("what", list(EDITORS_STEPS))
@pytest.mark.parametrize("first", ["teller", "editor"])
def test_an_editor_works_on_it_while_it_is_taken_back(what: str, first: str) -> None:
    state, middle, step = EDITORS_STEPS[what]
    story, editor = canary(state), make_user(Role.EDITOR)
    works = [partial(step, story, editor), taking_back(story)]
    if first == "teller":
        works, middle = works[::-1], "stories.withdrawal.withdraw_consent"
    outcomes = one_within_the_other(*works, after=middle)
    assert escaped(outcomes, allowed=REFUSALS) == []
    assert_gone(story)


def test_its_editor_hands_it_over_from_two_pages_at_once() -> None:
    story = canary("written")
    editors = [story.editor] * 2
    outcomes = at_once(
        *(partial(moderation.hand_to_second_reader, story_id=story.pk, by=by) for by in editors)
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["StageRefused", "StoryVersion"]
    made = StoryVersion.objects.get(story=story)
    assert (made.number, Story.objects.get(pk=story.pk).current_version_id) == (1, made.pk)


def test_taken_back_twice_at_once_there_is_one_certificate() -> None:
    story = canary("published")
    outcomes = at_once(*[taking_back(story)] * 3)
    assert escaped(outcomes) == []
    assert len({each.number for each in outcomes}) == 1  # type: ignore[attr-defined]
    assert_gone(story)


def test_erased_by_two_workers_at_once() -> None:
    story = canary("published")
    withdrawal.take_back(submission_id=story.pk)
    outcomes = at_once(*[lambda: erase_story(submission_id=story.pk)] * 3)
    assert escaped(outcomes) == []
    dates = Withdrawal.objects.values().get(submission_id=story.pk)
    assert_gone(story)
    erase_story(submission_id=story.pk)
    assert Withdrawal.objects.values().get(submission_id=story.pk) == dates


def test_erased_while_an_editor_still_presses_buttons() -> None:
    story = canary("published")
    withdrawal.take_back(submission_id=story.pk)
    outcomes = one_within_the_other(
        lambda: erase_story(submission_id=story.pk),
        lambda: moderation.hold(story_id=story.pk, by=make_user(Role.EDITOR)),
        after="stories.erasure._remove_rows",
    )
    assert escaped(outcomes, allowed=REFUSALS) == []
    assert_gone(story)


def test_everything_at_once() -> None:
    """No order is given: twice, so that another one may come about."""
    for _ in range(2):
        story, editor = canary(), make_user(Role.EDITOR)
        edition = pack_with(story)
        outcomes = at_once(
            taking_back(story),
            rendering(edition),
            partial(release.publish, story_id=story.pk, by=editor),
            partial(moderation.hold, story_id=story.pk, by=editor),
            partial(give_consent, submission_id=story.pk, purpose=Purpose.WEBSITE, cooling_off=False),
            handing_over(edition),
        )
        # ChangedMeanwhile is the rendering job's word for "again": nothing was issued, and a worker would retry.
        assert escaped(outcomes, allowed=(*REFUSALS, ConsentRefused, ChangedMeanwhile)) == []
        assert_gone(story)
