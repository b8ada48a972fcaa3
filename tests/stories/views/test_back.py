"""Coming back with a receipt: one's own page and nobody else's, the safe version, and taking it all back."""

import datetime as dt
import io

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from common.jobs.run_now import drain
from stories import moderation
from stories.enums import Decision, Purpose, Stage, SubmissionState
from stories.models import Approval, ConsentRecord, Release, Story, Withdrawal
from stories.receipts import word_list
from stories.release import read_website
from stories.sealing import open_note
from stories.tellers import SESSION_KEY
from stories.throttle import BROWSER_TRIES
from tests.services.pdf_words import words_of
from tests.stories.factories import (
    TITLE,
    at_time,
    make_story,
    make_submission,
    make_teller,
    make_trust,
    make_user,
)
from tests.stories.views.visitor import Visitor, come_back

pytestmark = pytest.mark.django_db

CANARY = "qzxcanarybackxzq"


def at_home(state: str, **wish: object) -> tuple[Visitor, Story]:
    """A teller who has come back, on the page that the receipt opens."""
    teller, words = make_teller()
    story = make_story(state, teller=teller, **wish)
    return come_back(words), story


def test_the_receipt_opens_ones_own_page() -> None:
    visitor, story = at_home("published")
    assert (visitor.status, visitor.path) == (200, "/return/story/")
    assert story.reference in visitor.text


@pytest.mark.parametrize(
    "change", [str.upper, lambda w: w.replace(" ", "  "), lambda w: w.replace(" ", ", ")]
)
def test_a_receipt_is_taken_as_people_type_it(change) -> None:  # type: ignore[no-untyped-def]
    teller, words = make_teller()
    make_story("sent", teller=teller)
    assert come_back(change(words)).path == "/return/story/"
    listed = "".join(f"{number}. {word}\n" for number, word in enumerate(words.split(), 1))
    assert come_back(listed).path == "/return/story/", "copied from the page, with its numbers"


def test_wrong_receipts_are_told_what_is_wrong_and_nothing_more() -> None:
    teller, words = make_teller()
    make_story("sent", teller=teller)
    five = words.split()
    strangers = [word for word in word_list() if word not in five][:5]
    said = {
        "": "Type the five words",
        " ".join(five[:4]): "A receipt has 5 words. You typed 4.",
        " ".join([*five, five[0]]): "A receipt has 5 words. You typed 6.",
        " ".join([*five[:4], "qzxnoword"]): "“qzxnoword” is not one of our receipt words",
        " ".join(reversed(five)): "We do not know these words together",
        " ".join(strangers): "We do not know these words together",
    }
    for typed, answer in said.items():
        visitor = come_back(typed)
        assert (visitor.path, visitor.status) == ("/return/", 200)
        assert answer in visitor.text, typed
        assert SESSION_KEY not in visitor.client.session


def test_after_a_few_wrong_tries_a_human_page_says_how_long_to_wait() -> None:
    teller, words = make_teller()
    make_story("sent", teller=teller)
    visitor, now = Visitor().open("/return/"), timezone.now()
    with at_time(now):
        for _ in range(BROWSER_TRIES):
            visitor.press("Open my page", words=" ".join(word_list()[:5]))
            assert visitor.status == 200
        visitor.press("Open my page", words=words)
        assert visitor.status == 429, "guessing does not go on with a right one"
        assert "Please wait 5 seconds" in visitor.text
        assert 'aria-labelledby="support-heading"' in visitor.text
        assert visitor.page["Retry-After"] == "5"
        assert visitor.form("Try again").values["words"] == words, "what was typed is still there"
        assert come_back(words).path == "/return/story/", "another browser of the same ward"
    with at_time(now + dt.timedelta(seconds=5)):
        visitor.press("Try again")
        assert visitor.path == "/return/story/"


def test_a_slip_of_the_finger_does_not_count_and_a_right_receipt_forgives() -> None:
    teller, words = make_teller()
    make_story("sent", teller=teller)
    visitor = Visitor().open("/return/")
    for _ in range(BROWSER_TRIES + 5):
        assert visitor.press("Open my page", words="one two").status == 200
    for _ in range(3):
        visitor.open("/return/")
        for _ in range(BROWSER_TRIES - 1):
            assert visitor.press("Open my page", words=" ".join(word_list()[:5])).status == 200
        assert visitor.press("Open my page", words=words).path == "/return/story/"


def test_one_place_being_slowed_does_not_slow_another() -> None:
    wrong = {"words": " ".join(word_list()[:5])}
    here, there = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    assert [here.post("/return/", wrong).status_code for _ in range(BROWSER_TRIES + 1)][-1] == 429
    assert there.post("/return/", wrong).status_code == 200


PAGES = (
    "story",
    "look",
    "uses",
    "uses/website",
    "where",
    "take-back",
    "certificates",
    "certificates/C-2222-2222",
)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_receipt_every_page_asks_for_one(page: str, visitor: Visitor) -> None:
    make_story("published")
    assert visitor.open(f"/return/{page}/").path == "/return/"


def test_the_story_of_another_cannot_be_reached() -> None:
    _, other = at_home("second_read", text=f"It was {CANARY}.", title=CANARY, hide=())
    visitor, _ = at_home("second_read")
    for page in PAGES[:-1]:
        visitor.open(f"/return/{page}/")
        assert CANARY not in visitor.text, page
        assert other.reference not in visitor.text, page
    assert visitor.client.get(f"/return/story/{other.pk}/").status_code == 404
    draft = make_submission(text=f"{CANARY} draft", teller=make_teller()[0])
    assert visitor.client.get(f"/return/story/{draft.pk}/").status_code == 404
    assert CANARY not in visitor.open("/tell/words/").text


def test_a_certificate_of_somebody_else_is_not_found() -> None:
    theirs, other = at_home("published")
    theirs.open("/return/take-back/").press("Take it back and erase it")
    number = Withdrawal.objects.get(submission_id=other.pk).number
    assert theirs.client.get(f"/return/certificates/{number}/").status_code == 200
    visitor, _ = at_home("published")
    assert visitor.client.get(f"/return/certificates/{number}/").status_code == 404


def test_each_of_several_stories_is_within_reach() -> None:
    teller, words = make_teller()
    first = make_story("published", teller=teller, title="The first")
    second = make_story("second_read", teller=teller, title="The second")
    draft = make_submission(teller=teller, text="The third, half of it.")
    visitor = come_back(words)
    assert second.reference in visitor.text
    assert f"/return/story/{first.pk}/" in visitor.text
    visitor.open(f"/return/story/{first.pk}/")
    assert visitor.path == "/return/story/"
    assert "The first" in visitor.open("/return/look/").text
    visitor.open("/return/take-back/").press("Take it back and erase it")
    drain()
    assert Story.objects.get(pk=first.pk).stage == Stage.ERASED
    assert Story.objects.get(pk=second.pk).stage == Stage.WITH_TELLER
    assert visitor.path == "/return/certificates/"
    assert f"/return/story/{second.pk}/" in visitor.text, "there is a way on from an erased one"
    assert visitor.open(f"/return/story/{draft.pk}/").path == "/tell/words/"
    assert "The third, half of it." in visitor.text


def test_before_a_second_reading_there_is_nothing_to_look_at() -> None:
    for state in ("sent", "taken", "written", "handed"):
        visitor, _ = at_home(state, title=f"{CANARY} title", summary=CANARY)
        visitor.open("/return/look/")
        assert "There is nothing to look at yet" in visitor.text, state
        assert CANARY not in visitor.text, state


def test_the_safe_version_stands_beside_their_own_words() -> None:
    visitor, _ = at_home("second_read")
    visitor.open("/return/look/")
    assert TITLE in visitor.text
    assert "a doctor held my arm" in visitor.text
    assert "Dr Hale held my arm" in visitor.text, "their own words, folded away"
    assert visitor.text.index("a doctor held") < visitor.text.index("Dr Hale held")


def test_a_yes_to_it_makes_it_ready() -> None:
    visitor, story = at_home("second_read")
    visitor.open("/return/look/").press("Send my answer", decision="approved")
    assert visitor.path == "/return/story/"
    story.refresh_from_db()
    assert (story.stage, story.approved_version_id) == (Stage.READY, story.current_version_id)
    assert not visitor.open("/return/look/").has_button("Send my answer")


@pytest.mark.parametrize("decision", [Decision.CHANGES, Decision.REFUSED])
def test_a_no_goes_back_to_the_editors_with_a_sealed_note(decision: Decision) -> None:
    visitor, story = at_home("second_read")
    visitor.open("/return/look/").press("Send my answer", decision=decision.value, note=f"Not {CANARY}.")
    story.refresh_from_db()
    assert (story.stage, story.approved_version) == (Stage.ANONYMISING, None)
    answer = Approval.objects.get()
    assert answer.decision == decision
    assert CANARY.encode() not in bytes(answer.sealed_note or b"")
    assert open_note(approval=answer, owner=story.pk) == f"Not {CANARY}."


def test_wanting_changes_needs_a_word_and_keeps_the_choice() -> None:
    visitor, _story = at_home("second_read")
    visitor.open("/return/look/").press("Send my answer", decision="changes")
    assert "Tell us in a few words what should change" in visitor.text
    assert visitor.form("Send my answer").values["decision"] == "changes"
    assert not Approval.objects.exists()


def test_an_answer_to_words_that_changed_meanwhile_asks_again_and_keeps_the_note() -> None:
    visitor, story = at_home("second_read")
    old = visitor.open("/return/look/").form("Send my answer")
    editor = make_user()
    moderation.send_back(story_id=story.pk, by=editor)
    moderation.take(story_id=story.pk, by=editor)
    moderation.write_draft(
        story_id=story.pk, title="Another title", summary="", themes=["physical-restraint"], by=editor
    )
    moderation.hand_to_second_reader(story_id=story.pk, by=editor)
    moderation.accept_second_reading(story_id=story.pk, by=make_user())
    visitor.send(old, decision="approved", note="I like it.")
    assert "What is shown here changed while you were reading" in visitor.text
    assert visitor.form("Send my answer").values["note"] == "I like it."
    assert not Approval.objects.exists()
    visitor.press("Send my answer", decision="approved")
    assert Story.objects.get(pk=story.pk).stage == Stage.READY


def test_a_note_to_a_version_that_is_gone_is_given_back() -> None:
    visitor, story = at_home("second_read")
    form = visitor.open("/return/look/").form("Send my answer")
    moderation.send_back(story_id=story.pk, by=make_user())
    visitor.send(form, decision="changes", note="It was a Tuesday.")
    assert visitor.status == 409
    assert "It was a Tuesday." in visitor.text
    assert "not waiting for an answer" in visitor.text
    assert not Approval.objects.exists()


def test_a_note_sent_twice_counts_once_and_is_given_back() -> None:
    visitor, _story = at_home("second_read")
    form = visitor.open("/return/look/").form("Send my answer")
    for status in (200, 409):
        visitor.send(form, decision="changes", note="It was a Tuesday.")
        assert visitor.status == status
    assert "It was a Tuesday." in visitor.text
    assert Approval.objects.count() == 1


def test_a_certificate_with_nothing_stopped_does_not_say_that_nothing_left() -> None:
    visitor, story = at_home("published")
    Release.objects.filter(submission_id=story.pk).update(recallable=False, destination="A meeting")
    visitor.open("/return/take-back/").press("Take it back and erase it")
    assert "Nothing had to be stopped." in visitor.text
    assert "A meeting" in visitor.text
    assert "not gone anywhere" not in visitor.text


def test_an_answer_sent_twice_counts_once() -> None:
    visitor, _story = at_home("second_read")
    form = visitor.open("/return/look/").form("Send my answer")
    for _ in range(2):
        visitor.send(form, decision="approved")
        assert visitor.path == "/return/story/"
    assert Approval.objects.count() == 1


def test_taking_back_takes_two_steps_and_no_reason() -> None:
    visitor, story = at_home("published", text=f"It was {CANARY}.", title=CANARY, hide=())
    assert CANARY in Client().get(f"/stories/{story.pk}/").content.decode()
    visitor.open("/return/take-back/")
    assert "Website" in visitor.text
    assert read_website(story_id=story.pk) is not None, "looking at the page takes nothing back"
    assert "reason" not in visitor.text.lower()
    visitor.press("Take it back and erase it")
    assert visitor.path == "/return/certificates/"
    assert "The erasing is going on now" in visitor.text
    assert Client().get(f"/stories/{story.pk}/").status_code == 404, "before any worker has run"
    drain()
    visitor.open("/return/certificates/")
    assert "The key to your words and recordings was destroyed" in visitor.text
    assert "The erasing is going on now" not in visitor.text
    assert CANARY not in visitor.text
    assert Story.objects.get(pk=story.pk).stage == Stage.ERASED


def test_taking_back_twice_makes_one_certificate() -> None:
    visitor, story = at_home("published")
    form = visitor.open("/return/take-back/").form("Take it back and erase it")
    for _ in range(3):
        visitor.send(form)
        assert visitor.path == "/return/certificates/"
    assert Withdrawal.objects.filter(submission_id=story.pk).count() == 1
    assert ConsentRecord.objects.filter(submission_id=story.pk, granted=False).count() == len(Purpose)


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_what_was_taken_back_shows_certificates_only(state: str) -> None:
    visitor, story = at_home(state, text=f"It was {CANARY}.", title=CANARY, hide=())
    assert visitor.path == "/return/certificates/"
    for page in ("story", "look", "uses", "uses/website", "take-back"):
        assert visitor.open(f"/return/{page}/").path == "/return/certificates/", page
        assert CANARY not in visitor.text
    rows = ConsentRecord.objects.filter(submission_id=story.pk).count()
    token = Client()
    assert token.post("/return/uses/website/", {"answer": "1"}).status_code == 302
    visitor.client.handler.enforce_csrf_checks = False
    assert (
        visitor.client.post("/return/uses/website/", {"answer": "1"})["Location"] == "/return/certificates/"
    )
    assert ConsentRecord.objects.filter(submission_id=story.pk).count() == rows
    assert visitor.open("/return/where/").status == 200
    assert CANARY not in visitor.text


def test_where_it_has_been_and_what_stopped() -> None:
    visitor, story = at_home("published")
    assert "Nowhere" not in visitor.open("/return/where/").text
    visitor.open("/return/uses/website/").press("Save my answer", answer="no")
    assert "stopped" in visitor.open("/return/where/").text
    assert Release.objects.get(submission_id=story.pk).recalled_at is not None
    assert "You ended one use of your story: This website" in visitor.open("/return/certificates/").text


def pdf_of(visitor: Visitor, number: str) -> bytes:
    response = visitor.client.get(f"/return/certificates/{number}/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"] == f'attachment; filename="certificate-{number}.pdf"'
    return response.content


def test_the_certificate_is_an_accessible_pdf_without_a_word_of_the_story() -> None:
    make_trust()
    visitor, _story = at_home("published", text=f"It was {CANARY}.", title=CANARY, summary=CANARY, hide=())
    visitor.open("/return/take-back/").press("Take it back and erase it")
    drain()
    number = Withdrawal.objects.get().number
    sealed_off = pdf_of(visitor, number)
    with pikepdf.open(io.BytesIO(sealed_off)) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "en"
        with pdf.open_metadata() as metadata:
            assert number in metadata["dc:title"]
            assert metadata["pdfuaid:part"] == "1"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
    text = words_of(sealed_off)
    assert "Your story was taken back and erased" in text
    assert "Website: stopped on" in text
    assert number in text
    assert CANARY not in text


def test_a_certificate_says_only_what_has_been_done_by_now() -> None:
    visitor, story = at_home("published")
    visitor.open("/return/take-back/").press("Take it back and erase it")
    early = words_of(pdf_of(visitor, Withdrawal.objects.get().number))
    assert "was destroyed on" not in early
    drain()
    assert Story.objects.get(pk=story.pk).submission.state == SubmissionState.ERASED
    late = words_of(pdf_of(visitor, Withdrawal.objects.get().number))
    assert "The key to your words and recordings was destroyed on" in late


def test_in_welsh_the_certificate_says_so() -> None:
    visitor, _ = at_home("published")
    visitor.open("/return/take-back/").press("Take it back and erase it")
    drain()
    visitor.send(next(form for form in visitor.forms() if "Cymraeg" in form.buttons), button="Cymraeg")
    assert '<html lang="cy"' in visitor.text
    with pikepdf.open(io.BytesIO(pdf_of(visitor, Withdrawal.objects.get().number))) as pdf:
        assert str(pdf.Root.Lang) == "cy"
