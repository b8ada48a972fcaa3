"""The first page, the ways to tell it, and whose story it is."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from stories.enums import SubmissionState, ToldBy, Way
from stories.models import Story, Submission
from stories.throttle import HOUR
from tests.stories.views.visitor import WORDS, Visitor, come_back, receipt_words

pytestmark = pytest.mark.django_db


def begin(visitor: Visitor, **chosen: str) -> Submission:
    visitor.open("/tell/").press("Start telling", **chosen)
    return Submission.objects.latest("created_at")


def test_it_says_what_to_know_before(visitor: Visitor) -> None:
    said = visitor.open("/tell/").text
    for heading in (
        "Who runs this",
        "Who reads it",
        "How long it takes",
        "What we cannot keep secret",
        "What cannot be undone",
    ):
        assert f"<h2>{heading}</h2>" in said


def test_what_is_chosen_to_start_with_is_writing_ones_own(visitor: Visitor) -> None:
    assert visitor.open("/tell/").form("Start telling").values["way"] == "words"
    draft = begin(visitor)
    assert (draft.way, draft.told_by, draft.teller_role) == (Way.WORDS, ToldBy.SELF, "")
    assert visitor.path == "/tell/words/"


@pytest.mark.parametrize("way", [way for way in Way if way != Way.WORDS])
def test_each_way_begins_a_draft_and_leads_to_a_page_that_opens(visitor: Visitor, way: Way) -> None:
    draft = begin(visitor, way=way.value)
    assert (draft.way, draft.state) == (way, SubmissionState.DRAFT)
    assert visitor.path.startswith("/tell/rec")
    assert visitor.status == 200


def test_a_form_with_nothing_in_it_begins_the_plain_way() -> None:
    assert Client().post("/tell/begin/")["Location"] == "/tell/words/"


def test_a_way_that_is_none_is_said_and_begins_nothing(visitor: Visitor) -> None:
    visitor.open("/tell/").press("Start telling", way="flying", whose="helped")
    assert visitor.status == 200
    assert visitor.form("Start telling").values["whose"] == "helped", "the other answer is still there"
    assert not Submission.objects.exists()


def test_with_a_helper_it_stays_the_tellers_and_nothing_is_kept_of_the_helper(visitor: Visitor) -> None:
    draft = begin(visitor, whose="helped")
    assert (draft.told_by, draft.teller_role) == (ToldBy.HELPED, "person-it-happened-to")
    assert "write their words, not yours" in visitor.text
    send(visitor)
    assert "Read the five words yourself" in visitor.text


def send(visitor: Visitor) -> None:
    visitor.open("/tell/words/").press("Save and go on", text=WORDS)
    visitor.open("/tell/agree/").press("Ask me", adult="on")
    visitor.open("/tell/check/").press("Send my story")


def for_somebody(visitor: Visitor, agreement: str) -> Visitor:
    visitor.open("/tell/").press("Start telling", whose="other", way="file")
    assert visitor.path == "/tell/whose/?way=file"
    return visitor.press("Go on", agreement=agreement)


@pytest.mark.parametrize(
    ("agreement", "said"), [("not_asked", "Ask them first"), ("cannot_decide", "waits for them")]
)
def test_a_living_person_who_has_not_agreed_tells_their_own(
    visitor: Visitor, agreement: str, said: str
) -> None:
    for_somebody(visitor, agreement)
    assert visitor.status == 200
    assert said in visitor.text
    assert not Submission.objects.exists()


def test_another_persons_story_is_sent_only_when_they_agree_to_what_is_in_it(visitor: Visitor) -> None:
    for_somebody(visitor, "agreed")
    draft = Submission.objects.get()
    assert (draft.told_by, draft.way) == (ToldBy.AGREED, Way.FILE)
    send(visitor)
    assert "say yes. Then tick the box" in visitor.text
    assert not Story.objects.exists()
    visitor.press("Send my story", agrees="on")
    assert Story.objects.count() == 1
    assert "Give these five words to the person whose story it is" in visitor.text


def test_about_somebody_who_died(visitor: Visitor) -> None:
    for_somebody(visitor, "died")
    assert Submission.objects.get().told_by == ToldBy.DIED
    assert (
        visitor.open("/tell/where/").form("Save").choices
    )  # the page about details opens with the role in it
    assert Submission.objects.get().teller_role == "bereaved"
    send(visitor)
    assert Story.objects.count() == 1


def test_nothing_chosen_about_the_agreement_is_asked_again_and_keeps_the_way(visitor: Visitor) -> None:
    visitor.open("/tell/whose/?way=sound").press("Go on")
    assert "Choose the one that is true today" in visitor.text
    assert visitor.form("Go on").values["way"] == "sound"
    assert visitor.open("/tell/whose/?way=flying").press("Go on", agreement="agreed").status == 200


def test_so_many_drafts_from_one_place_and_then_a_human_page(settings: Settings, visitor: Visitor) -> None:
    settings.DRAFTS_PER_HOUR = 3
    here, there = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    assert [here.post("/tell/begin/").status_code for _ in range(4)] == [302, 302, 302, 429]
    stopped = here.post("/tell/begin/")
    assert stopped["Retry-After"] == str(HOUR)
    assert "This is not about you" in stopped.content.decode()
    assert "Somebody to talk to" in stopped.content.decode()
    assert "Exit this page" in stopped.content.decode()
    assert here.post("/tell/whose/", {"agreement": "died"}).status_code == 429
    assert there.post("/tell/begin/").status_code == 302
    cache.clear()  # an hour later
    assert here.post("/tell/begin/").status_code == 302


def test_a_busy_ward_is_not_stopped_and_neither_is_who_has_begun(
    visitor: Visitor, settings: Settings
) -> None:
    assert settings.DRAFTS_PER_HOUR >= 30
    settings.DRAFTS_PER_HOUR = 1
    begin(visitor)
    words = receipt_words(visitor)
    assert Visitor().open("/tell/").press("Start telling").status == 429
    visitor.open("/tell/words/").press("Save and go on", text=WORDS)
    assert come_back(words).path == "/tell/words/"
