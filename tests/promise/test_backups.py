"""Backups from before an erasure, put back: of the main database, of the keyring, of both. What went stays gone.

A story with writing and a recording, on the website and in a pack; another one beside it that nobody took back.
"""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from campaigns.enums import EditionState
from campaigns.models import Edition, EditionFile, PackItem
from common import tombstones
from common.jobs.run_now import drain
from common.vault.errors import KeyDestroyed
from common.vault.files import open_file
from common.vault.keys import data_keys
from common.vault.models import WrappedKey
from common.vault.text import open_text
from stories.enums import Form, Purpose, Stage, SubmissionState
from stories.models import ConsentRecord, Release, SealedPart, Story, StoryVersion, Submission, Withdrawal
from stories.release import read_website
from stories.withdrawal import take_back
from tests.campaigns.factories import let_in, make_edition, make_pack, open_link
from tests.promise.backups import Backup, backup
from tests.promise.recordings import make_spoken
from tests.stories.factories import make_story
from transcription.models import Recording, SafeCopy, Transcript

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keyring"])
SPOKEN = b"could not breathe"  # in the recording's words, hidden by nobody
KEPT = "Nobody took this one back."
FORMS = {"form": Form.AUDIO, "purposes": (Purpose.WEBSITE, Purpose.ANY_PACK)}


@dataclass(frozen=True)
class Before:
    """What somebody has who copied rows and names: sealed words of the story and of its edition."""

    part: SealedPart
    version: StoryVersion
    edition: Edition
    files: list[EditionFile]
    copy: SafeCopy
    kept: Story
    link: str

    @property
    def story_id(self) -> UUID:
        return self.part.submission_id

    def read(self) -> list[bytes]:
        """Open everything with the keys there are. KeyDestroyed for the first that does not open."""
        story, edition = self.story_id, self.edition
        words = [
            open_text(owner=story, sealed=bytes(self.part.sealed_text), context=self.part.text_context),
            open_text(owner=story, sealed=bytes(self.version.sealed), context=self.version.context),
            open_text(owner=edition.pk, sealed=bytes(edition.sealed_html), context=edition.html_context),
        ]
        files = [
            (story, self.part.file_context, self.part.file_name),
            (story, self.copy.file_context, self.copy.file_name),
            *((edition.pk, file.context, file.name) for file in self.files),
        ]
        opened = [open_file(owner=owner, context=place, name=name).read() for owner, place, name in files]
        return [*(text.encode() for text in words), *opened]


@pytest.fixture
def before() -> Before:
    spoken = make_spoken("published", **FORMS)  # type: ignore[arg-type]
    kept = make_story("published", title=KEPT, text=KEPT, hide=())
    edition = make_edition(pack=make_pack(stories=[Story.objects.get(pk=spoken.submission_id), kept]))
    link = f"/e/{open_link(edition)}/"
    return Before(
        SealedPart.objects.get(pk=spoken.pk),
        StoryVersion.objects.get(story_id=spoken.submission_id),
        edition,
        list(edition.files.all()),
        SafeCopy.objects.get(),
        kept,
        link,
    )


@pytest.fixture
def saved(before: Before, tmp_path: Path) -> Iterator[Backup]:
    """The backup of a moment at which all of it could be read, which the test that holds it sees."""
    assert SPOKEN in b"".join(before.read())
    with backup(tmp_path) as made:
        yield made


@pytest.fixture
def tombstone_log(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "heard.log"
    handler = logging.FileHandler(file)
    tombstones.logger.addHandler(handler)
    yield file
    tombstones.logger.removeHandler(handler)
    handler.close()


def erase(before: Before) -> None:
    take_back(submission_id=before.story_id)
    drain()
    assert Submission.objects.get(pk=before.story_id).state == SubmissionState.ERASED


def reapply(**options: object) -> str:
    out = io.StringIO()
    call_command("reapply_tombstones", stdout=out, **options)
    return out.getvalue().splitlines()[-1]


def assert_unreadable(before: Before) -> None:
    """By any key, at any address, in any list, whatever the rows say."""
    story = before.story_id
    for owner in (story, before.edition.pk):
        assert data_keys(owners=[owner]) == {}
    with pytest.raises(KeyDestroyed):
        before.read()
    client = Client()
    let_in(client, before.edition)
    media = f"/stories/{story}/media/{before.part.pk}"
    for path in (f"/stories/{story}/", media, f"{media}/captions.vtt", before.link, f"{before.link}pack.pdf"):
        assert client.get(path).status_code in (404, 410), path
    for path in ("/", "/stories/", "/stories/feed/", "/search/?q=breathe", "/themes/aftercare/"):
        assert SPOKEN not in client.get(path).content, path


def assert_the_other_is_still_there(before: Before) -> None:
    found = read_website(story_id=before.kept.pk)
    assert found is not None
    assert found.text == KEPT


def assert_erased(before: Before) -> None:
    """Rows and files too; what is left are ids, dates and the ledgers."""
    story = before.story_id
    drain()
    for model in (SealedPart, StoryVersion):
        assert not model.objects.filter(**{f"{owner_of(model)}": story}).exists()
    for model in (Recording, SafeCopy, Transcript):
        assert not model.objects.exists()
    assert Story.objects.get(pk=story).stage == Stage.ERASED
    assert Withdrawal.objects.filter(submission_id=story, erase=True, finished_at__isnull=False).exists()
    last = {row.purpose: row.granted for row in ConsentRecord.objects.filter(submission_id=story)}
    assert not any(last.values())
    assert not PackItem.objects.filter(source_id=str(story)).exists()
    assert not Release.objects.filter(submission_id=story, recalled_at=None).exists()
    for name in (before.part.file_name, before.copy.file_name, *(file.name for file in before.files)):
        assert not (Path(settings.SEALED_ROOT) / name).exists()
    edition = Edition.objects.get(pk=before.edition.pk)
    assert edition.state in (EditionState.REPLACED, EditionState.WITHDRAWN)
    assert edition.sealed_html is None


def owner_of(model: object) -> str:
    return "submission_id" if model is SealedPart else "story_id"


def assert_again_changes_nothing(before: Before, **options: object) -> None:
    dates = list(Withdrawal.objects.values())
    assert ": 0 had to be applied again, 0 failed." in reapply(**options)
    drain()
    assert list(Withdrawal.objects.values()) == dates
    assert tombstones.disagreement() == 0
    assert_unreadable(before)
    assert_the_other_is_still_there(before)


@pytest.mark.parametrize("alias", ["default", "keyring"])
def test_a_copy_of_a_database_holds_no_word(alias: str, before: Before, saved: Backup) -> None:
    raw = saved.raw(alias)
    assert len(raw) > 1000
    assert SPOKEN not in raw
    assert b"Tea from the cleaner" not in raw


def test_a_copy_of_the_files_holds_no_word_and_no_sound(before: Before, saved: Backup) -> None:
    sealed = [file.read_bytes() for file in (saved.folder / "sealed").rglob("*") if file.is_file()]
    assert len(sealed) >= 3
    assert not [each for each in sealed if SPOKEN in each or b"OggS" in each or b"%PDF" in each]


def test_the_main_database_of_before_with_the_keyring_of_now(before: Before, saved: Backup) -> None:
    erase(before)
    saved.put_back("default")
    saved.put_files_back()
    # The rows say that all is as it was: published, agreed to, current.
    assert Story.objects.get(pk=before.story_id).stage == Stage.PUBLISHED
    assert Edition.objects.get(pk=before.edition.pk).state == EditionState.ISSUED
    assert_unreadable(before)
    assert_the_other_is_still_there(before)
    assert tombstones.disagreement() >= 2
    assert ": 2 had to be applied again, 0 failed." in reapply()
    assert_erased(before)
    assert_again_changes_nothing(before)


def test_the_keyring_of_before_with_the_main_database_of_now(before: Before, saved: Backup) -> None:
    erase(before)
    saved.put_back("keyring")
    saved.put_files_back()
    owners = {before.story_id, before.edition.pk}
    # The keys are there again: whoever kept rows and files could read, until it is applied again.
    assert set(data_keys(owners=owners)) == owners
    assert SPOKEN in b"".join(before.read())
    assert tombstones.disagreement() == len(owners)
    assert ": 2 had to be applied again, 0 failed." in reapply()
    assert not WrappedKey.objects.filter(owner__in=owners).exists()
    assert_unreadable(before)
    assert_again_changes_nothing(before)


def test_both_of_before_and_the_log(before: Before, saved: Backup, tombstone_log: Path) -> None:
    """Neither database knows of the erasure then: the log that was shipped elsewhere does."""
    erase(before)
    saved.put_back("default", "keyring")
    saved.put_files_back()
    assert Client().get(f"/stories/{before.story_id}/").status_code == 200
    assert ": 2 had to be applied again, 0 failed." in reapply(log=tombstone_log)
    assert_unreadable(before)
    assert_erased(before)
    assert_again_changes_nothing(before, log=tombstone_log)


def test_files_that_come_back_alone_are_noise(before: Before, saved: Backup) -> None:
    erase(before)
    saved.put_files_back()
    assert_unreadable(before)
    assert_the_other_is_still_there(before)
