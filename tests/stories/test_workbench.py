"""The editor's table: every look logged, nothing in the log but codes; what is closed stays closed."""

import pytest

from accounts.enums import Role
from common import audit
from common.vault.keys import KeyDestroyed
from stories import moderation, workbench
from stories.models import Story
from stories.moderation import StageRefused
from tests.stories.factories import make_story, make_user, part_of, sit_down

pytestmark = pytest.mark.django_db
TEXT = "Ann held Bo. Then ann left. Anna stayed."


@pytest.fixture
def story() -> Story:
    return make_story("taken", text=TEXT)


def actions(story: Story) -> list[str]:
    return [entry.action for entry in audit.entries_for(story.pk)]


def test_opening_is_logged_with_the_part_only(story: Story) -> None:
    part = part_of(story)
    opened = workbench.open_words(story_id=story.pk, part_id=part.pk, by=story.editor)
    entry = audit.entries_for(story.pk).first()
    assert (entry.action, entry.user, entry.data) == (
        "heard.read_sealed",
        story.editor,
        {"part": str(part.pk), "extent": "all", "why": "anonymising"},
    )
    assert opened.layout.parts[part.pk].part.text == TEXT


def test_every_look_is_logged(story: Story) -> None:
    for _ in range(3):
        workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=story.editor)
    assert actions(story).count("heard.read_sealed") == 3


@pytest.mark.parametrize("state", ["handed", "withdrawn"])
def test_words_are_closed_at_the_second_reading_and_after_the_end(state: str) -> None:
    story = make_story(state)
    part = part_of(story)
    with pytest.raises(StageRefused, match=str(story.get_stage_display())):
        workbench.open_words(story_id=story.pk, part_id=part.pk, by=make_user(Role.SAFEGUARDING_LEAD))
    assert "heard.read_sealed" not in actions(story)


def test_nothing_is_left_to_open_after_an_erasure() -> None:
    story = make_story("taken")
    part = part_of(story)
    from common.vault.keys import destroy_key

    destroy_key(owner=story.pk)
    with pytest.raises(KeyDestroyed):
        workbench.open_words(story_id=story.pk, part_id=part.pk, by=story.editor)


def test_a_hold_opens_no_words_that_the_second_reading_closed() -> None:
    reading, published = make_story("handed"), make_story("published")
    for story in (reading, published):
        moderation.hold(story_id=story.pk, by=story.editor)
    editor = sit_down(published, make_user(Role.EDITOR))
    with pytest.raises(StageRefused):
        workbench.open_words(story_id=reading.pk, part_id=part_of(reading).pk, by=editor)
    assert workbench.open_words(story_id=published.pk, part_id=part_of(published).pk, by=editor).layout.parts


def test_reading_what_is_unfinished_is_a_look_at_every_part(story: Story) -> None:
    workbench.read_unfinished(story_id=story.pk, by=story.editor)
    entry = audit.entries_for(story.pk).first()
    part = str(part_of(story).pk)
    assert entry.action == "heard.read_sealed"
    assert entry.data == {"part": part, "extent": "all", "why": "anonymising"}


def test_the_tellers_note_is_opened_with_a_look() -> None:
    story = make_story("changes", note="Please leave Wren out.")
    answer = workbench.last_answer(story_id=story.pk)
    assert answer is not None
    text = workbench.read_note(story_id=story.pk, approval_id=answer.pk, by=story.editor)
    assert text == "Please leave Wren out."
    assert audit.entries_for(story.pk).first().data == {"note": answer.pk, "why": "anonymising"}
