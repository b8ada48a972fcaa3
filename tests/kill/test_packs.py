"""A worker killed while it renders an edition, or while it takes one back: in the end it is right, and done once."""

from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone

from campaigns.enums import EditionState, Format, HandedOver
from campaigns.models import Edition
from campaigns.packs.deliveries import hand_over
from campaigns.packs.editions import issue_edition
from campaigns.packs.press import render_edition
from campaigns.packs.reading import open_pdf, read_html
from common.vault.keys import data_keys
from stories.release import releases_of
from stories.withdrawal import take_back
from tests.campaigns.factories import make_pack, reload, story_ids
from tests.kill.conftest import at_points
from tests.kill.harness import WorkerHarness
from tests.kill.packs.apps import FOLDER

pytestmark = pytest.mark.kill


@pytest.fixture
def points(harness: WorkerHarness, tmp_path: Path) -> Path:
    folder = tmp_path / "points"
    folder.mkdir()
    harness.env |= {FOLDER: str(folder), "DJANGO_SETTINGS_MODULE": "tests.kill.pack_settings"}
    return folder


def kill_at(point: str, harness: WorkerHarness, points: Path) -> None:
    """Let a worker come to POINT, cut its power, and start another."""
    (points / f"stop-{point}").touch()
    harness.start_worker()
    harness.wait_for((points / point).exists, what=f"the point {point!r}")
    harness.kill()
    (points / f"stop-{point}").unlink()
    harness.start_worker()


def is_current(pack_id: UUID, number: int) -> bool:
    return Edition.objects.filter(pack_id=pack_id, number=number, state=EditionState.ISSUED).exists()


@at_points("before-seal", "after-seal", "after-issue", on_every_broker="after-seal")
def test_killed_while_an_edition_is_rendered(harness: WorkerHarness, points: Path, point: str) -> None:
    pack = make_pack(stories=2)
    edition = issue_edition(pack_id=pack.pk, by=None)
    kill_at(point, harness, points)
    harness.wait_for(lambda: is_current(pack.pk, 1), what="the edition to be current")
    edition = reload(edition)
    assert open_pdf(edition=edition).read().startswith(b"%PDF")
    assert "The night 1" in read_html(edition=edition)
    assert [len(releases_of(story_id=pk)) for pk in story_ids(pack)] == [1, 1]
    assert sealed_files() == len(Format)  # the stories of the tests are words, which lie in rows


@at_points("before-retire", "after-retire", "after-reissue", "after-tell", on_every_broker="after-retire")
def test_killed_while_an_edition_is_taken_back(harness: WorkerHarness, points: Path, point: str) -> None:
    pack = make_pack(stories=2)
    edition = issue_edition(pack_id=pack.pk, by=None)
    render_edition(edition_id=edition.pk)
    hand_over(
        edition_id=edition.pk,
        recipient="Director of nursing",
        how=HandedOver.LINK,
        on=timezone.localdate(),
        email="nurse@trust.invalid",
        by=None,
    )
    take_back(submission_id=story_ids(pack)[0])
    assert reload(edition).state == EditionState.REPLACED  # before any worker was there
    kill_at(point, harness, points)
    harness.wait_for(lambda: is_current(pack.pk, 2), what="the next edition to be current")
    harness.wait_for(lambda: edition.deliveries.filter(told_at__isnull=False).exists(), what="the mail")
    harness.wait_for(lambda: reload(edition).destroyed_at, what="the old edition to be destroyed")
    assert Edition.objects.filter(pack=pack).count() == 2
    assert "The night 0" not in read_html(edition=Edition.objects.get(pack=pack, number=2))
    assert data_keys(owners=[edition.pk]) == {}
    assert letters() == 1
    assert sealed_files() == len(Format)


def sealed_files() -> int:
    return sum(path.is_file() for path in Path(settings.SEALED_ROOT).rglob("*"))


def letters() -> int:
    folder = Path(settings.VAR) / "mail"
    return (
        sum(path.read_text().count("Message-ID: <recall-") for path in folder.glob("*"))
        if folder.exists()
        else 0
    )


@pytest.fixture(autouse=True)
def clean_folders() -> None:
    """Files of tests before this one are not this one's: the databases are put back, folders are not."""
    for folder in (Path(settings.SEALED_ROOT), Path(settings.VAR) / "mail"):
        for path in folder.rglob("*") if folder.exists() else []:
            if path.is_file():
                path.unlink()
