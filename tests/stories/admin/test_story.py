"""A story's page: a closed cover, what to do next, and its ledgers."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.enums import Role
from common import audit
from stories import approval, consent
from stories.enums import Decision, Purpose, Stage
from stories.models import Release
from tests.stories.factories import SUMMARY, TEXT, TITLE, make_story, make_user, sign_in

pytestmark = pytest.mark.django_db
Address = Callable[..., str]


def test_the_cover_is_closed(editing: Client, address: Address) -> None:
    for state in ("sent", "written", "changes", "second_read", "approved", "published", "held"):
        story = make_story(state, note="Please leave Wren out.")
        page = editing.get(address("story", story)).content.decode()
        assert TITLE not in page
        assert SUMMARY not in page
        assert "Wren" not in page
        assert not any(line[:15] in page for line in TEXT.split("\n\n"))
        assert "heard.read_sealed" not in [entry.action for entry in audit.entries_for(story.pk)]


def test_the_cover_says_what_may_be_said(editing: Client, address: Address) -> None:
    story = make_story("written")
    page = editing.get(address("story", story)).content.decode()
    for said in (story.reference, "Being made anonymous", "Restraint", "about 30 words", str(story.editor)):
        assert said in page


def test_no_content_notes_yet(editing: Client, address: Address) -> None:
    assert "No content notes yet" in editing.get(address("story", make_story("sent"))).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_whatever_it_has(
    editing: Client, address: Address, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    purposes = [Purpose.WEBSITE, Purpose.PRESS, Purpose.TRAINING][:count]
    story = make_story("published", purposes=purposes)
    editing.get(address("story", story))
    with django_assert_num_queries(24):
        editing.get(address("story", story))


def test_taking_it_and_twice(editing: Client, address: Address) -> None:
    story = make_story("sent")
    for _ in range(2):
        response = editing.post(address("step", story, slug="take"), follow=True)
        assert response.status_code == 200
    story.refresh_from_db()
    assert story.stage == Stage.ANONYMISING
    assert "done already" in response.content.decode()
    assert [entry.action for entry in audit.entries_for(story.pk)].count("heard.stage") == 1


def test_a_step_needs_a_post(editing: Client, address: Address) -> None:
    story = make_story("sent")
    assert editing.get(address("step", story, slug="take")).status_code == 405
    story.refresh_from_db()
    assert story.stage == Stage.ARRIVED


def test_a_step_needs_its_token(editor: object, address: Address) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), make_user(Role.EDITOR))
    story = make_story("sent")
    assert client.post(address("step", story, slug="take")).status_code == 403


def test_handing_over_an_unfinished_story_says_what_is_missing(address: Address) -> None:
    story = make_story("taken")
    client = sign_in(Client(), story.editor)
    page = client.post(address("step", story, slug="hand-over"), follow=True).content.decode()
    assert "Give the story a title first." in page
    story.refresh_from_db()
    assert story.stage == Stage.ANONYMISING


def test_publishing_twice_leaves_one_row(editing: Client, address: Address) -> None:
    story = make_story("approved")
    for _ in range(2):
        assert editing.post(address("step", story, slug="publish"), follow=True).status_code == 200
    assert Release.objects.filter(submission_id=story.pk).count() == 1
    assert "Website" in editing.get(address("story", story)).content.decode()


def test_why_it_cannot_be_published_and_no_button_to_do_it(editing: Client, address: Address) -> None:
    story = make_story("approved", purposes=[Purpose.COUNTED])
    page = editing.get(address("story", story)).content.decode()
    assert "Its teller has not agreed to this use: This website." in page
    assert address("step", story, slug="publish") not in page


def test_consent_taken_back_while_the_page_was_open(editing: Client, address: Address) -> None:
    story = make_story("approved")
    consent.withdraw_consent(submission_id=story.pk, purpose=Purpose.WEBSITE)
    page = editing.post(address("step", story, slug="publish"), follow=True).content.decode()
    assert "Its teller has not agreed to this use: This website." in page
    assert not Release.objects.exists()


def test_cooling_off_is_said_with_its_day(editing: Client, address: Address, settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    story = make_story("approved", purposes=[])
    consent.give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE)
    page = editing.get(address("story", story)).content.decode()
    assert "Cooling off: their yes to “This website” counts from" in page
    assert "My words in writing, from" in page


def test_every_state_of_consent_in_words(editing: Client, address: Address) -> None:
    story = make_story("sent", purposes=[Purpose.WEBSITE, Purpose.PRESS])
    consent.withdraw_consent(submission_id=story.pk, purpose=Purpose.PRESS)
    page = editing.get(address("story", story)).content.decode()
    assert "My words in writing, until" in page
    assert "Taken back" in page
    assert ">No<" in page


def test_a_teller_who_asked_for_changes(editing: Client, address: Address) -> None:
    story = make_story("changes", note="Please leave Wren out.")
    page = editing.get(address("story", story)).content.decode()
    assert "The teller asked for changes" in page
    assert "Open their note" in page


def test_a_teller_who_said_no(editing: Client, address: Address) -> None:
    page = editing.get(address("story", make_story("refused"))).content.decode()
    assert "The teller said no to it" in page
    assert "Open their note" not in page


def test_second_readers_are_offered_no_sealed_words(reading: Client, address: Address) -> None:
    story = make_story("second_read", note="x")
    page = reading.get(address("story", story)).content.decode()
    assert address("words", story) not in page
    assert "closed to you" in page


def test_the_log_reads_like_sentences(editing: Client, address: Address) -> None:
    story = make_story("handed")
    page = editing.get(address("story", story)).content.decode()
    assert "Moved a story to another stage: Second reading" in page


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_after_the_end_there_is_nothing_to_do_or_open(editing: Client, address: Address, state: str) -> None:
    story = make_story(state)
    page = editing.get(address("story", story)).content.decode()
    assert "There is nothing for you to do" in page
    assert "/parts/" not in page


def test_themes_that_do_not_fit_are_named(editing: Client, address: Address) -> None:
    story = make_story("second_read")
    version = story.current_version
    assert version is not None
    approval.answer_version(
        story_id=story.pk,
        sha256=version.sha256,
        decision=Decision.CHANGES,
        unfitting=["aftercare", "cn-restraint"],
    )
    page = editing.get(address("story", story)).content.decode()
    said = page.split("These do not fit, they say:")[1].split("</p>")[0]
    assert "Aftercare (present or missing)" in said
    assert "Restraint" in said
