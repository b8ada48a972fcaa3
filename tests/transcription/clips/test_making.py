"""A clip's file and its row: whatever moment a worker dies at, no sealed file is left that no row names."""

from dataclasses import replace

import pytest

from common.jobs.errors import Hindered
from common.storages import sealed_storage
from tests.transcription.clips.factories import Made, make_clip
from transcription.clips import making
from transcription.clips.making import cut_clip
from transcription.models import Clip
from transcription.purging import purge_media

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    pass


def kill_when_sealed(made: Made, monkeypatch: pytest.MonkeyPatch) -> Clip:
    """As SIGKILL leaves it: nothing that stands in a `finally` is done."""
    seal = making.seal_file

    def die(**how: object) -> None:
        seal(**how)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(making, "seal_file", die)
        dying.setattr(making, "delete_file", lambda **_: None)
        dying.setattr(Clip, "delete", lambda _self: None)
        with pytest.raises(Killed):
            cut_clip(clip_id=made.row.pk, beat=lambda _share, _note: None)
    place = Clip.objects.exclude(pk=made.row.pk).get()
    assert sealed_storage().exists(place.file_name)
    assert made.row.file_name == ""
    return place


@pytest.fixture
def made() -> Made:
    return make_clip("asked")


def test_the_next_try_finds_what_a_killed_worker_left(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    place = kill_when_sealed(made, monkeypatch)
    purge_media(story_id=made.story_id)
    assert sealed_storage().exists(place.file_name), "a worker may still be at it"
    cut_clip(clip_id=made.row.pk, beat=lambda _share, _note: None)
    assert Clip.objects.get() == made.row
    assert sealed_storage().exists(made.row.file_name)
    assert not sealed_storage().exists(place.file_name)


def test_a_worker_whose_place_is_gone_keeps_nothing(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one has begun anew: it alone may write the row."""
    names = []
    seal = making.seal_file

    def lose(**how: object) -> object:
        sealed = seal(**how)
        names.append(sealed.name)
        making.drop_unfinished(clip=made.row)
        return sealed

    monkeypatch.setattr(making, "seal_file", lose)
    cut_clip(clip_id=made.row.pk, beat=lambda _share, _note: None)
    assert Clip.objects.get() == made.row
    assert made.row.file_name == ""
    assert [name for name in names if sealed_storage().exists(name)] == []


def test_what_nobody_tries_again_goes_after_a_day(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    place = kill_when_sealed(made, monkeypatch)
    Clip.objects.filter(pk=place.pk).update(created_at="2020-01-01T00:00:00Z")
    purge_media(story_id=made.story_id)
    assert Clip.objects.get() == made.row
    assert not sealed_storage().exists(place.file_name)


def test_a_copy_made_anew_while_it_was_cut_has_it_cut_once_more(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not "being cut" for ever: nobody else would ever cut this stretch."""
    now = making.source_of(part_id=made.part.pk)
    older = replace(now, copy=replace(now.copy, sha256="of the copy before"))
    answers = iter([older, now])
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(making, "source_of", lambda **_: next(answers))
        with pytest.raises(Hindered):
            cut_clip(clip_id=made.row.pk, beat=lambda _share, _note: None)
    assert Clip.objects.get() == made.row
    assert made.row.file_name == ""
    cut_clip(clip_id=made.row.pk, beat=lambda _share, _note: None)
    assert sealed_storage().exists(made.row.file_name)
