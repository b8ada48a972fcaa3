"""The second reader's page: the safe version, the list, and two buttons."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.enums import Role
from common import audit
from stories.checklist import CONCERNS, Answer, Point, Reply
from stories.enums import Stage
from tests.stories.factories import HIDDEN, SUMMARY, TITLE, make_story, make_user, sign_in
from tests.stories.reading import ALL_WELL, as_form, doubting

pytestmark = pytest.mark.django_db
Address = Callable[..., str]
ALL = as_form(ALL_WELL)


def test_only_the_safe_version_is_shown_and_no_decision(reading: Client, address: Address) -> None:
    story = make_story("handed")
    response = reading.get(address("reading", story))
    page = response.content.decode()
    assert TITLE in page
    assert SUMMARY in page
    assert "a doctor held my arm" in page
    assert not any(words in page for words, _ in HIDDEN)
    assert "<mark>" not in page
    assert "<ins>" not in page
    assert "no-store" in response["Cache-Control"]


def test_accepted_it_goes_to_the_teller(reading: Client, address: Address) -> None:
    story = make_story("handed")
    page = reading.post(address("reading", story), ALL, follow=True).content.decode()
    assert "the teller is asked now" in page
    story.refresh_from_db()
    assert story.stage == Stage.WITH_TELLER


def test_accepting_twice_is_harmless(reading: Client, address: Address) -> None:
    story = make_story("handed")
    reading.post(address("reading", story), ALL)
    again = reading.post(address("reading", story), ALL)
    assert again.status_code == 422
    assert "With the teller" in again.content.decode()
    assert [e.action for e in audit.entries_for(story.pk)].count("heard.stage") == 3


def test_the_same_editor_is_told_so_on_the_page(address: Address) -> None:
    story = make_story("handed")
    response = sign_in(Client(), story.editor).post(address("reading", story), ALL)
    assert response.status_code == 422
    assert "Somebody else must read it" in response.content.decode()
    story.refresh_from_db()
    assert story.stage == Stage.SECOND_READING


def test_who_worked_on_it_is_not_asked(address: Address) -> None:
    story = make_story("handed")
    page = sign_in(Client(), story.editor).get(address("reading", story)).content.decode()
    assert "somebody else reads it a second time" in page
    assert 'name="accept"' not in page


def test_a_question_left_open_keeps_the_other_answers(reading: Client, address: Address) -> None:
    story = make_story("handed")
    replies = {Point.PEOPLE: Reply(Answer.NO, ""), Point.COVER: Reply(Answer.YES, "A title like many.")}
    response = reading.post(address("reading", story), as_form(replies))
    page = response.content.decode()
    assert response.status_code == 422
    assert "4 answers stand between" in page
    assert page.count("Answer this question.") == 4
    assert page.count(" checked") == 2
    assert "A title like many." in page


def test_sent_back_with_its_reasons_on_the_storys_page(reading: Client, address: Address) -> None:
    story = make_story("handed")
    sent = as_form(doubting(Point.PLACES), "send_back")
    page = reading.post(address("reading", story), sent, follow=True).content.decode()
    assert "back with its editor" in page
    assert str(CONCERNS[Point.PLACES]) in page
    assert str(CONCERNS[Point.PEOPLE]) not in page
    assert "Zephyrine" not in page


def test_nothing_is_chosen_before(reading: Client, address: Address) -> None:
    page = reading.get(address("reading", make_story("handed"))).content.decode()
    assert page.count('type="radio"') == 3 * len(Point)
    assert " checked" not in page


def test_its_editor_opens_what_was_written_after_saying_why(reading: Client, address: Address) -> None:
    story = make_story("handed")
    reading.post(address("reading", story), as_form(doubting(Point.PEOPLE), "send_back"))
    editor = sign_in(Client(), make_user(Role.EDITOR))
    assert "Read what they wrote" in editor.get(address("story", story)).content.decode()
    asked = editor.get(address("reading_notes", story)).content.decode()
    assert "Zephyrine" not in asked
    sit = {"why": "anonymising", "next": address("reading_notes", story)}
    page = editor.post(address("sit", story), sit, follow=True).content.decode()
    assert "Zephyrine" in page
    assert str(CONCERNS[Point.PEOPLE]) in page


def test_a_second_reader_does_not_open_notes_nor_anybody_without_any(
    reading: Client, address: Address
) -> None:
    story = make_story("handed")
    assert reading.get(address("reading_notes", story)).status_code == 403
    assert sign_in(Client(), story.editor).get(address("reading_notes", story)).status_code == 404


def test_what_another_version_was_answered_about_is_refused(reading: Client, address: Address) -> None:
    story = make_story("handed")
    response = reading.post(address("reading", story), {**ALL, "sha256": "0" * 64})
    assert response.status_code == 422
    assert "newer version" in response.content.decode()


@pytest.mark.parametrize("state", ["second_read", "approved", "published"])
def test_later_it_can_be_read_but_not_answered(reading: Client, address: Address, state: str) -> None:
    page = reading.get(address("reading", make_story(state))).content.decode()
    assert TITLE in page
    assert 'name="accept"' not in page


@pytest.mark.parametrize("state", ["written", "changes", "erased"])
def test_without_a_version_there_is_nothing_to_read(reading: Client, address: Address, state: str) -> None:
    story = make_story(state)
    response = reading.get(address("reading", story))
    assert response.url == address("story", story)
