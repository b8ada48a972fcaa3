"""The queue: what waits, without a word of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.enums import Role
from common.jobs.models import Job
from common.jobs.registry import replaced
from stories.admin.queue import PAGE_SIZE, count_stages
from stories.admin.rows import about_words
from stories.not_this_one import leave_to_others
from tests.stories.factories import SUMMARY, TEXT, TITLE, make_story, make_user

pytestmark = pytest.mark.django_db
QUERIES = 22  # 9 of them are who is asking and Wagtail's own


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_stories_as_for_one(
    editing: Client,
    address: Callable[..., str],
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _ in range(count):
        make_story("written")
    editing.get(address("queue"))  # fills the caches that outlive a request
    with django_assert_num_queries(QUERIES):
        response = editing.get(address("queue"))
    assert response.content.decode().count('role="rowheader"') == count


def test_it_shows_codes_lengths_and_labels(editing: Client, address: Callable[..., str]) -> None:
    story = make_story("written")
    page = editing.get(address("queue")).content.decode()
    assert story.reference in page
    assert "about 30 words" in page
    assert "English" in page
    assert str(story.editor) in page
    assert "Held or physically restrained" in page
    assert "Restraint" in page


def test_it_shows_no_word_title_or_summary(editing: Client, address: Callable[..., str]) -> None:
    for state in ("sent", "written", "handed", "second_read", "approved", "held"):
        make_story(state)
    page = editing.get(address("queue")).content.decode()
    assert TITLE not in page
    assert SUMMARY not in page
    for line in TEXT.split("\n\n"):
        assert line[:20] not in page


def test_one_stage_at_a_time(editing: Client, address: Callable[..., str]) -> None:
    arrived, ready = make_story("sent"), make_story("approved")
    page = editing.get(address("queue"), {"stage": "ready"}).content.decode()
    assert ready.reference in page
    assert arrived.reference not in page


def test_an_unknown_stage_shows_all(editing: Client, address: Callable[..., str]) -> None:
    story = make_story("sent")
    assert story.reference in editing.get(address("queue"), {"stage": "nonsense"}).content.decode()


def test_counts_by_stage_what_waits_and_what_is_done() -> None:
    for state in ("sent", "sent", "approved", "published", "withdrawn"):
        make_story(state)
    stages = count_stages(user=make_user(Role.EDITOR))
    assert [(each.slug, each.count) for each in stages] == [
        ("", 3),
        ("arrived", 2),
        ("ready", 1),
        ("published", 1),
        ("withdrawn", 1),
    ]


def test_what_was_left_to_others_is_in_no_count() -> None:
    stories, me = [make_story("sent") for _ in range(2)], make_user(Role.EDITOR)
    leave_to_others(story_id=stories[0].pk, by=me)
    assert [(each.slug, each.count) for each in count_stages(user=me)] == [("", 1), ("arrived", 1)]


@pytest.mark.parametrize(("stage", "state"), [("published", "published"), ("withdrawn", "withdrawn")])
def test_what_is_done_is_shown_when_asked_for(
    editing: Client, address: Callable[..., str], stage: str, state: str
) -> None:
    story = make_story(state)
    page = editing.get(address("queue"), {"stage": stage}).content.decode()
    assert story.reference in page
    assert ("about 30 words" in page) == (stage == "published")


def test_what_is_done_does_not_wait(editing: Client, address: Callable[..., str]) -> None:
    gone = [make_story("published"), make_story("withdrawn"), make_story("erased")]
    page = editing.get(address("queue")).content.decode()
    assert not any(story.reference in page for story in gone)


def test_page_by_page(editing: Client, address: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.admin.queue.PAGE_SIZE", 2)
    stories = [make_story("sent") for _ in range(3)]
    first = editing.get(address("queue"), {"stage": "arrived"})
    page = first.content.decode()
    assert [story.reference in page for story in stories] == [True, True, False]
    assert first.context["further"].startswith("?stage=arrived&after=")
    second = editing.get(address("queue") + first.context["further"])
    page = second.content.decode()
    assert [story.reference in page for story in stories] == [False, False, True]
    assert second.context["further"] == ""
    assert second.context["first"] == "?stage=arrived"
    assert PAGE_SIZE > 2


@pytest.mark.parametrize("after", ["nonsense", "2026-01-01T00:00:00_x", "2026-01-01T00:00:00_" + "0" * 32])
def test_a_place_that_is_none_is_the_beginning(
    editing: Client, address: Callable[..., str], after: str
) -> None:
    story = make_story("sent")
    assert story.reference in editing.get(address("queue"), {"after": after}).content.decode()


def test_the_filters_keep_what_was_chosen(editing: Client, address: Callable[..., str]) -> None:
    make_story("sent")
    page = editing.get(address("queue"), {"language": "cy", "longer": "7"}).content.decode()
    assert '<option value="cy" selected>' in page
    assert '<option value="7" selected>' in page
    assert "Nothing here is like that" in page


def test_no_choice_is_no_filter(editing: Client, address: Callable[..., str]) -> None:
    story = make_story("sent")
    nonsense = dict.fromkeys(("who", "language", "note", "flag", "longer"), "x")
    assert story.reference in editing.get(address("queue"), nonsense).content.decode()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"state": "queued"}, "Transcript: in the queue"),
        ({"state": "running", "progress": 0.4}, "Transcript: 40% done"),
        ({"state": "waiting", "reason": "no model"}, "Transcript: waiting"),
        ({"state": "failed", "reason": "broken"}, "Transcript: failed"),
    ],
)
def test_how_a_transcript_stands(
    editing: Client, address: Callable[..., str], state: dict[str, Any], said: str
) -> None:
    with replaced("transcribe_recording", lambda run: None):
        make_story("sent", text="", recording=b"sound")
    Job.objects.filter(kind="transcribe_recording").update(**state)
    page = editing.get(address("queue")).content.decode()
    assert said in page
    assert ("stuck" in page) == (state["state"] in ("waiting", "failed"))


def test_a_ready_transcript(editing: Client, address: Callable[..., str]) -> None:
    with replaced("transcribe_recording", lambda run: None):
        make_story("sent", text="", recording=b"sound", transcript="I said it aloud, all of it.")
    assert "Transcript ready" in editing.get(address("queue")).content.decode()


@pytest.mark.parametrize(("letters", "words"), [(0, 0), (1, 1), (60, 11), (1680, 300), (5600, 1000)])
def test_about_how_many_words(letters: int, words: int) -> None:
    assert about_words(letters) == words
