"""Messages: sealed, for two people on our side, counted everywhere else."""

import pytest

from accounts.enums import Role
from common.audit import entries_for
from stories import erasure, messages, withdrawal
from stories.messages import MessageRefused, TooManyMessages
from stories.models import Message, Story
from tests.stories.factories import at_time, make_story, make_user, sit_down

pytestmark = pytest.mark.django_db

WORD = "qzxletterxzq"


@pytest.fixture
def story() -> Story:
    return make_story("taken")


def ask(story: Story, text: str = f"Is it {WORD}?") -> Message:
    return messages.write_as_teller(submission_id=story.pk, text=text)


def test_both_ways_in_order_and_read_once(story: Story) -> None:
    editor = story.editor
    assert editor is not None
    ask(story)
    assert messages.unread_by_editors(story_ids=[story.pk]) == {story.pk: 1}
    lines = messages.read_as_editor(story_id=story.pk, by=editor)
    assert [(line.from_teller, line.text, line.new) for line in lines] == [(True, f"Is it {WORD}?", True)]
    assert messages.unread_by_editors(story_ids=[story.pk]) == {}
    messages.write_as_editor(story_id=story.pk, text="It is.", by=editor)
    assert messages.unread_by_teller(submission_id=story.pk) == 1
    lines = messages.read_as_teller(submission_id=story.pk)
    assert [(line.text, line.new, line.seen) for line in lines] == [
        (f"Is it {WORD}?", False, True),
        ("It is.", True, False),
    ]
    assert messages.unread_by_teller(submission_id=story.pk) == 0


def test_for_the_one_who_has_it_and_the_safeguarding_lead(story: Story) -> None:
    ask(story)
    lead = sit_down(story, make_user(Role.SAFEGUARDING_LEAD))
    assert len(messages.read_as_editor(story_id=story.pk, by=lead)) == 1
    for role in (Role.EDITOR, Role.SECOND_READER, Role.COORDINATOR, Role.ADMINISTRATOR):
        other = make_user(role)
        with pytest.raises(MessageRefused):
            messages.read_as_editor(story_id=story.pk, by=other)
        with pytest.raises(MessageRefused):
            messages.write_as_editor(story_id=story.pk, text="Hello.", by=other)
    assert Message.objects.count() == 1


def test_the_log_has_ids_only_and_every_look(story: Story) -> None:
    message = ask(story)
    editor = story.editor
    assert editor is not None
    messages.read_as_editor(story_id=story.pk, by=editor)
    entries = {entry.action: entry for entry in entries_for(story.pk)}
    assert entries["heard.message"].data == {"message": str(message.pk)}
    assert entries["heard.read_sealed"].user == editor
    assert WORD not in str([entry.data for entry in entries.values()])
    assert WORD.encode() not in bytes(message.sealed)
    assert WORD not in str(message)


def test_the_same_words_sent_twice_are_one_message(story: Story) -> None:
    assert ask(story).pk == ask(story).pk
    ask(story, "Something else")
    ask(story)
    assert Message.objects.count() == 3, "not what was said before something else"


def test_too_many_in_an_hour_and_then_again(story: Story) -> None:
    for number in range(messages.PER_HOUR):
        ask(story, f"Number {number}")
    with pytest.raises(TooManyMessages, match="We have them all"):
        ask(story, "One more")
    with at_time(Message.objects.latest("at").at + messages.AN_HOUR * 2):
        ask(story, "One more")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (messages.LONGEST + 1)])
def test_nothing_and_too_much_are_refused(text: str, story: Story) -> None:
    with pytest.raises(MessageRefused):
        ask(story, text)
    assert not Message.objects.exists()


def test_taken_back_they_go_with_the_story(story: Story) -> None:
    ask(story)
    withdrawal.take_back(submission_id=story.pk)
    with pytest.raises(MessageRefused, match="taken back"):
        ask(story, "Wait")
    erasure.erase_story(submission_id=story.pk)
    assert not Message.objects.exists()
