"""Where a story stands, in the teller's words: one step is now, whatever happens behind it."""

import pytest

from stories.enums import SET_ASIDE, Stage
from stories.journey import ORDER, where_it_stands
from stories.models import Submission
from tests.stories.factories import make_story

pytestmark = pytest.mark.django_db

NOW = {
    "sent": "We have it",
    "taken": "An editor is making it safe",
    "written": "An editor is making it safe",
    "handed": "A second person reads it",
    "second_read": "You look at it",
    "approved": "It is ready for what you agreed to",
    "published": "It is ready for what you agreed to",
    "changes": "An editor is making it safe",
    "refused": "An editor is making it safe",
    "held": "An editor is making it safe",
}


@pytest.mark.parametrize(("state", "name"), NOW.items())
def test_one_step_is_now_those_before_are_done_those_after_are_next(state: str, name: str) -> None:
    story = make_story(state)
    standing = where_it_stands(submission=Submission.objects.get(pk=story.pk))
    states = [step.state for step in standing.steps]
    at = states.index("now")
    assert str(standing.steps[at].name) == name
    assert states == ["done"] * at + ["now"] + ["next"] * (len(ORDER) - at - 1)
    assert standing.asked == (state == "second_read")
    assert standing.held == (state == "held")
    assert standing.since == story.stage_since


def test_every_stage_that_is_not_an_end_has_a_step() -> None:
    named = {stage for stages, _, _ in ORDER for stage in stages}
    assert named == set(Stage) - {*SET_ASIDE, Stage.TURNED_DOWN, Stage.APPEAL, Stage.WITHDRAWN, Stage.ERASED}


def test_a_step_that_is_done_claims_nothing_that_is_over() -> None:
    assert not [str(words) for _, _, words in ORDER if "yet" in str(words)]


def test_the_words_are_for_tellers() -> None:
    for _, name, words in ORDER:
        assert "!" not in f"{name}{words}"
        assert "redact" not in f"{name}{words}".lower()
