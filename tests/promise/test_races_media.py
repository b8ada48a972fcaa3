"""Consent that shrinks or ends while a safe copy is made: no copy that it does not cover is left, nor its file."""

import pytest

from common.jobs.run_now import drain
from common.jobs.service import enqueue
from common.storages import sealed_storage
from common.vault.files import SealedFile
from stories import withdrawal
from stories.enums import Form, Purpose
from stories.models import SealedPart
from tests.promise.racing import Work
from tests.promise.recordings import agree, make_spoken
from tests.promise.threads import escaped, one_within_the_other
from transcription import safe_copies
from transcription.models import Recording, SafeCopy
from transcription.release import preview_media, read_media
from transcription.safe_copies import make_safe_copy

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keyring"]),
    pytest.mark.usefixtures("engine"),
]
SHRINKING = {
    "words only": lambda part: agree(part, Form.TEXT),
    "a disguised voice": lambda part: agree(part, Form.DISGUISED_AUDIO),
    "not the website": lambda part: withdrawal.take_back_purpose(
        submission_id=part.submission_id, purpose=Purpose.WEBSITE
    ),
    "nothing": lambda part: withdrawal.take_back(submission_id=part.submission_id),
}
MIDDLE = ["transcription.safe_copies.check", "transcription.safe_copies.still_wanted"]


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of all files that were sealed for copies."""
    names: list[str] = []
    real = safe_copies.seal_file

    def noting(**kwargs: object) -> SealedFile:
        file = real(**kwargs)  # type: ignore[arg-type]
        names.append(file.name)
        return file

    monkeypatch.setattr(safe_copies, "seal_file", noting)
    return names


def making(part: SealedPart) -> Work:
    return lambda: make_safe_copy(part_id=part.pk, beat=lambda _share, _note: None)


def part_without_copy() -> SealedPart:
    """Published, its own voice agreed to, its copy still to be made."""
    part = make_spoken("published")
    for copy in SafeCopy.objects.all():
        sealed_storage().delete(copy.file_name)
        copy.delete()
    return part


@pytest.mark.parametrize("middle", MIDDLE)
@pytest.mark.parametrize("what", list(SHRINKING))
def test_less_is_agreed_to_while_the_copy_is_made(what: str, middle: str, sealed: list[str]) -> None:
    part = part_without_copy()
    del sealed[:]
    outcomes = one_within_the_other(making(part), lambda: SHRINKING[what](part), after=middle)
    assert escaped(outcomes) == []
    assert_not_heard(part, Form.AUDIO)
    drain()
    assert_not_heard(part, Form.AUDIO)
    kept = set(SafeCopy.objects.values_list("file_name", flat=True))
    assert not SafeCopy.objects.filter(form=Form.AUDIO).exists()
    assert sealed
    assert [name for name in sealed if sealed_storage().exists(name)] == sorted(kept)
    if what == "nothing":
        assert not Recording.objects.exists()


def assert_not_heard(part: SealedPart, form: Form) -> None:
    for clip in (read_media(story_id=part.submission_id, part_id=part.pk), preview_media(part_id=part.pk)):
        assert clip is None or clip.form < form


def test_two_workers_make_the_same_copy(sealed: list[str]) -> None:
    part = part_without_copy()
    del sealed[:]
    outcomes = one_within_the_other(making(part), making(part), after="transcription.safe_copies.check")
    assert escaped(outcomes) == []
    drain()
    assert sorted(n for n in sealed if sealed_storage().exists(n)) == [SafeCopy.objects.get().file_name]
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert SafeCopy.objects.count() == 1
