"""Who may send a file, and whose page may ask: everybody else gets a plain refusal."""

from uuid import uuid4

import pytest
from django.test import Client

from stories import telling
from stories.details import say_adult
from stories.enums import PartKind
from stories.models import SealedPart, Upload
from tests.stories.sending import BYTES, SOUND, Sender, files, only_upload, said

pytestmark = pytest.mark.django_db


def test_only_a_teller_with_a_draft_in_hand_may_begin() -> None:
    answer = Client().post(
        "/uploads/", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "10"}, content_type=BYTES
    )
    assert answer.status_code == 403
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "Start telling first. Then you can send a file."


def test_only_into_ones_own_draft(sender: Sender) -> None:
    theirs = telling.begin_submission()
    for named in (str(theirs.pk), str(uuid4()), "not an id"):
        assert sender.begin(10, Upload_Metadata=said(draft=named)).status_code == 403
    own = telling.begin_submission(teller=sender.submission.teller)
    assert sender.begin(10, Upload_Metadata=said(draft=str(own.pk))).status_code == 201
    assert only_upload().submission_id == own.pk


def test_somebody_elses_upload_is_not_found(sender: Sender) -> None:
    path = sender.begun(len(SOUND))
    other = Sender(telling.begin_submission())
    for method in ("HEAD", "PATCH", "DELETE"):
        assert other.ask(method, path, b"x", Upload_Offset="0").status_code == 404
        assert other.ask(method, f"/uploads/{uuid4()}/", b"x", Upload_Offset="0").status_code == 404
    assert Client().head(path, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert Upload.objects.count() == 1


def test_after_sending_nothing_more_is_taken(sender: Sender) -> None:
    telling.write_text(submission_id=sender.submission.pk, text="It was loud.")
    say_adult(submission_id=sender.submission.pk, adult=True)
    path = sender.begun(len(SOUND))
    telling.send_submission(submission_id=sender.submission.pk)
    before = files()
    assert sender.send(path, 0, SOUND).status_code == 409
    assert sender.begin(len(SOUND)).status_code == 409
    assert files() == before
    assert SealedPart.objects.filter(kind=PartKind.AUDIO).count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_another_sites_page_is_refused(sender: Sender, headers: dict[str, str]) -> None:
    path = sender.begun(10)
    for method, address in (("POST", "/uploads/"), ("PATCH", path), ("DELETE", path)):
        answer = sender.ask(
            method, address, b"x", Upload_Length="10", Upload_Offset="0", Content_Type=BYTES, **headers
        )
        assert answer.status_code == 403
    assert Upload.objects.count() == 1


def test_our_own_page_may(sender: Sender) -> None:
    assert sender.begin(10, Origin="http://testserver", Sec_Fetch_Site="same-origin").status_code == 201


def test_no_page_of_another_origin_is_ever_told_that_it_may(sender: Sender) -> None:
    answer = sender.client.options(
        "/uploads/", headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    )
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
