"""The page for files, without JavaScript: going on, ending, cancelling, saying what a picture shows, throwing away."""

import io

import pytest
from django.conf import settings

from common.jobs.run_now import drain
from common.storages import StorageFull, StorageUnavailable
from stories.enums import PartKind, SubmissionState
from stories.errors import NotARecording
from stories.models import SealedPart, Submission, Upload
from stories.sealing import open_part_text
from stories.uploads import errors
from tests.stories.sending import SOUND, Sender, only_upload, said
from tests.stories.test_pictures import picture
from tests.stories.views.visitor import Visitor, come_back, receipt_words, tell_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(sender: Sender) -> Visitor:
    return Visitor(sender.client)


def test_limits_are_told_before_a_file_is_chosen(page: Visitor) -> None:
    text = page.open("/tell/recording/").text
    assert "200.0" in text.split('type="file"')[0].replace("\xa0", " ")
    assert f'data-limit="{settings.UPLOAD_LIMIT}"' in text
    assert "erased after 30 days" in " ".join(text.split())


def test_what_broke_off_is_offered_and_can_be_kept(sender: Sender, page: Visitor) -> None:
    path = sender.begun(None, Upload_Defer_Length="1", Upload_Metadata=said(recorded="yes"))
    sender.send(path, 0, SOUND[:30_000])
    page.open("/tell/recording/").press("Keep what arrived")
    assert SealedPart.objects.get(kind=PartKind.AUDIO).file_size == 30_000
    assert "Sound recording" in page.text
    assert not page.has_button("Keep what arrived")


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (NotARecording("No sound in it."), "No sound in it."),
        (errors.BeingReceived(), "Try again in a minute."),
        (errors.AlreadySent(), "This story was sent or thrown away"),
        (StorageFull("full"), "We have no room for this file"),
        (StorageUnavailable("away"), "Please try again in a while."),
    ],
)
def test_what_could_not_be_kept_is_said_in_the_words_of_the_other_way_in(
    refused: Exception, words: str, sender: Sender, page: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sender.begun(None, Upload_Defer_Length="1", Upload_Metadata=said(recorded="yes"))
    sender.send(path, 0, SOUND[:30_000])
    page.open("/tell/recording/")

    def refuse(**how: object) -> None:
        raise refused

    monkeypatch.setattr("stories.views.files.keep", refuse)
    assert words in page.press("Keep what arrived").text
    monkeypatch.setattr("stories.views.uploads.receive", refuse)
    assert words in sender.send(path, 30_000, SOUND[30_000:]).content.decode()


def test_what_is_unfinished_can_be_removed(sender: Sender, page: Visitor) -> None:
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:30_000])
    page.open("/tell/recording/")
    assert f'data-go-on="/uploads/{only_upload().pk}/"' in page.text
    page.press("Remove it")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("value", ["", "x", "00000000-0000-0000-0000-000000000000"])
@pytest.mark.parametrize("address", ["keep", "cancel"])
def test_nonsense_is_taken_calmly(sender: Sender, address: str, value: str) -> None:
    sender.client.handler.enforce_csrf_checks = False
    answer = sender.client.post(f"/tell/recording/{address}/", {"upload": value})
    assert answer.status_code == 302


def described(sender: Sender, page: Visitor) -> tuple[SealedPart, str]:
    """A picture that is here, and the name of the field for its words, on the open page."""
    sender.begin(body=(content := picture()), length=len(content))
    part = SealedPart.objects.latest("added_at", "position")
    page.open("/tell/recording/")
    return part, f"about_{part.pk}"


def words_about(part: SealedPart) -> str:
    return open_part_text(part=SealedPart.objects.get(pk=part.pk))


def test_what_a_picture_shows_is_saved_by_whichever_button_is_pressed(sender: Sender, page: Visitor) -> None:
    part, field = described(sender, page)
    page.press("Save these words", **{field: "The red door."})
    assert "Your words about the picture are saved." in page.text
    assert (page.path, words_about(part)) == ("/tell/recording/", "The red door.")
    page.press("Add this file", files={"recording": io.BytesIO(SOUND)}, **{field: "A door."})
    assert (page.path, words_about(part)) == ("/tell/recording/", "A door.")
    page.press("Remove it", part=str(SealedPart.objects.get(kind=PartKind.AUDIO).pk), **{field: "Red."})
    assert words_about(part) == "Red."
    assert not SealedPart.objects.filter(kind=PartKind.AUDIO).exists()
    page.press("Add this file", **{field: "Room four."})
    assert (page.path, words_about(part)) == ("/tell/where/", "Room four.")


def test_what_could_not_be_taken_leaves_the_words_on_the_page(sender: Sender, page: Visitor) -> None:
    part, field = described(sender, page)
    page.press("Add this file", files={"recording": io.BytesIO(b"no sound")}, **{field: "The red door."})
    assert "The red door." in page.text
    page.press("Save these words", **{field: "x" * 20_001})
    assert "That is more than we can take about one picture." in page.text
    assert "x" * 20_001 in page.text
    page.press("Remove it", part="x", **{field: "y" * 20_001})
    assert "y" * 20_001 in page.text
    assert words_about(part) == ""


def test_the_language_changes_and_the_words_stay(sender: Sender, page: Visitor) -> None:
    part, field = described(sender, page)
    page.press("Save these words", **{field: "Kept."})
    page.send(page.form("Save these words"), switch_language="cy", **{field: "The red door & not saved."})
    assert '<html lang="cy"' in page.text
    assert "The red door &amp; not saved." in page.text
    assert words_about(part) == "Kept."
    page.press("Cadw’r geiriau hyn")
    assert words_about(part) == "The red door & not saved."


def test_an_older_tab_puts_nothing_back_that_was_not_touched_there(sender: Sender, page: Visitor) -> None:
    part, field = described(sender, page)
    older = page.form("Save these words")
    page.press("Save these words", **{field: "Written in the newer tab."})
    page.send(older, button="Add this file", files={"recording": io.BytesIO(SOUND)})
    assert words_about(part) == "Written in the newer tab."


@pytest.mark.parametrize("with_file", [b"", SOUND, b"no sound"])
def test_words_for_a_picture_that_is_gone_are_on_the_page_to_copy(
    with_file: bytes, sender: Sender, page: Visitor
) -> None:
    _part, field = described(sender, page)
    form = page.form("Save these words")
    page.press("Remove it")
    files = {"recording": io.BytesIO(with_file)} if with_file else {}
    page.send(form, button="Save these words", files=files, **{field: "The red door."})
    assert page.status == 422
    assert "That picture is no longer here." in page.text
    assert "The red door." in page.text


def test_throwing_away_takes_two_steps(page: Visitor) -> None:
    page.open("/tell/throw-away/")
    assert Submission.objects.get().state == SubmissionState.DRAFT
    page.press("Throw it away")
    assert page.path == "/tell/thrown-away/"
    assert Submission.objects.get().state == SubmissionState.WITHDRAWN
    drain()
    assert Submission.objects.get().state == SubmissionState.ERASED
    assert page.open("/return/").status == 200


def test_after_throwing_it_away_the_next_story_has_a_receipt_that_works(page: Visitor) -> None:
    page.open("/tell/throw-away/").press("Throw it away")
    words = tell_story(page)
    assert len(words.split()) == 5
    assert come_back(words).path == "/return/story/"


def test_after_throwing_away_a_second_story_the_receipt_of_the_first_is_still_shown(visitor: Visitor) -> None:
    words = tell_story(visitor)
    visitor.open("/tell/").press("Start").open("/tell/throw-away/").press("Throw it away")
    assert receipt_words(visitor) == words


def test_before_sending_it_says_what_has_not_come_whole(sender: Sender, page: Visitor) -> None:
    assert "has not come whole" not in page.open("/tell/check/").text
    sender.send(sender.begun(len(SOUND)), 0, SOUND[:30_000])
    assert "has not come whole" in page.open("/tell/check/").text
