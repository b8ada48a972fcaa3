"""Two tabs, and two sent stories: what a page says is done to the story that the page showed, and to no other."""

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from django.http import HttpRequest
from django.utils import timezone

from common.jobs.run_now import drain
from common.vault import text
from stories import additions, telling
from stories.about_you import AboutAnswer, read_about
from stories.contact import contact_wish
from stories.details import say_adult
from stories.drafts import sweep_draft, throw_away
from stories.enums import Purpose, Stage, SubmissionState
from stories.erasure import erase_story
from stories.messages import read_as_teller
from stories.models import Approval, ConsentRecord, SealedPart, Story, Submission
from stories.tellers import draft_in_hand
from stories.views import about_you, tell
from stories.views.which import story_of_page
from stories.withdrawal import take_back
from tests.services.whisper import DATA
from tests.stories.factories import at_time, make_story, make_teller
from tests.stories.views.test_record import record
from tests.stories.views.visitor import Form, Visitor, come_back

pytestmark = pytest.mark.django_db
SPOKEN = DATA / "testimony.opus"
WRITTEN = "Words for one story alone."


def two_stories(state: str, **wish: object) -> tuple[Visitor, Story, Story]:
    """A teller at home with the older one in hand; the newer would be taken without a choice."""
    teller, words = make_teller()
    older = make_story(state, teller=teller, **wish)
    newer = make_story(state, teller=teller, **wish)
    visitor = come_back(words)
    visitor.open(f"/return/story/{older.pk}/")
    return visitor, older, newer


def left_open(visitor: Visitor, newer: Story, path: str, button: str) -> Form:
    """The form of the first tab; the second tab has opened the newer story since."""
    form = visitor.open(path).form(button)
    visitor.open(f"/return/story/{newer.pk}/")
    assert newer.reference in visitor.text
    return form


def state_of(story: Story) -> str:
    return Submission.objects.get(pk=story.pk).state


def test_taking_back_in_the_older_tab_erases_the_older_story_only() -> None:
    visitor, older, newer = two_stories("published")
    form = left_open(visitor, newer, "/return/take-back/", "Take it back and erase it")
    visitor.send(form)
    assert visitor.path == "/return/certificates/"
    assert (state_of(older), state_of(newer)) == (SubmissionState.WITHDRAWN, SubmissionState.SENT)
    assert older.reference in visitor.text, "the page that follows is about it as well"
    visitor.send(form)
    assert state_of(newer) == SubmissionState.SENT


def test_an_approval_is_for_the_story_that_was_read() -> None:
    visitor, older, newer = two_stories("second_read")
    form = left_open(visitor, newer, "/return/look/", "Send my answer")
    visitor.send(form, decision="approved")
    assert [each.version.story_id for each in Approval.objects.all()] == [older.pk]
    assert Story.objects.get(pk=newer.pk).stage == Stage.WITH_TELLER


def test_messages_additions_and_answers_are_kept_with_the_story_that_was_shown() -> None:
    visitor, older, newer = two_stories("sent", purposes=[Purpose.CONTACT])
    before = ConsentRecord.objects.filter(submission_id=newer.pk).count()
    parts = SealedPart.objects.filter(submission_id=newer.pk).count()
    visitor.send(left_open(visitor, newer, "/return/messages/", "Send my message"), text=WRITTEN)
    visitor.send(left_open(visitor, newer, "/return/more/", "Add it to my story"), text=WRITTEN)
    visitor.send(left_open(visitor, newer, "/return/uses/press/", "Save my answer"), answer="1")
    address = {"channel": "email", "address": "mara@elsewhere.example"}
    visitor.send(left_open(visitor, newer, "/return/contact/", "Keep this, sealed"), **address)
    visitor.send(left_open(visitor, newer, "/tell/about-you/age/", "Save and see all"), chosen="35-44")
    visitor.open(f"/return/story/{older.pk}/")
    erase = left_open(visitor, newer, "/tell/about-you/", "Erase my answers")
    letters = [[line.text for line in read_as_teller(submission_id=each.pk)] for each in (older, newer)]
    assert letters == [[WRITTEN], []]
    assert SealedPart.objects.filter(submission_id=older.pk, added_at__isnull=False).count() == 1
    assert SealedPart.objects.filter(submission_id=newer.pk).count() == parts
    assert ConsentRecord.objects.filter(submission_id=older.pk, purpose=Purpose.PRESS, granted=True).exists()
    assert ConsentRecord.objects.filter(submission_id=newer.pk).count() == before
    assert contact_wish(submission_id=older.pk) is not None
    assert contact_wish(submission_id=newer.pk) is None
    assert read_about(submission_id=older.pk) == {"age": AboutAnswer("35-44")}
    assert read_about(submission_id=newer.pk) == {}
    visitor.open("/tell/about-you/age/").press("Save and see all", words="Newer.")
    visitor.send(erase)
    assert read_about(submission_id=older.pk) == {}
    assert read_about(submission_id=newer.pk) == {"age": AboutAnswer(words="Newer.")}


@pytest.mark.parametrize(
    ("path", "button", "typed"),
    [
        ("/return/take-back/", "Take it back and erase it", {}),
        ("/return/messages/", "Send my message", {"text": WRITTEN}),
        ("/return/download/", "Save it on this device", {}),
        ("/return/contact/", "Keep this, sealed", {"channel": "email", "address": WRITTEN}),
        ("/tell/about-you/age/", "Save and see all", {"words": WRITTEN}),
    ],
)
def test_of_a_story_of_somebody_else_nothing_is_done(path: str, button: str, typed: dict[str, str]) -> None:
    visitor, older, newer = two_stories("sent", purposes=[Purpose.CONTACT])
    foreign = make_story("sent", purposes=[Purpose.CONTACT])
    form = left_open(visitor, newer, path, button)
    for named in (str(foreign.pk), "not-an-id"):
        form.values["story"] = named
        visitor.send(form, **typed)
        assert visitor.status == 409
        assert (WRITTEN in visitor.text) == bool(typed)
        assert named not in visitor.text
    for story in (older, newer, foreign):
        assert state_of(story) == SubmissionState.SENT
        assert read_as_teller(submission_id=story.pk) == []
        assert contact_wish(submission_id=story.pk) is None
        assert read_about(submission_id=story.pk) == {}


def test_nothing_is_erased_by_a_form_that_names_no_story() -> None:
    visitor, older, newer = two_stories("sent")
    visitor.open("/return/more/").press("Add it to my story", text=WRITTEN)
    part = SealedPart.objects.get(submission_id=older.pk, added_at__isnull=False)
    for path, button in (
        ("/return/take-back/", "Take it back and erase it"),
        (f"/return/part/{part.pk}/", "Take this part back"),
    ):
        form = visitor.open(path).form(button)
        del form.values["story"]
        visitor.send(form)
        assert (visitor.status, visitor.path, visitor.has_button(button)) == (200, path, True)
    assert (state_of(older), state_of(newer)) == (SubmissionState.SENT, SubmissionState.SENT)
    assert SealedPart.objects.filter(pk=part.pk).exists()


def at_this_moment(act: Callable[[Submission], object]) -> Callable[[HttpRequest], Submission | None]:
    """The draft in hand as the page read it; on another page ACT happened right after."""

    def read_before(request: HttpRequest) -> Submission | None:
        found = draft_in_hand(request)
        if found is not None:
            act(found)
        return found

    return read_before


def send(draft: Submission) -> None:
    say_adult(submission_id=draft.pk, adult=True)
    telling.send_submission(submission_id=draft.pk)


def test_words_that_come_while_it_is_sent_are_given_back(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.open("/tell/").press("Start telling").press("Save and go on", text="First.")
    form = visitor.open("/tell/words/").form("Save and go on")
    monkeypatch.setattr(tell, "draft_in_hand", at_this_moment(send))
    visitor.send(form, text=WRITTEN)
    assert (visitor.status, "You sent this story already" in visitor.text) == (409, True)
    assert WRITTEN in visitor.text


def test_a_wish_for_less_disguise_that_comes_too_late_is_said(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.open("/tell/").press("Start telling")
    record(visitor, wishes=",disguise_voice eWVz")
    form = next(f for f in visitor.open("/tell/record/").forms() if f.action == "/tell/record/wish/")
    form.values.pop("disguise_voice", None)
    monkeypatch.setattr(tell, "draft_in_hand", at_this_moment(send))
    visitor.send(form)
    assert (visitor.status, "You sent this story already" in visitor.text) == (409, True)
    assert SealedPart.objects.get(kind="audio").disguise_voice


def test_an_answer_about_them_that_comes_while_it_is_taken_back_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitor, older, _newer = two_stories("sent")
    form = visitor.open("/tell/about-you/age/").form("Save and see all")

    def read_before(request: HttpRequest, *, told: list[Submission]) -> Submission | None:
        found = story_of_page(request, told=told)
        take_back(submission_id=older.pk)
        return found

    monkeypatch.setattr(about_you, "story_of_page", read_before)
    visitor.send(form, words=WRITTEN)
    assert (visitor.status, WRITTEN in visitor.text) == (409, True)


def erase_now(story_id: UUID) -> None:
    take_back(submission_id=story_id)
    erase_story(submission_id=story_id)


@pytest.mark.parametrize("what", ["words", "a file"])
def test_what_is_added_while_it_is_taken_back_is_given_back(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, older, _newer = two_stories("sent")
    form = visitor.open("/return/more/").form("Add it to my story")
    at = "hold_for_more" if what == "words" else "seal_file"
    real = getattr(additions, at)

    def late(**given: object) -> object:
        erase_now(older.pk)
        return real(**given)

    monkeypatch.setattr(additions, at, late)
    with SPOKEN.open("rb") as file:
        files = {"recording": file} if what == "a file" else None
        visitor.send(form, button="Add it to my story", files=files, text=WRITTEN if what == "words" else "")
    assert visitor.status == (200 if what == "words" else 409)
    assert "This story was taken back" in visitor.text
    assert (WRITTEN in visitor.text) == (what == "words")
    assert not SealedPart.objects.filter(submission_id=older.pk, added_at__isnull=False).exists()


@pytest.mark.parametrize("path", ["/return/part/", "/return/look/"])
def test_a_page_whose_story_is_taken_back_at_that_moment_says_so(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, older, _newer = two_stories("second_read")
    if path == "/return/part/":
        visitor.open("/return/more/").press("Add it to my story", text=WRITTEN)
        path += f"{SealedPart.objects.get(submission_id=older.pk, added_at__isnull=False).pk}/"
    key = text.data_key

    def late(*, owner: UUID) -> bytes:
        erase_now(older.pk)
        return key(owner=owner)

    keys = text.data_keys

    def late_for_several(*, owners: Sequence[UUID]) -> dict[UUID, bytes]:
        erase_now(older.pk)
        return keys(owners=owners)

    monkeypatch.setattr(text, "data_key", late)
    monkeypatch.setattr(text, "data_keys", late_for_several)
    visitor.open(path)
    assert (visitor.status, "This story was taken back" in visitor.text) == (200, True)
    assert WRITTEN not in visitor.text


@pytest.mark.parametrize("how", ["another tab", "at this moment", "nobody came back"])
def test_of_a_story_that_was_thrown_away_it_is_said(
    how: str, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.open("/tell/").press("Start telling").press("Save and go on", text="First.")
    form = visitor.open("/tell/words/").form("Save and go on")
    draft = Submission.objects.get()
    if how == "at this moment":
        monkeypatch.setattr(tell, "draft_in_hand", at_this_moment(lambda d: throw_away(submission_id=d.pk)))
    elif how == "another tab":
        throw_away(submission_id=draft.pk)
        drain()
    else:
        with at_time(timezone.now() + dt.timedelta(days=40)):
            assert sweep_draft(submission_id=draft.pk)
    visitor.send(form, text=WRITTEN)
    assert visitor.status == 409
    assert "You sent this story already" not in visitor.text
    assert "This story was thrown away" in visitor.text
    assert WRITTEN in visitor.text
