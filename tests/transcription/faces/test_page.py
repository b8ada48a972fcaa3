"""The pages on which somebody looks: who may, what is written down, and that each frame is there."""

import io

import av
import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.enums import Role
from accounts.models import User
from common.audit import entries_for
from common.jobs.enums import JobState
from common.jobs.models import Job
from stories.models import SealedPart
from tests.stories.factories import make_user, sign_in, sit_down
from tests.transcription.faces.conftest import FilmMaker
from tests.transcription.faces.factories import ONCE, THRICE, look_through, make_filmed, review
from transcription.faces.stills import sheets
from transcription.models import FaceLook, SafeCopy
from transcription.players import show_editor_part
from transcription.release import preview_media

pytestmark = [
    pytest.mark.django_db(databases=["default", "keyring"]),
    pytest.mark.usefixtures("finding_once"),
]
LENGTH = 18.4


def address(part: SealedPart, name: str = "faces", *more: int) -> str:
    return reverse(f"transcription:{name}", args=[part.submission_id, part.pk, *more])


def looker(part: SealedPart, role: Role = Role.EDITOR) -> tuple[Client, User]:
    user = make_user(role)
    sit_down(part.submission.story, user)
    return sign_in(Client(), user), user


def size_of(jpeg: bytes) -> tuple[int, int]:
    with av.open(io.BytesIO(jpeg)) as container:
        frame = next(container.decode(video=0))
        return frame.width, frame.height


def test_only_who_may_open_sealed_words_and_says_why_sees_a_frame(face_film: FilmMaker) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    every = [address(part), address(part, "face_stretch", 0), address(part, "face_sheet", 0, 0)]
    for role in (Role.SECOND_READER, Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR):
        client, _user = looker(part, role)
        assert [client.get(each).status_code for each in every] == [403] * 3, role
        assert client.post(every[1], {"said": "clear"}).status_code == 403
    assert all(Client().get(each).status_code in (302, 403) for each in every)
    silent = sign_in(Client(), make_user(Role.EDITOR))
    assert "Before you open it" in silent.get(every[0]).content.decode()
    assert "Before you open it" in silent.get(every[1]).content.decode()
    assert silent.get(every[2]).status_code == 403
    assert not [each for each in entries_for(part.submission_id) if each.action == "heard.faces_looked"]


def test_each_look_is_written_down_and_every_frame_is_there(face_film: FilmMaker) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    client, user = looker(part)
    page = client.get(address(part, "face_stretch", 0)).content.decode()
    assert "Stretch 1 of 1, from 00:10.0 to 00:11.0" in page
    assert page.count("<img") >= 2
    sheet = client.get(address(part, "face_sheet", 0, 0))
    assert (sheet["Content-Type"], sheet["Cache-Control"]) == ("image/jpeg", "no-store, private")
    assert size_of(sheet.content) == (3 * 320, 240), "three of five a second in half of one"
    second = client.get(address(part, "face_sheet", 0, 1))
    assert size_of(second.content) == (3 * 320, 240), "two, and the one that is still shown when it begins"
    [look] = [each for each in entries_for(part.submission_id) if each.action == "heard.faces_looked"]
    assert (look.user, look.data["part"], look.data["why"]) == (user, str(part.pk), "safeguarding")
    for name, more in (("face_stretch", (1,)), ("face_sheet", (0, 2)), ("face_sheet", (1, 0))):
        assert client.get(address(part, name, *more)).status_code == 404


def test_what_is_said_leads_to_the_next_and_the_last_opens_the_copy(face_film: FilmMaker) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=THRICE))
    client, user = looker(part)
    copy = SafeCopy.objects.get(stale_at=None)
    for number, onward in ((0, 1), (1, 2), (2, None)):
        sent = {"said": "clear", "sha256": copy.sha256}
        answer = client.post(address(part, "face_stretch", number), sent)
        wanted = address(part) if onward is None else address(part, "face_stretch", onward)
        assert answer["Location"] == wanted
    assert preview_media(part_id=part.pk) is not None
    page = client.get(address(part)).content.decode()
    assert "All of it is looked at." in page
    assert page.count(f"nothing can be recognised, says {user}") == 3


def test_what_is_not_said_or_said_of_another_copy_counts_for_nothing(face_film: FilmMaker) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    client, _user = looker(part)
    now = review(part)
    assert now is not None
    for sent in ({"sha256": now.copy.sha256}, {"said": "clear", "sha256": "0" * 64}, {"said": "clear"}):
        assert client.post(address(part, "face_stretch", 0), sent)["Location"] == address(part)
    assert not FaceLook.objects.exists()
    page = client.get(address(part)).content.decode()
    assert "made anew while you were looking" in page
    assert "Say what you saw" in page


def test_one_storys_faces_are_not_had_through_another(face_film: FilmMaker) -> None:
    film = face_film(seconds=LENGTH, gone=ONCE)
    part, other = make_filmed(film), make_filmed(film, copied=False)
    client, user = looker(part)
    sit_down(other.submission.story, user)
    mixed = reverse("transcription:faces", args=[other.submission_id, part.pk])
    assert client.get(mixed).status_code == 404
    assert "nothing to look at" in client.get(address(other)).content.decode().lower()


@pytest.mark.parametrize("gone", [ONCE, THRICE], ids=["one", "three"])
def test_the_list_asks_as_much_for_one_as_for_three(
    gone: tuple[tuple[float, float], ...],
    face_film: FilmMaker,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=gone))
    client, _user = looker(part)
    client.get(address(part))
    with django_assert_num_queries(22):
        page = client.get(address(part))
    assert page.content.decode().count("nobody has looked at it") == len(gone)


def test_the_editors_page_leads_there_until_all_is_looked_at(
    rf: RequestFactory, face_film: FilmMaker
) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    Job.objects.filter(kind="transcribe_recording").update(state=JobState.DONE)
    drawn = show_editor_part(rf.get("/"), {"part_id": part.pk})
    assert address(part) in drawn
    assert "<source" not in drawn
    look_through(part, by=make_user(Role.EDITOR))
    drawn = show_editor_part(rf.get("/"), {"part_id": part.pk})
    assert address(part) not in drawn
    assert "It can miss one" in drawn


@pytest.mark.parametrize(("role", "leads"), [(Role.EDITOR, True), (Role.SECOND_READER, False)])
def test_the_storys_page_says_that_somebody_has_to_look(
    role: Role, leads: bool, face_film: FilmMaker
) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    client = sign_in(Client(), make_user(role))
    cover = reverse("stories_admin:story", args=[part.submission_id])
    page = client.get(cover).content.decode()
    assert "The computer lost a face in its safe copy" in page
    assert (address(part) in page) == leads
    look_through(part, by=make_user(Role.EDITOR))
    assert "lost a face" not in client.get(cover).content.decode()


def test_a_stretch_is_cut_into_sheets_without_a_hole() -> None:
    assert sheets(1.0, 2.2) == [(1.0, 1.5), (1.5, 2.0), (2.0, 2.2)]
    assert sheets(1.0, 1.04) == [(1.0, 1.04)]
