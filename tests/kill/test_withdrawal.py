"""A worker killed while it erases what a teller took back: in the end all of it is gone, once, with its first dates."""

import datetime as dt
from pathlib import Path
from uuid import UUID

import pytest

from campaigns.enums import EditionState
from campaigns.models import Edition
from campaigns.packs.editions import issue_edition
from campaigns.packs.press import render_edition
from common.models import Tombstone
from common.vault.keys import data_keys
from stories.certificates import certificates_of
from stories.enums import Stage
from stories.models import SealedPart, Story, StoryVersion, Withdrawal
from stories.release import read_website, releases_of
from stories.withdrawal import take_back
from tests.campaigns.factories import make_pack, story_ids
from tests.kill.conftest import at_points
from tests.kill.harness import WorkerHarness
from tests.kill.packs.apps import FOLDER
from tests.kill.test_packs import kill_at

pytestmark = pytest.mark.kill


@pytest.fixture
def points(harness: WorkerHarness, tmp_path: Path) -> Path:
    folder = tmp_path / "points"
    folder.mkdir()
    harness.env |= {FOLDER: str(folder), "DJANGO_SETTINGS_MODULE": "tests.kill.pack_settings"}
    return folder


@at_points("before-key", "after-key", "before-rows", "after-rows", on_every_broker="after-key")
def test_killed_while_a_story_is_erased(harness: WorkerHarness, points: Path, point: str) -> None:
    pack = make_pack(stories=2)
    edition = issue_edition(pack_id=pack.pk, by=None)
    render_edition(edition_id=edition.pk)
    gone, kept = story_ids(pack)
    assert data_keys(owners=[gone])
    taken = take_back(submission_id=gone)
    assert read_website(story_id=gone) is None  # before any worker was there
    kill_at(point, harness, points)
    harness.wait_for(lambda: finished(taken.withdrawal_id), what="the erasing to finish")
    first = stamps(taken.withdrawal_id)
    harness.wait_for(lambda: reissued(pack.pk), what="the next edition")
    assert stamps(taken.withdrawal_id) == first
    assert data_keys(owners=[gone]) == {}
    assert data_keys(owners=[kept])
    assert not SealedPart.objects.filter(submission_id=gone).exists()
    assert not StoryVersion.objects.filter(story_id=gone).exists()
    assert Story.objects.get(pk=gone).stage == Stage.ERASED
    assert Tombstone.objects.filter(owner=gone).count() == 1
    assert Withdrawal.objects.filter(submission_id=gone).count() == 1
    assert all(row.recalled_at for row in releases_of(story_id=gone))
    assert [c.finished for c in certificates_of(submission_id=gone)] == [True]
    assert Edition.objects.filter(pack=pack).count() == 2


def finished(withdrawal_id: UUID) -> bool:
    return Withdrawal.objects.filter(pk=withdrawal_id, finished_at__isnull=False).exists()


def stamps(withdrawal_id: UUID) -> tuple[dt.datetime | None, ...]:
    row = Withdrawal.objects.get(pk=withdrawal_id)
    return row.key_destroyed_at, row.files_removed_at, row.finished_at


def reissued(pack_id: UUID) -> bool:
    return Edition.objects.filter(pack_id=pack_id, number=2, state=EditionState.ISSUED).exists()
