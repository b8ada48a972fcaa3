"""An old recording comes in by the uploads' own road: resumable, sealed, by the right people, under no name."""

import base64
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.enums import Role
from accounts.models import User
from common.storages import sealed_storage
from common.vault.errors import KeyDestroyed
from stories.models import Submission, Upload, UploadPiece
from stories.uploads.held import HeldFile, held_files, open_held
from stories.uploads.leaving import sweep_upload
from tests.stories.factories import make_teller, make_user, sign_in
from tests.transcription.splitting.tapes import make_group
from transcription.enums import RipState
from transcription.models import Rip
from transcription.splitting.bringing import NotOpen, bring_rip, leave_file_out, say_complete
from transcription.splitting.ending import destroy_rip
from transcription.splitting.names import CannotJoin

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}
CONTENT = b"Brackenmoor, an invented disc. " * 400


@pytest.fixture
def empty(editor: User) -> Rip:
    return bring_rip(organisation=make_group(), by=editor)


@pytest.fixture
def at(editor: User) -> Client:
    return sign_in(Client(), editor)


def encoded(**said: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())


def begin(client: Client, rip: Rip, name: str = "VTS_01_1.VOB", *, length: int = len(CONTENT)) -> object:
    headers = TUS | {"Upload-Length": str(length), "Upload-Metadata": encoded(held=str(rip.pk), name=name)}
    return client.generic("POST", reverse("uploads:create"), headers=headers)


def go_on(client: Client, address: str, *, offset: int, most: int = 10_000_000) -> object:
    kind = "application/offset+octet-stream"
    headers = TUS | {"Upload-Offset": str(offset)}
    return client.patch(address, CONTENT[offset : offset + most], content_type=kind, headers=headers)


def test_in_pieces_and_on_from_where_it_was(at: Client, empty: Rip) -> None:
    made = begin(at, empty)
    assert made.status_code == 201
    address = made["Location"]
    assert go_on(at, address, offset=0, most=5000).status_code == 204
    assert at.head(address, headers=TUS)["Upload-Offset"] == "5000"
    ended = go_on(at, address, offset=5000)
    assert (ended.status_code, ended["Upload-Offset"]) == (204, str(len(CONTENT)))
    assert "Heard-Part" not in ended, "nothing is made of it"
    (file,) = held_files(owner=empty.pk)
    assert file == HeldFile(file.upload_id, "VTS_01_1.VOB", len(CONTENT), len(CONTENT), True)
    with open_held(upload_id=file.upload_id) as sealed:
        assert sealed.read(len(CONTENT)) == CONTENT
    assert not Submission.objects.exists()
    for piece in UploadPiece.objects.all():
        stream = sealed_storage().open_range(piece.file_name, 0, 4000)
        assert b"Brackenmoor" not in stream.read(4000)
        stream.close()


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - {Role.EDITOR, Role.SAFEGUARDING_LEAD})])
def test_nobody_else_sends_asks_or_removes(role: Role | None, at: Client, empty: Rip) -> None:
    address = begin(at, empty)["Location"]
    other = Client()
    if role is not None:
        sign_in(other, make_user(role))
    assert begin(other, empty, "VTS_01_2.VOB").status_code == 403
    assert go_on(other, address, offset=0).status_code == 404
    assert other.head(address, headers=TUS).status_code == 404
    assert other.delete(address, headers=TUS).status_code == 404
    assert Upload.objects.get().received == 0


def test_a_teller_with_a_draft_in_hand_does_not_reach_it(at: Client, empty: Rip) -> None:
    from stories.tellers import SESSION_KEY
    from stories.telling import begin_submission

    address = begin(at, empty)["Location"]
    teller, _words = make_teller()
    begin_submission(teller=teller)
    client = Client()
    session = client.session
    session[SESSION_KEY] = str(teller.pk)
    session.save()
    assert go_on(client, address, offset=0).status_code == 404
    assert begin(client, empty).status_code == 403


def test_what_can_be_no_part_of_it_is_refused_with_why(at: Client, empty: Rip) -> None:
    assert "menu of the disc" in begin(at, empty, "VTS_01_0.VOB").content.decode()
    begin(at, empty, "VTS_01_1.VOB")
    again = begin(at, empty, "vts_01_1.vob")
    assert (again.status_code, "here already" in again.content.decode()) == (409, True)
    other = begin(at, empty, "Maureen.mp4")
    assert (other.status_code, "by itself" in other.content.decode()) == (409, True)
    assert "Maureen" not in other.content.decode()
    assert Upload.objects.count() == 1
    assert begin(at, empty, "VTS_01_2.VOB", length=10**12).status_code == 413


def test_no_name_is_kept(at: Client, empty: Rip) -> None:
    begin(at, empty, "Maureen on the ward.mpg")
    assert Upload.objects.get().held_as == ""


def test_for_one_that_is_not_there_nothing_is_taken(at: Client, empty: Rip) -> None:
    Rip.objects.filter(pk=empty.pk).update(state=RipState.READY)
    assert begin(at, empty).status_code == 409
    empty.pk = uuid4()
    assert begin(at, empty).status_code == 403


def test_one_that_was_destroyed_takes_not_a_byte_more(at: Client, empty: Rip) -> None:
    address = begin(at, empty)["Location"]
    go_on(at, address, offset=0, most=5000)
    names = list(UploadPiece.objects.values_list("file_name", flat=True))
    destroy_rip(rip_id=empty.pk)
    assert go_on(at, address, offset=5000).status_code == 404
    assert not any(sealed_storage().exists(name) for name in names)
    assert not Upload.objects.exists()


def test_it_is_left_out_cancelled_or_swept(at: Client, empty: Rip) -> None:
    whole = begin(at, empty, "VTS_01_1.VOB")["Location"]
    go_on(at, whole, offset=0)
    begun = begin(at, empty, "VTS_01_2.VOB")["Location"]
    go_on(at, begun, offset=0, most=5000)
    left = Upload.objects.get(held_as="VTS_01_2.VOB")
    Upload.objects.update(expires_at=timezone.now())
    for upload in Upload.objects.all():
        sweep_upload(upload_id=upload.pk)
    assert not Upload.objects.filter(pk=left.pk).exists(), "nobody went on with it"
    (kept,) = held_files(owner=empty.pk)
    assert kept.arrived, "what is here stays as long as the recording does"
    leave_file_out(rip_id=empty.pk, upload_id=kept.upload_id)
    assert held_files(owner=empty.pk) == []
    assert not UploadPiece.objects.exists()
    cancelled = begin(at, empty, "VTS_01_1.VOB")["Location"]
    assert at.delete(cancelled, headers=TUS).status_code == 204
    assert not Upload.objects.exists()


def test_a_missing_part_holds_it_up_and_nothing_sent_is_lost(at: Client, empty: Rip) -> None:
    for name in ("VTS_01_1.VOB", "VTS_01_3.VOB"):
        go_on(at, begin(at, empty, name)["Location"], offset=0)
    with pytest.raises(CannotJoin, match=r"VTS_01_2\.VOB is missing"):
        say_complete(rip_id=empty.pk)
    empty.refresh_from_db()
    assert empty.state == RipState.ARRIVING
    page = at.post(reverse("splitting:complete", args=[empty.pk]), follow=True).text
    assert "VTS_01_2.VOB is missing" in page
    assert page.index("VTS_01_1.VOB") < page.index("VTS_01_3.VOB")
    go_on(at, begin(at, empty, "VTS_01_2.VOB")["Location"], offset=0)
    say_complete(rip_id=empty.pk)
    with pytest.raises(NotOpen):
        say_complete(rip_id=empty.pk)


def test_without_a_script_the_form_sends_them_whole(at: Client, empty: Rip, settings: Settings) -> None:
    files = [SimpleUploadedFile(name, CONTENT) for name in ("VTS_01_2.VOB", "VTS_01_1.VOB")]
    page = at.post(reverse("splitting:files", args=[empty.pk]), {"files": files}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("splitting:rip", args=[empty.pk])
    assert {each.place for each in held_files(owner=empty.pk)} == {"VTS_01_1.VOB", "VTS_01_2.VOB"}
    assert page.text.index("VTS_01_1.VOB") < page.text.index("VTS_01_2.VOB")
    settings.PLAIN_UPLOAD_LIMIT = 500
    over = [SimpleUploadedFile("VTS_01_3.VOB", CONTENT)]
    assert (
        "too large" in at.post(reverse("splitting:files", args=[empty.pk]), {"files": over}, follow=True).text
    )
    assert len(held_files(owner=empty.pk)) == 2


def test_its_key_is_its_own(at: Client, empty: Rip) -> None:
    go_on(at, begin(at, empty)["Location"], offset=0)
    (file,) = held_files(owner=empty.pk)
    destroyed = Upload.objects.get(pk=file.upload_id)
    destroyed.held_for = uuid4()
    destroyed.save()
    with pytest.raises(KeyDestroyed), open_held(upload_id=file.upload_id) as sealed:
        sealed.read(1)
