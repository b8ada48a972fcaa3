"""A worker killed while an old disc is made ready, split or destroyed: everybody once and alone, nothing plain left."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.enums import Role
from common.jobs.enums import JobState
from common.jobs.models import Job
from stories.enums import SubmissionState
from stories.models import IntakeFile, Story, Submission
from stories.receipts import teller_by_receipt
from tests.kill.conftest import HarnessFor
from tests.kill.harness import WorkerHarness
from tests.kill.probe.apps import DIE_AT
from tests.kill.test_transcription import plain_folders, sealed_files
from tests.stories.factories import make_user
from tests.transcription.splitting.tapes import (
    HEARD,
    TONES,
    UNHEARD,
    ask,
    bring,
    loudest,
    make_disc,
    samples,
    split,
)
from transcription.enums import CardState, RipState
from transcription.models import Rip, RipCard
from transcription.splitting.ending import throw_out
from transcription.splitting.handing import open_card
from transcription.unsealing import unseal_part

pytestmark = pytest.mark.kill
WHILE_PREPARING = [
    "transcription.splitting.preparing:unseal_rip 1 after",
    "transcription.splitting.preparing:write_proxy 1 after",
    "transcription.splitting.preparing:seal_file 1 after",
    "transcription.splitting.preparing:finish 1 before",
]
# Of two people, each taken by a job of their own: where the worker ends, and how many are stories by then.
WHILE_TAKING = [
    ("transcription.splitting.taking:unseal_rip 1 after", 0),
    ("transcription.splitting.taking:cut_out 1 after", 0),
    ("stories.intake.on_behalf:begin_for 1 after", 0),
    ("stories.intake.on_behalf:seal_file 1 after", 0),
    ("stories.intake.on_behalf:keep_recording_for 1 after", 0),
    ("stories.intake.on_behalf:send_for 1 after", 0),
    ("transcription.splitting.taking:finish 1 after", 0),
    ("transcription.splitting.taking:keep 1 after", 1),
    ("transcription.splitting.taking:let_go 1 after", 1),
]
WHILE_DESTROYING = [
    "transcription.splitting.ending:destroy_key 1 before",
    "transcription.splitting.ending:drop_held 1 before",
    "transcription.splitting.ending:drop_held 1 after",
]


def run_until_it_dies(harness: WorkerHarness, where: str) -> None:
    """The next worker may have whatever this one, or one before it, left behind, as often as it takes."""
    harness.env[DIE_AT] = where
    assert harness.start_worker(ready=False).wait(90) == -9, (where, harness.log)
    del harness.env[DIE_AT]
    died = Job.objects.filter(state=JobState.RUNNING)
    assert died.update(lease_until=timezone.now(), attempts=1), where


def reached(harness: WorkerHarness, rip: Rip, state: RipState) -> None:
    harness.wait_for(lambda: Rip.objects.get(pk=rip.pk).state == state, what=state.label)
    harness.wait_for(lambda: not plain_folders(), what="the plain folders to go")


def test_killed_at_every_stage_in_turn(harness_for: HarnessFor, tmp_path: Path, no_model: Settings) -> None:
    harness, editor, before = harness_for("filesystem"), make_user(Role.EDITOR), set(sealed_files())
    rip = bring(make_disc(tmp_path), by=editor, ready=False)
    sent = set(sealed_files()) - before
    for where in WHILE_PREPARING:
        run_until_it_dies(harness, where)
        assert Rip.objects.get().state == RipState.PREPARING
    harness.start_worker()
    reached(harness, rip, RipState.READY)
    harness.kill()
    assert len(set(sealed_files()) - before - sent) == 1, "one form that plays, however often it was begun"
    split(rip, ("0", "4", "1"), ("4", "8", "2"))
    ask(rip, 1, 2, by=editor)
    for where, stories in WHILE_TAKING:
        run_until_it_dies(harness, where)
        assert (Story.objects.count(), IntakeFile.objects.count()) == (stories, stories), where
        Job.objects.filter(kind="transcribe_recording").update(due_at=timezone.now() + dt.timedelta(days=1))
    harness.start_worker()
    reached(harness, rip, RipState.DESTROYED)
    harness.wait_for(lambda: only_the_two_are_left(before), what="what was begun to be thrown away")
    each_is_alone(tmp_path)
    words = [open_card(card_id=card.pk, by=editor).splitlines()[2] for card in rip.cards.all()]
    tellers = [teller_by_receipt(words=said) for said in words]
    assert [teller.submissions.get().pk for teller in tellers if teller] == [
        card.story_id for card in rip.cards.all()
    ]


def only_the_two_are_left(before: set[Path]) -> bool:
    drafts = Submission.objects.exclude(state__in=(SubmissionState.SENT, SubmissionState.ERASED))
    return len(set(sealed_files()) - before) == 2 and not drafts.exists()


def each_is_alone(folder: Path) -> None:
    for card, own in zip(RipCard.objects.all(), TONES[:2], strict=True):
        assert (card.state, card.draft_id) == (CardState.TAKEN, None)
        file = folder / f"person-{card.number}"
        unseal_part(part_id=card.part_id, to=file)
        sound = samples(file)
        assert len(sound) / 48_000 == pytest.approx(4, abs=0.05)
        assert loudest(sound, own) > HEARD
        assert max(loudest(sound, tone) for tone in set(TONES) - {own}) < UNHEARD


def test_killed_while_it_is_destroyed(harness_for: HarnessFor, tmp_path: Path, no_model: Settings) -> None:
    harness, editor, before = harness_for("filesystem"), make_user(Role.EDITOR), set(sealed_files())
    rip = bring(make_disc(tmp_path), by=editor)
    throw_out(rip_id=rip.pk, by=editor)
    for where in WHILE_DESTROYING:
        run_until_it_dies(harness, where)
    harness.start_worker()
    reached(harness, rip, RipState.DESTROYED)
    assert set(sealed_files()) == before
    assert not Job.objects.filter(kind="destroy_rip").exclude(state=JobState.DONE).exists()
