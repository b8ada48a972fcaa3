"""The first lines, and the rest on purpose."""

import pytest

from accounts.enums import Role
from common import audit
from stories import looks, moderation, opening
from stories.errors import StageRefused
from stories.looks import WhyNotSaid
from stories.models import SealedPart, Story
from tests.stories.factories import make_story, make_user, part_of, sit_down

pytestmark = pytest.mark.django_db
LONG = "It was a long night on the ward. " * 30 + "And then the morning came."


@pytest.fixture
def story() -> Story:
    return begun(LONG)


def begun(text: str) -> Story:
    """Its editor has sat down with it, and opened nothing yet."""
    story = make_story("sent", text=text)
    moderation.take(story_id=story.pk, by=sit_down(story, make_user(Role.EDITOR)))
    return Story.objects.get(pk=story.pk)


def first(story: Story) -> opening.FirstLines:
    return opening.open_first(story_id=story.pk, part_id=part_of(story).pk, by=story.editor)


def test_first_lines_are_the_beginning_in_whole_words(story: Story) -> None:
    lines = first(story)
    assert LONG.startswith(lines.text)
    assert opening.FIRST - 20 < len(lines.text) <= opening.FIRST
    assert LONG[len(lines.text)].isspace()
    assert len(lines.text) + lines.left == len(LONG)
    assert "morning" not in lines.text


def test_one_endless_word_is_cut() -> None:
    assert len(first(begun("a" * 1000)).text) == opening.FIRST


def test_both_steps_are_in_the_log(story: Story) -> None:
    part = part_of(story).pk
    assert not opening.is_open(story_id=story.pk, part_id=part, by=story.editor)
    first(story)
    opening.open_rest(story_id=story.pk, part_id=part, by=story.editor)
    assert opening.is_open(story_id=story.pk, part_id=part, by=story.editor)
    went_on, read, *_before = audit.entries_for(story.pk)
    assert (went_on.action, went_on.data) == (looks.REST, {"part": str(part), "why": "safeguarding"})
    assert (read.action, read.data["extent"]) == (looks.READ, "first")


def test_it_is_open_to_who_asked_and_in_this_sitting_only(story: Story) -> None:
    part = part_of(story).pk
    opening.open_rest(story_id=story.pk, part_id=part, by=story.editor)
    other = sit_down(story, make_user(Role.EDITOR))
    assert not opening.is_open(story_id=story.pk, part_id=part, by=other)
    sit_down(story, story.editor)
    assert not opening.is_open(story_id=story.pk, part_id=part, by=story.editor)


def test_what_is_short_is_open_at_once() -> None:
    story = begun("Nine words are no more than one look takes.")
    assert opening.is_open(story_id=story.pk, part_id=part_of(story).pk, by=story.editor)


def test_without_a_reason_neither_step_opens_anything(story: Story) -> None:
    editor = make_user(Role.EDITOR)
    for step in (opening.open_first, opening.open_rest):
        with pytest.raises(WhyNotSaid):
            step(story_id=story.pk, part_id=part_of(story).pk, by=editor)


@pytest.mark.parametrize("state", ["handed", "withdrawn"])
def test_closed_words_do_not_begin_either(state: str) -> None:
    story = make_story(state, text=LONG, hide=())
    for step in (opening.open_first, opening.open_rest):
        with pytest.raises(StageRefused):
            step(story_id=story.pk, part_id=part_of(story).pk, by=story.editor)


def test_a_part_of_another_story_does_not_begin(story: Story) -> None:
    other = part_of(make_story("taken", text=LONG))
    with pytest.raises(SealedPart.DoesNotExist):
        opening.open_first(story_id=story.pk, part_id=other.pk, by=story.editor)


def test_first_lines_are_not_enough_to_answer_for_what_was_added() -> None:
    from stories import additions

    story = make_story("written")
    part = additions.add_words(submission_id=story.pk, text=LONG)
    opening.open_first(story_id=story.pk, part_id=part.pk, by=story.editor)
    with pytest.raises(StageRefused, match="not opened yet"):
        moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)
