"""Nothing of an old recording stays longer than it must: key, files and rows, and what was taken back at once."""

import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from common import tombstones
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.storages import sealed_storage
from common.vault.errors import KeyDestroyed
from common.vault.keys import data_key
from stories import additions, part_withdrawal, withdrawal
from stories.models import Story, Upload, UploadPiece
from stories.parts import part_is_here
from tests.transcription.splitting.tapes import ask, bring, split
from transcription.enums import CardState, RipState
from transcription.models import Rip, RipCard
from transcription.splitting import ending
from transcription.splitting.bringing import SWEEP
from transcription.splitting.handing import NoWords, open_card
from transcription.splitting.playing import open_rip

pytestmark = pytest.mark.django_db
OWN = (("0", "4", "1"), ("4", "8", "2"))


def files_of(rip: Rip) -> list[str]:
    pieces = UploadPiece.objects.filter(upload__held_for=rip.pk).values_list("file_name", flat=True)
    return [*pieces, Rip.objects.get(pk=rip.pk).proxy_name]


def assert_gone(rip: Rip, names: list[str]) -> None:
    rip.refresh_from_db()
    assert rip.state == RipState.DESTROYED
    assert rip.destroyed_at is not None
    with pytest.raises(KeyDestroyed):
        data_key(owner=rip.pk)
    assert not any(sealed_storage().exists(name) for name in names)
    assert not Upload.objects.filter(held_for=rip.pk).exists()
    assert tombstones.disagreement() == 0


def held_with_one_taken(rip: Rip, editor: User) -> RipCard:
    """One is a story already, the other could not be cut out yet."""
    split(rip, *OWN)
    ask(rip, 1, 2, by=editor)
    RipCard.objects.filter(rip=rip, number=2).update(state=CardState.OPEN)
    drain()
    rip.refresh_from_db()
    assert rip.state == RipState.READY
    return rip.cards.get(number=1)


def test_somebody_says_that_it_may_go(rip: Rip, editor: User) -> None:
    names = files_of(rip)
    assert all(sealed_storage().exists(name) for name in names)
    split(rip, *OWN)
    ending.throw_out(rip_id=rip.pk, by=editor)
    with pytest.raises(Rip.DoesNotExist):  # at once, before any worker
        open_rip(rip_id=rip.pk, by=editor)
    drain()
    assert_gone(rip, names)
    assert not rip.stretches.exists()
    assert not rip.cards.exists()


def test_after_its_days_it_goes_split_or_not(rip: Rip) -> None:
    names = files_of(rip)
    ending.sweep_rip(rip_id=rip.pk)
    drain()
    rip.refresh_from_db()
    assert rip.state == RipState.READY, "not before"
    assert Job.objects.filter(kind=SWEEP, object_id=str(rip.pk), state=JobState.QUEUED).exists()
    Rip.objects.filter(pk=rip.pk).update(destroy_at=timezone.now())
    ending.sweep_rip(rip_id=rip.pk)
    drain()
    assert_gone(rip, names)


def test_it_was_told_at_the_beginning_when_it_goes(rip: Rip, settings: object) -> None:
    job = Job.objects.get(kind=SWEEP, object_id=str(rip.pk))
    assert job.due_at == rip.destroy_at
    assert rip.destroy_at - rip.created_at == pytest.approx(
        dt.timedelta(days=14), abs=dt.timedelta(minutes=1)
    )


def test_what_is_being_taken_at_that_moment_is_waited_for(rip: Rip, editor: User) -> None:
    split(rip, *OWN)
    ask(rip, 1, 2, by=editor)
    Rip.objects.filter(pk=rip.pk).update(destroy_at=timezone.now())
    ending.sweep_rip(rip_id=rip.pk)
    rip.refresh_from_db()
    assert rip.state == RipState.READY
    drain()
    assert Story.objects.count() == 2


def test_who_takes_their_story_back_has_the_whole_recording_destroyed(rip: Rip, editor: User) -> None:
    taken, names = held_with_one_taken(rip, editor), files_of(rip)
    withdrawal.take_back(submission_id=taken.story_id)
    rip.refresh_from_db()
    assert rip.state == RipState.GOING, "in the same transaction, before any worker"
    with pytest.raises(Rip.DoesNotExist):
        open_rip(rip_id=rip.pk, by=editor)
    drain()
    assert_gone(rip, names)
    taken.refresh_from_db()
    assert taken.taken_back
    assert taken.sealed_words is None
    with pytest.raises(NoWords):
        open_card(card_id=taken.pk, by=editor)


def test_the_others_stay_what_they_are_when_one_takes_theirs_back(rip: Rip, editor: User) -> None:
    split(rip, *OWN)
    ask(rip, 1, 2, by=editor)
    drain()
    one, two = rip.cards.all()
    withdrawal.take_back(submission_id=one.story_id)
    drain()
    assert part_is_here(part_id=two.part_id)
    assert open_card(card_id=two.pk, by=editor)


def test_who_takes_back_the_recording_alone_has_it_destroyed_as_well(rip: Rip, editor: User) -> None:
    taken = held_with_one_taken(rip, editor)
    additions.add_words(submission_id=taken.story_id, text="An invented word more.")
    part_withdrawal.take_back_part(submission_id=taken.story_id, part_id=taken.part_id)
    rip.refresh_from_db()
    assert rip.state == RipState.GOING
    taken.refresh_from_db()
    assert taken.sealed_words is not None, "their story is still here, and they come back to it"


def test_a_story_of_no_disc_destroys_none(rip: Rip, editor: User) -> None:
    held_with_one_taken(rip, editor)
    ending.story_changed(story_id=uuid4())
    rip.refresh_from_db()
    assert rip.state == RipState.READY


def test_a_worker_at_work_meanwhile_brings_nobody_in(rip: Rip, editor: User, monkeypatch: object) -> None:
    from transcription.splitting import taking

    split(rip, *OWN)
    ask(rip, 1, 2, by=editor)
    real = taking.check_length

    def destroyed_meanwhile(file: Path, spans: list[tuple[float, float]]) -> None:
        real(file, spans)
        Rip.objects.filter(pk=rip.pk).update(state=RipState.GOING)

    monkeypatch.setattr(taking, "check_length", destroyed_meanwhile)  # type: ignore[attr-defined]
    drain()
    assert not Story.objects.exists()
    assert not RipCard.objects.filter(draft_id__isnull=False).exists(), "what was begun is thrown away"


def test_restored_from_a_backup_it_is_destroyed_again(rip: Rip, editor: User) -> None:
    names = files_of(rip)
    ending.throw_out(rip_id=rip.pk, by=editor)
    drain()
    Rip.objects.filter(pk=rip.pk).update(state=RipState.READY, proxy_size=5)
    results = [each for each in tombstones.reapply() if each.owner == rip.pk]
    assert [each.erased for each in results] == [True]
    assert_gone(rip, names)
    assert not ending.destroy_again(owner=rip.pk)


def test_an_interrupted_destruction_is_finished(disc: list[Path], editor: User, no_model: object) -> None:
    rip = bring(disc, by=editor)
    names = files_of(rip)
    sealed_storage().delete(names[0])
    ending.destroy_rip(rip_id=rip.pk)
    ending.destroy_rip(rip_id=rip.pk)
    assert_gone(rip, names)
