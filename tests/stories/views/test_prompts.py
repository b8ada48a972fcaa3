"""Questions that may help: optional, in any order, each kept sealed by itself; and coming back another day."""

import pytest
from django.contrib.sessions.models import Session

from stories import telling
from stories.models import SealedPart, Story, Submission
from stories.prompts import ONE_EVENT, PROMPTS, WHAT_HAPPENED
from tests.stories.views.visitor import WORDS, Visitor, come_back, receipt_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def telling_one(visitor: Visitor) -> Visitor:
    return visitor.open("/tell/").press("Start telling")


def answers() -> dict[str, str]:
    writing = telling.read_writing(submission_id=Submission.objects.latest("created_at").pk)
    return {answer.prompt.slug: answer.text for answer in writing.answers}


def test_none_of_them_asks_why() -> None:
    for prompt in PROMPTS:
        assert "why" not in f"{prompt.question} {prompt.hint}".lower()


def test_the_free_page_comes_first_and_leads_there(telling_one: Visitor) -> None:
    assert telling_one.path == "/tell/words/"
    telling_one.press("Save, and see questions", text="First this.")
    assert telling_one.path == "/tell/questions/"
    assert telling_one.text.count('href="/tell/questions/') == len(PROMPTS)
    assert telling.read_draft_text(submission_id=Submission.objects.get().pk) == "First this."


def test_one_leads_to_the_next_within_its_own_group(telling_one: Visitor) -> None:
    for group in (WHAT_HAPPENED, ONE_EVENT):
        telling_one.open(f"/tell/questions/{group[0].slug}/")
        for prompt in group[:-1]:
            assert telling_one.path == f"/tell/questions/{prompt.slug}/"
            telling_one.press("Save and see the next question")
        assert not telling_one.has_button("Save and see the next question")
        telling_one.press("Save and see all questions")
        assert telling_one.path == "/tell/questions/"


def test_any_order_and_the_list_says_where_something_is_but_not_what(telling_one: Visitor) -> None:
    telling_one.open("/tell/questions/afterwards/").press("Save and see all", text="qzxlater")
    telling_one.open("/tell/questions/before/").press("Save and see all", text="qzxearlier")
    assert telling_one.text.count("You wrote something here") == 2
    assert "qzx" not in telling_one.text
    assert telling_one.open("/tell/questions/before/").form("Save").values["text"] == "qzxearlier"
    assert list(answers()) == ["before", "afterwards"]


def test_an_answer_is_sealed_written_over_and_can_be_emptied(telling_one: Visitor) -> None:
    for text in ("qzxone", "qzxtwo"):
        telling_one.open("/tell/questions/felt/").press("Save", text=text)
        part = SealedPart.objects.get(prompt="felt")
        assert text.encode() not in bytes(part.sealed_text or b"")
        assert answers() == {"felt": text}
    telling_one.open("/tell/questions/felt/").press("Save", text="  ")
    assert answers() == {}
    assert "You wrote something here" not in telling_one.open("/tell/questions/").text


def test_they_are_shown_under_their_question_before_sending_and_sent_in_order(telling_one: Visitor) -> None:
    telling_one.open("/tell/questions/helped/").press("Save", text="A cup of tea.")
    telling_one.open("/tell/questions/before/").press("Save", text="It was raining.")
    telling_one.open("/tell/questions/felt/").press("Save", text=" ")
    telling_one.open("/tell/words/").press("Save and go on", text=WORDS)
    telling_one.open("/tell/agree/").press("Ask me", adult="on")
    shown = telling_one.open("/tell/check/").text
    assert shown.index("Nobody told me") < shown.index("What was happening before?") < shown.index("raining")
    assert "How did it feel?" not in shown
    telling_one.press("Send my story")
    parts = Story.objects.get().submission.parts.values_list("prompt", flat=True)
    assert list(parts) == ["", "before", "helped"]


def test_answers_alone_are_a_story(telling_one: Visitor) -> None:
    telling_one.open("/tell/questions/needed/").press("Save", text="Somebody to sit with me.")
    telling_one.open("/tell/agree/").press("Ask me", adult="on")
    telling_one.open("/tell/check/").press("Send my story")
    assert Story.objects.count() == 1


def test_a_question_that_is_none_is_not_found(telling_one: Visitor) -> None:
    assert telling_one.client.get("/tell/questions/nothing/").status_code == 404


def test_two_tabs_a_double_press_and_the_back_button(telling_one: Visitor) -> None:
    old = telling_one.open("/tell/questions/done/").form("Save and see all")
    other = telling_one.open("/tell/questions/felt/").form("Save and see all")
    for form, text in (
        (old, "In one tab."),
        (other, "In another."),
        (other, "In another."),
        (old, "Once more."),
    ):
        telling_one.send(form, text=text)
    assert answers() == {"done": "Once more.", "felt": "In another."}
    assert SealedPart.objects.exclude(prompt="").count() == 2


def test_after_the_session_ended_the_answer_is_on_the_page_to_copy(telling_one: Visitor) -> None:
    form = (
        telling_one.open("/tell/questions/done/")
        .press("Save", text="Kept.")
        .open("/tell/questions/done/")
        .form("Save")
    )
    Session.objects.all().delete()
    telling_one.send(form, text="Typed for an hour.")
    assert telling_one.status == 409
    assert "Typed for an hour." in telling_one.text
    assert answers() == {"done": "Kept."}


def test_after_it_was_sent_an_old_page_loses_nothing_in_silence(telling_one: Visitor) -> None:
    form = telling_one.open("/tell/questions/done/").form("Save")
    telling_one.press("Save", text="Sent.").open("/tell/agree/").press("Ask me", adult="on")
    telling_one.open("/tell/check/").press("Send my story")
    telling_one.send(form, text="And this.")
    assert telling_one.status == 409
    assert "And this." in telling_one.text
    assert telling_one.open("/tell/questions/done/").path == "/tell/receipt/"


@pytest.mark.parametrize("page", ["words", "questions/before", "where"])
def test_save_and_come_back_is_on_every_step(telling_one: Visitor, page: str) -> None:
    typed = {} if page == "where" else {"text": "Half of it."}
    telling_one.open(f"/tell/{page}/").press("Save and come back another day", **typed)
    assert telling_one.path == "/tell/later/"
    assert "Your story so far is kept" in telling_one.text
    shown = telling_one.text.split('class="receipt__words"')[1]
    assert all(f"<li>{word}</li>" in shown for word in receipt_words(telling_one).split())
    back = come_back(receipt_words(telling_one))
    if typed:
        assert back.open(f"/tell/{page}/").form("Save").values["text"] == "Half of it."
    assert "Use the same five words as when you came in" in back.open("/tell/later/").text


def test_what_is_saved_is_said_in_the_page_without_a_draft(visitor: Visitor) -> None:
    for page in ("questions", "questions/before", "later"):
        assert "We have lost your place" in visitor.open(f"/tell/{page}/").text


@pytest.mark.parametrize("many", [1, 3])
def test_queries(visitor: Visitor, many: int) -> None:
    for _ in range(many):
        visitor.open("/tell/").press("Start")
    for prompt in PROMPTS[: many * 3]:
        visitor.open(f"/tell/questions/{prompt.slug}/").press("Save", text="Something.")
    for page in ("questions/", "questions/before/", "later/", "check/", "ward/", ""):
        visitor.open(f"/tell/{page}")
    counted = {
        path: visitor.queries[f"/tell/{path}"]
        for path in ("questions/", "questions/before/", "later/", "check/")
    }
    assert counted == {"questions/": 4, "questions/before/": 5, "later/": 4, "check/": 8}
    assert max(visitor.queries.values()) <= 12
