"""Sending a recording: what is wrong with it is said in plain words, and everything else is still there."""

import io
from pathlib import Path

import pytest
from django.conf import settings as project
from pytest_django.fixtures import Settings

from common.jobs.models import Job
from common.storages import SealedStorage, StorageFull, StorageUnavailable
from stories import telling
from stories.enums import Form, PartKind
from stories.models import ConsentRecord, SealedPart, Story, Submission
from stories.parts import open_part_media
from tests.stories.views.media import SPOKEN, picture_with_a_page_in_it, playlist, silent_film
from tests.stories.views.visitor import WORDS, Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def telling_page(visitor: Visitor) -> Visitor:
    visitor.open("/tell/").press("Start telling").press("Save and go on", text=WORDS)
    assert visitor.path == "/tell/recording/"
    return visitor


def named(content: bytes, name: str = "me.opus") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def add(visitor: Visitor, content: bytes, name: str = "me.opus") -> Visitor:
    return visitor.press("Add this file", files={"recording": named(content, name)})


def sealed_files() -> list[Path]:
    return [file for file in Path(project.SEALED_ROOT).rglob("*") if file.is_file()]


def all_else_is_there(visitor: Visitor) -> None:
    assert visitor.status == 200
    assert (
        "We could not keep" in visitor.text
        or "That file" in visitor.text
        or "We could not open" in visitor.text
    )
    assert telling.read_draft_text(submission_id=Submission.objects.get().pk) == WORDS
    assert not SealedPart.objects.exclude(kind=PartKind.WRITTEN).exists()
    assert visitor.open("/tell/words/").form("Save and go on").values["text"] == WORDS


def test_a_recording_is_sealed_listed_and_can_be_removed(telling_page: Visitor) -> None:
    before = len(sealed_files())
    add(telling_page, SPOKEN.read_bytes())
    assert telling_page.path == "/tell/recording/"
    assert "Sound recording" in telling_page.text
    part = SealedPart.objects.get(kind=PartKind.AUDIO)
    assert (part.mime, part.file_size) == ("audio/ogg", SPOKEN.stat().st_size)
    assert "me.opus" not in repr(vars(part)), "a file's name may be somebody's name"
    with open_part_media(part_id=part.pk) as reader:
        assert reader.read() == SPOKEN.read_bytes()
    assert len(sealed_files()) == before + 1
    assert not any(SPOKEN.read_bytes()[:64] in file.read_bytes() for file in sealed_files())
    telling_page.press("Remove it")
    assert not SealedPart.objects.filter(kind=PartKind.AUDIO).exists()


def test_a_removed_recording_leaves_no_file(
    telling_page: Visitor, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    before = len(sealed_files())
    add(telling_page, SPOKEN.read_bytes())
    with django_capture_on_commit_callbacks(execute=True):
        telling_page.press("Remove it")
    assert len(sealed_files()) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "That file is empty"),
        (b"Dear Heard, this is a letter.\n" * 40, "We could not open that file"),
        (picture_with_a_page_in_it(), "We could not open that file"),
        (SPOKEN.read_bytes()[:40], "We could not open that file"),
        (silent_film(), "That file has no sound in it"),
        (playlist("http://192.0.2.1/x.ts"), "We could not open that file"),
    ],
    ids=["empty", "text", "jpeg-html", "cut opus", "silent film", "playlist"],
)
@pytest.mark.parametrize(
    "name", ["me.opus", "me.m3u8", "../../etc/passwd", "a" * 300 + ".mp4", "\u202egpj.exe"]
)
def test_a_wrong_file_is_explained_and_all_else_kept(
    telling_page: Visitor, content: bytes, words: str, name: str
) -> None:
    before = len(sealed_files())
    add(telling_page, content, name)
    assert words in telling_page.text
    all_else_is_there(telling_page)
    assert len(sealed_files()) == before


def test_too_large_a_file_is_refused_with_its_limit(telling_page: Visitor, settings: Settings) -> None:
    settings.PLAIN_UPLOAD_LIMIT = 2048
    add(telling_page, SPOKEN.read_bytes())
    assert "That file is too large. The limit is 2.0\u00a0KB." in telling_page.text
    all_else_is_there(telling_page)


@pytest.mark.parametrize("trouble", [StorageFull, StorageUnavailable])
def test_a_full_or_lost_store_is_said_and_all_else_kept(
    telling_page: Visitor, trouble: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise trouble("no")

    monkeypatch.setattr(SealedStorage, "write_stream", refuse)
    add(telling_page, SPOKEN.read_bytes())
    assert "We could not keep your recording just now" in telling_page.text
    all_else_is_there(telling_page)


def test_a_full_disk_on_the_way_in_is_said_and_all_else_kept(
    telling_page: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise StorageFull("no")

    monkeypatch.setattr("common.uploads.nameless_file", refuse)
    add(telling_page, SPOKEN.read_bytes())
    assert "We could not keep your recording just now" in telling_page.text
    all_else_is_there(telling_page)


def test_a_file_beside_the_point_changes_nothing(telling_page: Visitor) -> None:
    """A text where the file should be, and a file where a text should be."""
    telling_page.press("Add this file", recording="not a file")
    assert telling_page.path == "/tell/where/"
    form = telling_page.open("/tell/words/").form("Save and go on")
    form.multipart = True
    form.values.pop("text")
    telling_page.send(form, files={"text": named(b"bytes")})
    assert telling_page.status == 200
    assert telling.read_draft_text(submission_id=Submission.objects.get().pk) in (WORDS, "")


@pytest.mark.parametrize("part", ["", "x", "z" * 32, "0" * 32, "\x00", "é" * 32])
def test_removing_what_is_not_there_changes_nothing(telling_page: Visitor, part: str) -> None:
    add(telling_page, SPOKEN.read_bytes())
    telling_page.press("Remove it", part=part)
    assert telling_page.path == "/tell/recording/"
    assert SealedPart.objects.filter(kind=PartKind.AUDIO).count() == 1


def test_nobody_removes_the_recording_of_another(telling_page: Visitor) -> None:
    add(telling_page, SPOKEN.read_bytes())
    theirs = SealedPart.objects.get(kind=PartKind.AUDIO)
    other = Visitor().open("/tell/").press("Start telling").open("/tell/recording/")
    add(other, SPOKEN.read_bytes()).press("Remove it", part=str(theirs.pk))
    assert SealedPart.objects.filter(pk=theirs.pk).exists()


def test_a_recording_after_sending_is_not_lost_in_silence(telling_page: Visitor) -> None:
    form = telling_page.form("Add this file")
    telling_page.open("/tell/agree/").press("Ask me", adult="on").open("/tell/check/").press("Send my story")
    telling_page.send(form, files={"recording": named(SPOKEN.read_bytes())})
    assert telling_page.status == 409
    assert "You sent this story already" in telling_page.text


def test_a_recording_alone_is_a_story_and_waits_to_be_heard(visitor: Visitor) -> None:
    visitor.open("/tell/").press("Start telling").press("Save and go on", text="")
    add(visitor, SPOKEN.read_bytes())
    visitor.open("/tell/agree/").press("Ask me", adult="on")
    offered = visitor.open("/tell/agree/website/").form("Save my answer").choices["answer"]
    assert offered == ["no", "1", "2", "3"], "words, a disguised voice and the voice; no picture"
    visitor.press("Save my answer", answer="2")
    visitor.open("/tell/check/").press("Send my story")
    story = Story.objects.get()
    part = story.submission.parts.get()
    assert ConsentRecord.objects.get().form == Form.DISGUISED_AUDIO
    assert Job.objects.get(kind="transcribe_recording").object_id == str(part.pk)


def test_removing_the_recording_takes_its_form_with_it(telling_page: Visitor) -> None:
    add(telling_page, SPOKEN.read_bytes())
    telling_page.open("/tell/agree/").press("Ask me", adult="on")
    telling_page.open("/tell/agree/website/").press("Save my answer", answer="3")
    telling_page.open("/tell/recording/").press("Remove it")
    form = telling_page.open("/tell/agree/website/").form("Save my answer")
    assert (form.choices["answer"], form.values["answer"]) == (["no", "1"], "1")
