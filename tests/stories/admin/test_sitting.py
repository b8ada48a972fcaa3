"""Before sealed words: the question, the way on, and the way out."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from common import audit
from stories import looks, messages, moderation, not_this_one, understanding
from stories.enums import Why
from stories.models import Story
from stories.sealing import open_draft
from tests.stories.factories import TEXT, at_time, make_story, make_user, part_of, sign_in, sit_down

pytestmark = pytest.mark.django_db
Address = Callable[..., str]
LINE = TEXT[:20]


@pytest.fixture
def story() -> Story:
    return make_story("sent", hide=())


def actions(story: Story) -> list[str]:
    return [entry.action for entry in audit.entries_for(story.pk)]


def test_the_question_stands_before_the_words(editing: Client, story: Story, address: Address) -> None:
    response = editing.get(address("words", story))
    page = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Why do you open it?" in page
    assert "No content notes yet" in page
    assert "about 30 words" in page
    assert LINE not in page
    assert looks.READ not in actions(story)


def test_an_answer_leads_on_to_the_page_that_asked(
    editing: Client, story: Story, editor: User, address: Address
) -> None:
    words = address("words", story)
    response = editing.post(address("sit", story), {"why": "technical", "next": words}, follow=True)
    assert response.redirect_chain == [(words, 302)]
    assert LINE in response.content.decode()
    look, began = list(audit.entries_for(story.pk))[:2]
    assert (began.action, began.data) == (looks.BEGUN, {"why": "technical"})
    assert (look.action, look.data["why"], look.user) == (looks.READ, "technical", editor)
    assert LINE in editing.get(words).content.decode(), "it is asked once in a sitting"


def test_the_editor_who_has_it_finds_the_reason_chosen(address: Address) -> None:
    story = make_story("sent")
    editor = make_user(Role.EDITOR)
    Story.objects.filter(pk=story.pk).update(editor=editor, stage="anonymising")
    page = sign_in(Client(), editor).get(address("words", story)).content.decode()
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["anonymising"]


@pytest.mark.parametrize("why", ["", "because", "anonymising and more"])
def test_no_reason_opens_nothing(editing: Client, story: Story, address: Address, why: str) -> None:
    data = {"why": why, "next": address("words", story)}
    response = editing.post(address("sit", story), data)
    assert response.status_code == 422
    assert address("words", story) in response.content.decode(), "the way on is kept"
    assert looks.BEGUN not in actions(story)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/admin/",
        "{cover}?x=1",
        "{cover}../../x/",
        "{cover}/x",
    ],
)
def test_the_way_on_is_a_page_of_this_story(
    editing: Client, story: Story, address: Address, wanted: str
) -> None:
    cover = address("story", story)
    data = {"why": "technical", "next": wanted.replace("{cover}", cover)}
    assert editing.post(address("sit", story), data).url == cover


@pytest.mark.parametrize("name", ["describe", "understanding", "words"])
def test_every_page_of_sealed_words_asks(
    editing: Client, editor: User, story: Story, address: Address, name: str
) -> None:
    understanding.note_asked(submission_id=story.pk, words=LINE)
    assert LINE not in editing.get(address(name, story)).content.decode()
    sit_down(story, editor)
    assert LINE in editing.get(address(name, story)).content.decode()


def test_messages_ask_once_there_are_some_of_the_tellers(address: Address) -> None:
    story = make_story("sent")
    lead = sign_in(Client(), make_user(Role.SAFEGUARDING_LEAD))
    assert "There are no messages yet" in lead.get(address("messages", story)).content.decode()
    messages.write_as_teller(submission_id=story.pk, text="I meant Wren.")
    assert "Why do you open it?" in lead.get(address("messages", story)).content.decode()
    lead.post(address("sit", story), {"why": "message"})
    assert "I meant Wren." in lead.get(address("messages", story)).content.decode()


def test_what_is_sent_long_after_is_not_lost(address: Address) -> None:
    story = make_story("sent")
    editor = make_user(Role.EDITOR)
    moderation.take(story_id=story.pk, by=editor)
    with at_time(timezone.now() - dt.timedelta(days=1)):
        sit_down(story, editor, Why.ANONYMISING)
    client = sign_in(Client(), editor)
    assert client.post(address("describe", story), {"title": "Nine days"}).status_code == 302
    story.refresh_from_db()
    assert open_draft(draft=story.draft)[0] == "Nine days"
    assert looks.sitting(story_id=story.pk, by=editor) is not None, "and it is in the log"


def test_what_is_only_ever_sent_asks_and_leads_to_the_words(
    editing: Client, story: Story, address: Address
) -> None:
    page = editing.post(address("rest", story, part_id=part_of(story).pk)).content.decode()
    assert f'name="next" value="{address("words", story)}"' in page


def test_what_was_taken_back_meanwhile_is_said(editing: Client, address: Address) -> None:
    story = make_story("withdrawn")
    response = editing.post(address("sit", story), {"why": "appeal"}, follow=True)
    assert response.redirect_chain == [(address("story", story), 302)]
    assert "closed at the stage “Taken back”" in response.content.decode()


def test_not_this_one_and_after_all(editing: Client, editor: User, story: Story, address: Address) -> None:
    page = editing.post(address("not_this", story), follow=True).content.decode()
    assert f"{story.reference} is out of your queue." in page
    assert address("story", story) not in page
    assert "1 story is not for you" in page
    assert address("story", story) in editing.get(address("queue"), {"left": "1"}).content.decode()
    assert "Only you see this list" in editing.get(address("queue"), {"left": "1"}).content.decode()
    assert address("after_all", story) in editing.get(address("story", story)).content.decode()
    editing.post(address("after_all", story))
    assert address("story", story) in editing.get(address("queue")).content.decode()


def test_nobody_else_can_tell(story: Story, address: Address, editor: User) -> None:
    """Not from any page: the counts of the others stay the same, and so does the story's own page."""
    other = sign_in(Client(), make_user(Role.SAFEGUARDING_LEAD))
    pages = [address("queue"), address("story", story), reverse("wagtailadmin_home")]
    before = [len(other.get(page).content) for page in pages]
    not_this_one.leave_to_others(story_id=story.pk, by=editor)
    assert [len(other.get(page).content) for page in pages] == before
    assert editor.name not in other.get(address("story", story)).content.decode()
