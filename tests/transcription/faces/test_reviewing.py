"""No door opens for a copy until a named person has looked at every stretch in which a face was lost."""

from typing import Any

import pytest

from accounts.enums import Role
from common.audit import entries_for
from common.jobs.models import Job
from common.jobs.run_now import drain
from stories.enums import Form
from stories.models import SealedPart, Story
from stories.second_person import note_opened, say_heard
from tests.promise.recordings import agree
from tests.stories.factories import make_user
from tests.transcription.clips.factories import make_clip
from tests.transcription.faces.conftest import FilmMaker
from tests.transcription.faces.factories import ONCE, THRICE, look_through, make_filmed, review
from transcription.clips.choosing import CannotCut
from transcription.clips.source import copy_to_cut
from transcription.enums import Picture, Stage
from transcription.faces import covering
from transcription.faces.reviewing import CannotReview, say_of_stretch
from transcription.kept import keep_safe_copies
from transcription.models import FaceLook, Recording, SafeCopy
from transcription.release import preview_media, teller_media, training_copy, treated_copies
from transcription.state import safe_copy_state
from transcription.treatments.choosing import CannotTreat
from transcription.treatments.chosen import chosen_for, pictures_on_offer

pytestmark = [
    pytest.mark.django_db(databases=["default", "keyring"]),
    pytest.mark.usefixtures("finding_once"),
]
LENGTH = 18.4


def doors(part: SealedPart) -> list[Any]:
    """Everything through which a copy is chosen."""
    kept = keep_safe_copies(part.submission_id).files
    return [preview_media(part_id=part.pk), training_copy(part_id=part.pk), kept]


def test_no_door_opens_before_somebody_has_looked_at_all_of_it(face_film: FilmMaker) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=THRICE))
    copy = SafeCopy.objects.get(stale_at=None)
    assert (copy.picture, [tuple(span) for span in copy.lost]) == (Picture.FACES, list(THRICE))
    by = make_user(Role.EDITOR)
    for number in (0, 2):
        assert not any(doors(part))
        say_of_stretch(part_id=part.pk, sha256=copy.sha256, number=number, clear=True, by=by)
    assert not any(doors(part))
    with pytest.raises(CannotCut, match="no safe copy"):
        copy_to_cut(part_id=part.pk)
    state = safe_copy_state(part_id=part.pk)
    assert (state.stage, state.to_look_at) == (Stage.WAITING, True)
    assert treated_copies([part.pk])[part.pk].being_made, "a second reader waits for it"
    assert Story.objects.get(pk=part.submission_id).copy_waits_since is None
    say_of_stretch(part_id=part.pk, sha256=copy.sha256, number=1, clear=True, by=by)
    assert all(doors(part))
    assert Story.objects.get(pk=part.submission_id).copy_waits_since is not None, (
        "now a second person is asked"
    )
    assert {look.by for look in FaceLook.objects.all()} == {by}
    said = [entry for entry in entries_for(part.submission_id) if entry.action == "heard.faces_said"]
    assert [entry.data["seconds"] for entry in said] == ["10.0-11.0", "14.0-14.4", "4.0-4.6"]


def test_a_look_at_another_file_opens_nothing(face_film: FilmMaker) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    look_through(part, by=make_user(Role.EDITOR))
    assert preview_media(part_id=part.pk) is not None
    FaceLook.objects.update(sha256="0" * 64)
    assert preview_media(part_id=part.pk) is None
    now = review(part)
    assert now is not None
    assert len(now.left) == 1


def test_a_stretch_to_cover_is_black_in_a_new_copy_and_the_rest_is_looked_at_anew(
    face_film: FilmMaker,
) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=THRICE))
    before = SafeCopy.objects.get(stale_at=None)
    look_through(part, by=make_user(Role.EDITOR), cover=(1,))
    assert not any(doors(part))
    assert Job.objects.filter(kind="make_safe_copy").exclude(state="done").exists()
    drain()
    after = SafeCopy.objects.get(stale_at=None)
    assert after.sha256 != before.sha256
    assert [tuple(span) for span in after.lost] == [THRICE[0], THRICE[2]], "what is black needs nobody"
    assert chosen_for(Recording.objects.get(part_id=part.pk)).covered == (THRICE[1],)
    assert not any(doors(part))
    look_through(part, by=make_user(Role.EDITOR))
    assert all(doors(part))


def test_what_was_said_of_a_copy_that_is_gone_is_refused(face_film: FilmMaker) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    now = review(part)
    assert now is not None
    by = make_user(Role.EDITOR)
    for sha256, number in (("0" * 64, 0), (now.copy.sha256, 1)):
        with pytest.raises(CannotReview, match="made anew"):
            say_of_stretch(part_id=part.pk, sha256=sha256, number=number, clear=True, by=by)
    assert not FaceLook.objects.exists()


def test_too_many_covered_stretches_change_nothing(
    face_film: FilmMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    monkeypatch.setattr("transcription.treatments.choosing.MOST_COVERED", 0)
    with pytest.raises(CannotTreat):
        look_through(part, by=make_user(Role.EDITOR), cover=(0,))
    assert not FaceLook.objects.exists()


def test_a_film_in_which_faces_are_lost_for_too_long_is_refused(
    face_film: FilmMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=THRICE), copied=False)
    monkeypatch.setattr(covering, "MOST_LOST", 2)
    drain()
    assert "blur all of the picture" in safe_copy_state(part_id=part.pk).message
    assert not SafeCopy.objects.filter(stale_at=None).exists()


def test_a_clip_of_such_a_copy_is_checked_and_passes(face_film: FilmMaker) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    look_through(part, by=make_user(Role.EDITOR))
    copy, second = preview_media(part_id=part.pk), make_user(Role.SECOND_READER)
    assert copy is not None
    note_opened(part_id=part.pk, sha256=copy.sha256, by=second)
    say_heard(story_id=part.submission_id, heard=[copy.sha256], by=second)
    shown = teller_media(part_id=part.pk)
    assert shown is not None
    assert shown.sha256 == copy.sha256
    cut = make_clip("cut", part=part)
    assert (cut.row.picture, bool(cut.row.file_name)) == (Picture.FACES, True)


def test_faces_alone_are_offered_only_to_who_agreed_to_their_own_picture(face_film: FilmMaker) -> None:
    """“The whole picture is blurred” was promised to everybody else."""
    film = face_film(seconds=LENGTH, gone=ONCE)
    part = make_filmed(film, form=Form.DISGUISED_VIDEO)
    assert preview_media(part_id=part.pk).picture == Picture.BLURRED  # type: ignore[union-attr]
    recording = Recording.objects.get(part_id=part.pk)
    assert Picture.FACES in pictures_on_offer(recording), "what was chosen stays to be seen"
    recording.choice.delete()
    recording = Recording.objects.get(part_id=part.pk)
    assert Picture.FACES not in pictures_on_offer(recording)
    agree(part, Form.VIDEO)
    assert Picture.FACES in pictures_on_offer(recording)


def test_where_the_faces_are_is_sealed_and_known_to_the_copy(face_film: FilmMaker) -> None:
    part = make_filmed(face_film(seconds=LENGTH, gone=ONCE))
    look_through(part, by=make_user(Role.EDITOR))
    assert b"runs" not in bytes(SafeCopy.objects.get(stale_at=None).sealed_faces)
    copy = preview_media(part_id=part.pk)
    assert copy is not None
    faces = copy.hidden_faces()
    assert faces is not None
    assert (faces.size, len(faces.boxes)) == ((320, 240), 92)
