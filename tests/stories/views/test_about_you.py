"""About you: after the story, optional, in any order, and gone with one press."""

import pytest
from django.contrib.sessions.models import Session

from stories.about_questions import about_questions
from stories.about_you import AboutAnswer, read_about
from stories.models import AboutYou, Story
from stories.tellers import SESSION_KEY
from stories.withdrawal import take_back
from tests.stories.factories import make_story, make_submission, make_teller
from tests.stories.views.visitor import Visitor, come_back, tell_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(visitor: Visitor) -> Visitor:
    tell_story(visitor)
    return visitor.open("/tell/about-you/")


def kept() -> dict[str, AboutAnswer]:
    return read_about(submission_id=Story.objects.latest("created_at").pk)


def test_the_receipt_leads_there_and_the_list_shows_what_was_answered_but_not_how(sent: Visitor) -> None:
    assert 'href="/tell/about-you/"' in sent.open("/tell/receipt/").text
    sent.open("/tell/about-you/age/").press("Save and see all", chosen="35-44", words="qzxforty")
    assert sent.text.count("You answered this") == 1
    assert "qzxforty" not in sent.text
    form = sent.open("/tell/about-you/age/").form("Save")
    assert (form.values["chosen"], form.values["words"]) == ("35-44", "qzxforty")
    assert kept() == {"age": AboutAnswer("35-44", (), "qzxforty")}


def test_every_question_can_be_left_out_and_rather_not_say_is_an_answer(sent: Visitor) -> None:
    for question in about_questions():
        form = sent.open(f"/tell/about-you/{question.slug}/").form("Save")
        assert form.values["chosen"] == ""
        assert form.choices["chosen"][:2] == ["", "not-stated"], question.slug
        sent.send(form)
        assert sent.status == 200
    assert not AboutYou.objects.exists(), "nothing said, nothing kept"
    sent.open("/tell/about-you/gender/").press("Save", chosen="not-stated")
    assert kept() == {"gender": AboutAnswer("not-stated")}


def test_one_leads_to_the_next(sent: Visitor) -> None:
    sent.open("/tell/about-you/when/")
    for question in about_questions()[:-1]:
        assert sent.path == f"/tell/about-you/{question.slug}/"
        sent.press("Save and see the next question")
    sent.press("Save and see all questions")
    assert sent.path == "/tell/about-you/"


def test_boxes_beside_a_choice(sent: Visitor) -> None:
    sent.open("/tell/about-you/disability/").press("Save", chosen="limited-a-lot", also="autistic")
    assert kept() == {"disability": AboutAnswer("limited-a-lot", ("autistic",))}


def test_they_can_be_erased_one_by_one_or_all_at_once(sent: Visitor) -> None:
    for slug in ("age", "gender"):
        sent.open(f"/tell/about-you/{slug}/").press("Save and see all", words="Mine.")
    sent.open("/tell/about-you/age/").press("Save and see all", chosen="", words="")
    assert set(kept()) == {"gender"}
    sent.press("Erase my answers")
    assert (kept(), AboutYou.objects.count()) == ({}, 0)
    assert not sent.has_button("Erase my answers")


def test_an_answer_that_is_none_is_said_and_the_words_stay(sent: Visitor) -> None:
    sent.open("/tell/about-you/age/").press("Save", chosen="qzx", words="Forty or so.")
    assert sent.status == 200
    assert sent.form("Save").values["words"] == "Forty or so."
    assert kept() == {}
    assert sent.client.get("/tell/about-you/nothing/").status_code == 404


def test_it_is_there_on_coming_back_and_for_the_story_that_was_sent_last() -> None:
    teller, words = make_teller()
    make_story("published", teller=teller)
    latest = make_story("sent", teller=teller)
    visitor = come_back(words).open("/tell/about-you/age/").press("Save", chosen="18-24")
    assert visitor.status == 200
    assert read_about(submission_id=latest.pk) == {"age": AboutAnswer("18-24")}
    assert AboutYou.objects.count() == 1


def test_without_a_sent_story_there_is_nothing_to_answer(visitor: Visitor) -> None:
    assert visitor.open("/tell/about-you/").path == "/return/"
    visitor.open("/tell/").press("Start telling")
    assert visitor.open("/tell/about-you/age/").path == "/return/"
    teller, words = make_teller()
    story = make_story("published", teller=teller)
    back = come_back(words)
    take_back(submission_id=story.pk)
    assert back.open("/tell/about-you/").path == "/return/certificates/"


def test_after_the_session_ended_their_words_are_on_the_page_to_copy(sent: Visitor) -> None:
    form = sent.open("/tell/about-you/religion/").form("Save")
    Session.objects.all().delete()
    sent.send(form, words="Of my own kind.")
    assert sent.status == 409
    assert "Of my own kind." in sent.text


def test_of_another_teller_nothing_is_seen(sent: Visitor) -> None:
    sent.open("/tell/about-you/religion/").press("Save", words="qzxmine")
    other = Visitor()
    teller, _ = make_teller()
    make_story("sent", teller=teller)
    make_submission()
    session = other.client.session
    session[SESSION_KEY] = str(teller.pk)
    session.save()
    assert "qzxmine" not in other.open("/tell/about-you/religion/").text
    assert "You answered this" not in other.open("/tell/about-you/").text


def test_queries(sent: Visitor) -> None:
    empty = dict(sent.queries)
    for question in about_questions():
        sent.open(f"/tell/about-you/{question.slug}/").press("Save and see all", words="Mine.")
    sent.open("/tell/about-you/age/")
    assert sent.queries["/tell/about-you/"] == 6
    assert sent.queries["/tell/about-you/age/"] == 6
    assert empty["/tell/about-you/"] <= 6
