"""The recorder's page and its forms, as a browser without JavaScript meets them: they lead on, and lose nothing."""

from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as project
from django.test import Client

from stories.enums import PartKind
from stories.models import SealedPart, Submission, Upload
from stories.uploads.beginning import Wishes, begin_upload
from tests.stories.views.media import SPOKEN
from tests.stories.views.visitor import Visitor

pytestmark = pytest.mark.django_db

PIECE = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def telling(visitor: Visitor) -> Visitor:
    return visitor.open("/tell/").press("Start telling")


def record(visitor: Visitor, *, cut: int | None = None, wishes: str = "") -> str:
    """What the script does: a beginning, a piece, and an end unless it broke off after CUT bytes."""
    client, content = visitor.client, SPOKEN.read_bytes()[:cut]
    about = TUS | {"Upload-Defer-Length": "1", "Upload-Metadata": f"recorded eWVz{wishes}"}
    begun = client.post("/uploads/", b"", content_type=PIECE, headers=about)
    assert begun.status_code == 201, begun.content
    headers = TUS | {"Upload-Offset": "0"} | ({} if cut else {"Upload-Length": str(len(content))})
    sent = client.patch(begun["Location"], content, content_type=PIECE, headers=headers)
    assert sent.status_code == 204, sent.content
    return str(begun["Location"].split("/")[-2])


@pytest.mark.parametrize("page", ["/tell/record/", "/tell/record/film/"])
def test_without_a_script_it_leads_to_the_other_ways(page: str, telling: Visitor) -> None:
    telling.open(page)
    assert telling.status == 200
    assert "This page cannot record on this device" in telling.text
    assert 'href="/tell/recording/"' in telling.text
    assert 'href="/tell/words/"' in telling.text
    assert telling.queries[page] <= 12


def test_it_is_offered_where_a_recording_is_added(telling: Visitor) -> None:
    telling.open("/tell/recording/")
    assert 'href="/tell/record/"' in telling.text
    assert 'href="/tell/record/film/"' in telling.text


def test_camera_microphone_and_playing_from_memory_are_for_this_page_alone(telling: Visitor) -> None:
    telling.open("/tell/record/")
    assert "microphone=(self)" in telling.page["Permissions-Policy"]
    assert "media-src 'self' blob:" in telling.page["Content-Security-Policy"]
    telling.open("/tell/words/")
    assert "microphone=()" in telling.page["Permissions-Policy"]
    assert "blob:" not in telling.page["Content-Security-Policy"]


def test_a_wish_made_before_recording_is_on_the_part_and_can_be_changed(telling: Visitor) -> None:
    part_id = record(telling, wishes=",disguise_voice eWVz")
    telling.open("/tell/record/")
    assert "You chose: your voice is disguised for others." in telling.text
    part = SealedPart.objects.get(pk=part_id)
    assert part.disguise_voice
    form = telling.form("Save this choice")
    form.values.pop("disguise_voice")
    telling.send(form)
    part.refresh_from_db()
    assert not part.disguise_voice
    assert "You chose no disguise." in telling.text
    telling.press("Save this choice", disguise_voice="yes", hide_face="yes")
    part.refresh_from_db()
    assert (part.disguise_voice, part.hide_face) == (True, True)


def test_what_was_wished_is_read_once_more_before_it_is_sent(telling: Visitor) -> None:
    record(telling, wishes=",disguise_voice eWVz")
    assert "You chose: your voice is disguised for others." in telling.open("/tell/check/").text
    assert "/tell/record/#recorded" in telling.open("/tell/recording/").text


def test_consent_pages_offer_no_more_than_was_wished_for(telling: Visitor) -> None:
    record(telling, wishes=",disguise_voice eWVz")
    telling.open("/tell/agree/").press("Ask me", adult="on")
    offered = telling.open("/tell/agree/website/").form("Save my answer").choices["answer"]
    assert offered == ["no", "1", "2"], "words, and a disguised voice; not the voice"


def test_doing_it_again_removes_the_former_one_file_and_all(
    telling: Visitor,
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    before = sealed_files()
    record(telling)
    assert sealed_files() != before
    telling.open("/tell/record/film/")
    with django_capture_on_commit_callbacks(execute=True):
        telling.press("Remove it, and do it again")
    assert telling.path == "/tell/record/film/"
    assert not SealedPart.objects.exclude(kind=PartKind.WRITTEN).exists()
    assert sealed_files() == before


def sealed_files() -> set[Path]:
    return {file for file in Path(project.SEALED_ROOT).rglob("*") if file.is_file()}


def test_what_broke_off_is_offered_kept_and_gone_on_with(telling: Visitor) -> None:
    record(telling, cut=20_000)
    telling.open("/tell/record/")
    assert "You have a recording that broke off" in telling.text
    telling.press("Keep it, and record more")
    assert telling.path == "/tell/record/"
    part = SealedPart.objects.get(kind=PartKind.AUDIO)
    assert part.file_size == 20_000
    assert "You have a recording that broke off" not in telling.text
    assert "Record part 2" in telling.text


def test_what_broke_off_and_is_no_recording_is_said_and_the_page_goes_on(telling: Visitor) -> None:
    record(telling, cut=30)
    telling.open("/tell/record/").press("Keep it, and record more")
    assert telling.status == 200
    assert "too short" in telling.text
    assert not SealedPart.objects.exclude(kind=PartKind.WRITTEN).exists()


def test_what_broke_off_is_kept_as_it_is(telling: Visitor) -> None:
    record(telling, cut=20_000)
    telling.open("/tell/record/").press("Keep it as it is")
    assert telling.path == "/tell/recording/"
    assert SealedPart.objects.get(kind=PartKind.AUDIO).file_size == 20_000


def test_what_broke_off_is_removed(telling: Visitor) -> None:
    record(telling, cut=20_000)
    telling.open("/tell/record/").press("Remove it")
    assert not Upload.objects.exists()


def test_a_chosen_file_that_is_on_its_way_is_no_recording_that_broke_off(telling: Visitor) -> None:
    draft = Submission.objects.get()
    upload = begin_upload(submission_id=draft.pk, length=100, wishes=Wishes())
    Upload.objects.filter(pk=upload.pk).update(received=50)
    assert "broke off" not in telling.open("/tell/record/").text


@pytest.mark.parametrize("words", ["", "x", "\x00", "00000000-0000-4000-8000-000000000000"])
def test_what_is_not_there_changes_nothing(words: str, telling: Visitor) -> None:
    part_id = record(telling)
    draft = str(Submission.objects.get().pk)
    for path, field in (("wish", "part"), ("again", "part"), ("broken-off", "upload")):
        telling.open("/tell/record/")
        form = telling.form("Save this choice")
        form.action = f"/tell/record/{path}/"
        telling.send(form, **{field: words, "draft": draft, "way": words, "do": "go_on"})
        assert telling.path == "/tell/record/"
    assert SealedPart.objects.filter(pk=part_id).exists()


def test_nobody_touches_or_hears_the_recording_of_another(telling: Visitor) -> None:
    theirs = record(telling)
    other = Visitor().open("/tell/").press("Start telling")
    record(other)
    other.open("/tell/record/").press("Save this choice", part=theirs, disguise_voice="yes")
    other.press("Remove it, and do it again", part=theirs)
    part = SealedPart.objects.get(pk=theirs)
    assert not part.disguise_voice
    assert own(telling.client, part.pk).status_code == 200
    assert own(other.client, part.pk).status_code == 404
    assert own(Client(), part.pk).status_code == 404


def own(client: Client, part_id: UUID):  # type: ignore[no-untyped-def]
    return client.get(f"/tell/record/{part_id}/own")


def test_it_is_heard_back_while_it_is_a_draft_and_is_kept_by_no_cache(telling: Visitor) -> None:
    part_id = record(telling)
    answer = own(telling.client, UUID(part_id))
    assert b"".join(answer.streaming_content) == SPOKEN.read_bytes()
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("audio/ogg", "nosniff")
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    telling.open("/tell/agree/").press("Ask me", adult="on").open("/tell/check/").press("Send my story")
    assert own(telling.client, UUID(part_id)).status_code == 404


def test_the_page_asks_no_more_of_the_database_with_more_parts(telling: Visitor) -> None:
    telling.open("/tell/record/")
    without = telling.queries["/tell/record/"]
    for _ in range(3):
        record(telling)
    record(telling, cut=20_000)
    telling.open("/tell/record/")
    assert telling.queries["/tell/record/"] == without
