"""Turning a story down and deciding about an appeal, and replies from the list: the editors' pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.loading import load_roles
from accounts.models import User
from stories import refusals
from stories.enums import Stage, Why
from stories.models import Message, RefusalReason, ReplyTemplate, Story
from stories.replies import load_replies
from tests.stories.factories import make_story, make_user, sign_in, sit_down

pytestmark = pytest.mark.django_db

OWN, ASKED = "You name him, qzxownxzq.", "I took it out, qzxaskedxzq."
Address = Callable[..., str]


@pytest.fixture(autouse=True)
def lists(db: None) -> None:
    load_replies()


@pytest.fixture
def story(editor: User) -> Story:
    return make_story("taken", editor=editor)


def reason() -> RefusalReason:
    return RefusalReason.objects.get(slug="names-are-the-point")


def turn_down(story: Story) -> None:
    refusals.turn_down(story_id=story.pk, reason_id=reason().pk, words=OWN, by=story.editor)  # type: ignore[arg-type]


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_editor_who_has_it_turns_it_down(editing: Client, story: Story, address: Address) -> None:
    assert address("turn_down", story) in text(editing.get(address("story", story)))
    assert reason().words in text(editing.get(address("turn_down", story)))
    data = {"reason": str(reason().pk), "words": OWN}
    said = text(editing.post(address("turn_down", story), data, follow=True))
    assert "Its teller reads why" in said
    assert "They may ask once" in said
    assert Story.objects.get(pk=story.pk).stage == Stage.TURNED_DOWN


@pytest.mark.parametrize(
    "data", [{"reason": ""}, {"words": OWN}, {"reason": "1"}, {"reason": "x", "words": OWN}]
)
def test_without_reason_or_words_nothing_happens_and_nothing_is_lost(
    data: dict[str, str], editing: Client, story: Story, address: Address
) -> None:
    response = editing.post(address("turn_down", story), data)
    assert response.status_code == 422
    assert (OWN in text(response)) == ("words" in data)
    assert Story.objects.get(pk=story.pk).stage == Stage.ANONYMISING


def test_taken_over_meanwhile_it_is_said_and_what_was_typed_stays(
    editing: Client, story: Story, address: Address
) -> None:
    Story.objects.update(editor=make_user(Role.EDITOR))
    data = {"reason": str(reason().pk), "words": OWN}
    response = editing.post(address("turn_down", story), data)
    assert "Somebody else has this story now" in text(response)
    assert OWN in text(response)


def test_an_appeal_is_seen_in_the_queue_and_decided_by_another(
    editing: Client, story: Story, address: Address
) -> None:
    turn_down(story)
    refusals.appeal(submission_id=story.pk, words=ASKED)
    queue = text(editing.get(address("queue"), {"stage": "appeal"}))
    assert story.reference in queue
    assert "qzx" not in queue
    page = text(editing.get(address("story", story)))
    assert address("appeal", story) not in page
    assert "does not decide about that" in page
    sit_down(story, story.editor, Why.APPEAL)  # type: ignore[arg-type]
    assert "qzx" not in text(editing.get(address("appeal", story), follow=True))
    other = make_user(Role.EDITOR)
    deciding = sign_in(Client(), sit_down(story, other, Why.APPEAL))
    assert address("appeal", story) in text(deciding.get(address("story", story)))
    opened = text(deciding.get(address("appeal", story)))
    assert ASKED in opened
    assert OWN in opened
    refused = deciding.post(address("appeal", story), {"upheld": "no"})
    assert refused.status_code == 422
    deciding.post(address("appeal", story), {"upheld": "no", "words": "It is fine now."})
    assert Story.objects.get(pk=story.pk).stage == Stage.ARRIVED


def test_why_is_asked_before_an_appeal_is_opened(story: Story, address: Address) -> None:
    turn_down(story)
    refusals.appeal(submission_id=story.pk, words=ASKED)
    page = text(sign_in(Client(), make_user(Role.EDITOR)).get(address("appeal", story)))
    assert "Before you open it" in page
    assert "qzx" not in page


def test_no_appeal_no_page(editing: Client, story: Story, address: Address) -> None:
    assert "No appeal waits" in text(editing.get(address("appeal", story), follow=True))


def test_words_from_the_list_are_put_behind_what_was_typed_and_not_sent(
    editing: Client, story: Story, address: Address
) -> None:
    reply = ReplyTemplate.objects.get(slug="takes-longer")
    data = {"reply": str(reply.pk), "text": "Dear teller,", "begin": "1"}
    page = text(editing.post(address("messages", story), data))
    assert "Dear teller,\n\nYour story is not forgotten." in page
    assert not Message.objects.exists()
    editing.post(
        address("messages", story), {"reply": str(reply.pk), "text": "Dear teller, it takes longer."}
    )
    assert Message.objects.count() == 1


def test_in_the_language_of_the_story(editing: Client, editor: User, address: Address) -> None:
    story = make_story("taken", editor=editor, language="cy")
    reply = ReplyTemplate.objects.get(slug="takes-longer")
    data = {"reply": str(reply.pk), "text": "", "begin": "1"}
    assert reply.words_cy[:40] in text(editing.post(address("messages", story), data))


@pytest.mark.parametrize("chosen", ["", "999999", "x", "9" * 30])
def test_a_reply_that_is_not_there_loses_nothing(
    chosen: str, editing: Client, story: Story, address: Address
) -> None:
    page = editing.post(address("messages", story), {"reply": chosen, "text": "As typed.", "begin": "1"})
    assert page.status_code == 200
    assert "As typed." in text(page)


@pytest.mark.parametrize("name", ["replytemplate", "refusalreason"])
def test_editors_keep_the_lists_and_nobody_deletes(name: str, editing: Client, reading: Client) -> None:
    load_roles()
    at = f"wagtailsnippets_stories_{name}"
    row = (ReplyTemplate if name == "replytemplate" else RefusalReason).objects.first()
    assert row is not None
    assert row.title in text(editing.get(reverse(f"{at}:list")))
    assert editing.get(reverse(f"{at}:edit", args=[row.pk])).status_code == 200
    editing.post(reverse(f"{at}:delete", args=[row.pk]))
    assert type(row).objects.filter(pk=row.pk).exists()
    assert reading.get(reverse(f"{at}:add")).status_code == 302
