"""Telling, by HTTP and without JavaScript, as a browser does it: cookies, CSRF checks, the forms on the pages."""

from http.cookies import SimpleCookie

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from stories import telling
from stories.enums import Form, Purpose, Stage, SubmissionState
from stories.models import ConsentRecord, SealedPart, Story, Submission, Teller
from stories.receipts import teller_by_receipt, word_list
from tests.stories.factories import make_story, make_themes, make_trust
from tests.stories.views.visitor import WORDS, Visitor, come_back, receipt_words, tell_story

pytestmark = pytest.mark.django_db


def begin(visitor: Visitor) -> Visitor:
    return visitor.open("/tell/").press("Start telling")


def the_draft() -> Submission:
    return Submission.objects.get(state=SubmissionState.DRAFT)


def kept_text(submission: Submission) -> str:
    return telling.read_draft_text(submission_id=submission.pk)


def test_the_whole_way_without_javascript(visitor: Visitor) -> None:
    make_trust()
    make_themes()
    begin(visitor)
    assert visitor.path == "/tell/words/"
    visitor.press("Save and go on", text=WORDS)
    visitor.open("/tell/where/").press("Save and go on", trust="ZZT", event_year="2019")
    visitor.press("Ask me about the first use", adult="on")
    answers = {"counted": {"answer": "1"}, "named_pack": {"answer": "1", "trust": "ZZT"}}
    answers["website"] = {"answer": "1", "names_trust": "on"}
    asked = []
    while visitor.path.split("/")[-2] in list(Purpose):
        asked.append(visitor.path.split("/")[-2])
        assert visitor.form("Save my answer").values["answer"] == "no", "every answer starts as no"
        visitor.press("Save my answer", **answers.get(asked[-1], {}))
    assert asked == [purpose.value for purpose in Purpose]
    assert visitor.path == "/tell/agree/who-might-see/"
    visitor.press("Save my answer and go on", words="The trust, and anyone")
    assert visitor.path == "/tell/check/"
    assert "Nobody told me why they held me." in visitor.text
    visitor.press("Send my story")
    assert visitor.path == "/tell/receipt/"

    story = Story.objects.select_related("submission__trust").get()
    assert (story.stage, story.submission.state) == (Stage.ARRIVED, SubmissionState.SENT)
    assert (story.submission.trust.code, story.submission.event_year) == ("ZZT", 2019)
    assert kept_text(story.submission) == WORDS
    said = {(c.purpose, c.form, c.trust.code if c.trust else "") for c in ConsentRecord.objects.all()}
    assert said == {("counted", 1, ""), ("named_pack", 1, "ZZT"), ("website", 1, "ZZT")}
    words = receipt_words(visitor)
    assert len(words.split()) == 5
    assert set(words.split()) <= set(word_list())
    assert teller_by_receipt(words=words) == story.submission.teller


def test_sending_twice_makes_one_story_and_one_receipt(visitor: Visitor) -> None:
    begin(visitor).press("Save and go on", text=WORDS).open("/tell/agree/").press("Ask me", adult="on")
    button = visitor.open("/tell/check/").form("Send my story")
    receipts = []
    for _ in range(2):
        visitor.send(button, button="Send my story")
        assert visitor.path == "/tell/receipt/"
        receipts.append(receipt_words(visitor))
    assert receipts[0] == receipts[1]
    assert Story.objects.count() == Submission.objects.count() == 1


def test_the_back_button_after_sending_loses_nothing_in_silence(visitor: Visitor) -> None:
    old = begin(visitor).form("Save and go on")
    tell_story_of_this_draft(visitor)
    visitor.open("/tell/words/")
    assert visitor.path == "/tell/receipt/", "a page looked at again leads on"
    visitor.send(old, text="I want to add <something>.")
    assert visitor.status == 409
    assert "You sent this story already" in visitor.text
    assert "I want to add &lt;something&gt;." in visitor.text, "what they typed is there to copy"
    assert kept_text(Submission.objects.get()) == WORDS
    visitor.send(old, text="")
    assert visitor.path == "/tell/receipt/"


def tell_story_of_this_draft(visitor: Visitor) -> None:
    visitor.open("/tell/words/").press("Save and go on", text=WORDS)
    visitor.open("/tell/agree/").press("Ask me", adult="on")
    visitor.open("/tell/check/").press("Send my story")


def test_an_expired_session_says_so_and_gives_the_words_back(visitor: Visitor) -> None:
    form = begin(visitor).press("Save and go on", text="Kept before.").open("/tell/words/").form("Save")
    Session.objects.all().delete()
    visitor.open("/tell/words/")
    assert (visitor.status, "We have lost your place" in visitor.text) == (200, True)
    assert "Kept before." not in visitor.text
    visitor.send(form, text="Typed for an hour.")
    assert visitor.status == 409
    assert "Typed for an hour." in visitor.text
    assert kept_text(the_draft()) == "Kept before."


@pytest.mark.parametrize(
    "page",
    ["words", "recording", "where", "agree", "agree/website", "check", "recording/remove"],
)
def test_no_page_of_a_draft_opens_without_one(page: str) -> None:
    client = Client()
    seen = client.post(f"/tell/{page}/", {"text": "typed", "part": "x"})
    assert seen.status_code == 409
    assert b"We have lost your place" in seen.content
    if page != "recording/remove":
        assert client.get(f"/tell/{page}/").status_code == 200
    assert not SealedPart.objects.exists()


def test_without_the_form_cookie_there_is_a_human_page(visitor: Visitor) -> None:
    form = begin(visitor).form("Save and go on")
    visitor.client.cookies = SimpleCookie()
    visitor.send(form, text="Typed.")
    assert visitor.status == 403
    assert "csrf" not in visitor.text.lower()
    assert not SealedPart.objects.exists()


def test_two_tabs_of_one_draft_both_save(visitor: Visitor) -> None:
    make_trust()
    words_tab = begin(visitor).form("Save and go on")
    where_tab = visitor.open("/tell/where/").form("Save and go on")
    visitor.send(words_tab, text="From the first tab.")
    visitor.send(where_tab, trust="ZZT")
    draft = the_draft()
    assert (kept_text(draft), draft.trust and draft.trust.code) == ("From the first tab.", "ZZT")


def test_two_tabs_with_two_drafts_do_not_write_over_each_other(visitor: Visitor) -> None:
    first_tab = begin(visitor).form("Save and go on")
    second_tab = visitor.open("/tell/").press("Start a new one").form("Save and go on")
    visitor.send(first_tab, text="The first story.")
    visitor.send(second_tab, text="The second story.")
    assert visitor.path == "/tell/recording/"
    drafts = Submission.objects.order_by("created_at")
    assert [kept_text(draft) for draft in drafts] == ["The first story.", "The second story."]
    assert Teller.objects.count() == 1


def test_the_next_person_at_a_shared_device_gets_nothing_of_the_last_one(visitor: Visitor) -> None:
    forgotten_tab = begin(visitor).press("Save and go on", text="Mine.").open("/tell/words/").form("Save")
    visitor.open("/tell/check/").press("Stop here and forget this device")
    assert visitor.path == "/tell/left/"
    begin(visitor)
    assert "Mine." not in visitor.text
    visitor.send(forgotten_tab, text="Still mine.")
    assert visitor.status == 409
    texts = sorted(kept_text(draft) for draft in Submission.objects.all())
    assert texts == ["", "Mine."]


def test_leaving_ends_the_session_and_its_cookie(visitor: Visitor) -> None:
    words = tell_story(begin(visitor))
    assert Session.objects.count() == 1
    visitor.open("/tell/receipt/").press("I have kept them: leave")
    assert Session.objects.count() == 0
    assert visitor.client.cookies["session"].value == ""
    assert visitor.open("/tell/receipt/").path == "/return/"
    assert words not in visitor.text


def test_the_receipt_is_shown_again_until_they_leave_and_kept_nowhere_in_plain(visitor: Visitor) -> None:
    first = receipt_words(begin(visitor))
    assert first == tell_story_again(visitor) == receipt_words(visitor)
    for session in Session.objects.all():
        held = repr(session.get_decoded()).lower()
        assert "receipt" in held, "the words are in there, sealed"
        assert first not in held
    teller = Teller.objects.get()
    assert teller.receipt_mac is not None
    assert not any(word in teller.receipt_mac for word in first.split())


def tell_story_again(visitor: Visitor) -> str:
    tell_story_of_this_draft(visitor)
    return receipt_words(visitor)


def test_a_teller_who_comes_back_goes_on_with_the_draft(visitor: Visitor) -> None:
    words = receipt_words(begin(visitor))
    visitor.open("/tell/words/").press("Save and go on", text="Half of it.")
    back = come_back(words)
    assert back.path == "/tell/words/"
    assert back.form("Save and go on").values["text"] == "Half of it."
    tell_story_of_this_draft(back)
    # They have their words already: it is their own page that follows.
    assert back.path == "/return/story/"
    assert Submission.objects.get().state == SubmissionState.SENT


def test_without_saying_eighteen_nothing_is_asked_and_nothing_can_be_sent(visitor: Visitor) -> None:
    begin(visitor).press("Save and go on", text=WORDS).open("/tell/agree/").press("Ask me")
    assert visitor.status == 200
    assert "We can only take stories from people who are 18 or over" in visitor.text
    assert visitor.open("/tell/agree/website/").path == "/tell/agree/"
    visitor.open("/tell/check/").press("Send my story")
    assert visitor.path == "/tell/agree/"
    assert not Story.objects.exists()
    assert not ConsentRecord.objects.exists()
    assert kept_text(the_draft()) == WORDS


def test_taking_eighteen_back_stops_the_sending(visitor: Visitor) -> None:
    begin(visitor).press("Save and go on", text=WORDS).open("/tell/agree/").press("Ask me", adult="on")
    form = visitor.open("/tell/agree/").form("Ask me")
    assert form.values.pop("adult") == "on"
    visitor.send(form)
    visitor.open("/tell/check/").press("Send my story")
    assert not Story.objects.exists()


def test_an_empty_story_is_not_sent(visitor: Visitor) -> None:
    begin(visitor).press("Save and go on", text="  \r\n ").open("/tell/agree/").press("Ask me", adult="on")
    visitor.open("/tell/check/").press("Send my story")
    assert "There is nothing to send yet" in visitor.text
    assert not Story.objects.exists()


def test_what_was_written_is_in_the_form_again(visitor: Visitor) -> None:
    text = 'First line.\n\n  "Quoted" & <b>not bold</b> 🙈 \u202eright to left\u202c e\u0301 İ'
    begin(visitor).press("Save and go on", text=text)
    assert visitor.open("/tell/words/").form("Save").values["text"] == text
    assert "&lt;b&gt;not bold" in visitor.open("/tell/check/").text


def test_line_ends_of_a_browser_become_plain_ones(visitor: Visitor) -> None:
    begin(visitor).press("Save and go on", text="One.\r\n\r\nTwo.")
    assert kept_text(the_draft()) == "One.\n\nTwo."


def test_too_long_a_text_is_refused_and_stays_on_the_page(visitor: Visitor) -> None:
    begin(visitor).press("Save and go on", text="a" * 200_001)
    assert visitor.status == 200
    assert "Please send it in two" in visitor.text
    assert len(visitor.form("Save and go on").values["text"]) == 200_001
    assert kept_text(the_draft()) == ""
    visitor.press("Save and go on", text="é" * 200_000)
    assert len(kept_text(the_draft())) == 200_000


def test_changing_an_answer_before_sending_leaves_no_certificate(visitor: Visitor) -> None:
    begin(visitor).press("Save and go on", text=WORDS).open("/tell/agree/").press("Ask me", adult="on")
    visitor.open("/tell/agree/website/").press("Save my answer", answer="1")
    visitor.open("/tell/agree/website/").press("Save my answer", answer="no")
    assert [c.granted for c in ConsentRecord.objects.all()] == [True, False]
    assert not the_draft().withdrawals.exists()


def test_an_unknown_use_is_not_found(visitor: Visitor) -> None:
    begin(visitor).open("/tell/agree/").press("Ask me", adult="on")
    assert visitor.client.get("/tell/agree/everything/").status_code == 404


def test_another_tellers_draft_cannot_be_written_to(visitor: Visitor) -> None:
    other = begin(Visitor()).press("Save and go on", text="Not yours.")
    form = begin(visitor).form("Save and go on")
    form.values["draft"] = str(
        Submission.objects.exclude(teller__submissions__isnull=True).earliest("created_at").pk
    )
    visitor.send(form, text="Mine now.")
    assert visitor.status == 409
    assert "Not yours." not in visitor.text
    assert kept_text(Submission.objects.earliest("created_at")) == "Not yours."
    assert other.open("/tell/words/").form("Save").values["text"] == "Not yours."


def test_a_second_story_belongs_to_the_same_teller(visitor: Visitor) -> None:
    words = tell_story(visitor)
    visitor.open("/tell/").press("Start").press("Save and go on", text="A second one.")
    tell_story_of_this_draft(visitor)
    assert Teller.objects.count() == 1
    assert Submission.objects.filter(state=SubmissionState.SENT).count() == 2
    assert receipt_words(visitor) == words


def test_the_first_page_offers_to_go_on_only_with_what_was_not_sent(visitor: Visitor) -> None:
    begin(visitor)
    assert "Go on with what I started" in visitor.open("/tell/").text
    tell_story_of_this_draft(visitor)
    assert "Go on with what I started" not in visitor.open("/tell/").text
    assert visitor.has_button("Start telling")


def test_welsh_is_asked_and_kept_in_welsh(visitor: Visitor) -> None:
    visitor.open("/tell/")
    assert 'name="switch_language" value="cy"' in visitor.text
    visitor.send(next(f for f in visitor.forms() if f.action == "/tell/begin/"), switch_language="cy")
    assert '<html lang="cy"' in visitor.text
    visitor.send(next(f for f in visitor.forms() if f.action == "/tell/begin/"))
    assert '<html lang="cy"' in visitor.text
    assert the_draft().language == "cy"
    visitor.send(visitor.open("/tell/agree/").forms()[0], adult="on")
    assert visitor.path == "/tell/agree/counted/"
    assert "Gawn ni gyfrif eich stori" in visitor.text
    assert "May we count" not in visitor.text
    visitor.send(visitor.forms()[0], answer="1")
    assert ConsentRecord.objects.get().wording.language == "cy"


# Sessions, submissions, and what each page shows; the same for every teller, with one story or with many.
QUERIES = {
    "/tell/": 3,
    "/tell/words/": 4,
    "/tell/recording/": 5,
    "/tell/where/": 4,
    "/tell/agree/": 3,
    "/tell/agree/counted/": 5,
    "/tell/agree/named_pack/": 6,
    "/tell/agree/any_pack/": 5,
    "/tell/agree/website/": 6,
    "/tell/agree/training/": 6,
    "/tell/agree/press/": 6,
    "/tell/agree/contact/": 5,
    "/tell/agree/who-might-see/": 4,
    "/tell/check/": 8,
    "/tell/receipt/": 4,
    "/return/story/": 11,
    "/return/look/": 5,
    "/return/uses/": 4,
    "/return/uses/website/": 6,
    "/return/where/": 7,
    "/return/take-back/": 5,
    "/return/certificates/": 4,
}


@pytest.mark.parametrize("stories", [1, 3])
def test_every_page_asks_the_database_little_and_the_same(visitor: Visitor, stories: int) -> None:
    make_trust()
    make_themes()
    tell_story(Visitor())  # whatever is read once for each process
    for _ in range(stories):
        make_story("published")
        tell_story(visitor, answers={"website": {"answer": "1"}})
    visitor.open("/tell/")
    for page in ("story", "look", "uses", "uses/website", "where", "take-back", "certificates"):
        visitor.open(f"/return/{page}/")
    counted = {path: number for path, number in visitor.queries.items() if path in QUERIES}
    assert counted == QUERIES
    assert max(visitor.queries.values()) <= 12


def test_a_form_that_shows_too_much_is_not_offered_without_a_recording(visitor: Visitor) -> None:
    begin(visitor).press("Save and go on", text=WORDS).open("/tell/agree/").press("Ask me", adult="on")
    form = visitor.open("/tell/agree/website/").form("Save my answer")
    assert form.choices["answer"] == ["no", "1"]
    visitor.send(form, answer=str(Form.VIDEO.value))
    assert visitor.status == 200
    assert not ConsentRecord.objects.exists()
