"""Erasing: whatever breaks, and whichever backup comes back, what was erased cannot be read."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from wagtail.models import Revision

from common.jobs.models import Job
from common.jobs.registry import replaced
from common.jobs.run_now import drain
from common.models import Tombstone
from common.storages import sealed_storage
from common.tombstones import disagreement
from common.vault.errors import KeyDestroyed
from common.vault.files import open_file, seal_file
from common.vault.keys import data_keys
from common.vault.models import KeyTombstone
from stories import erasure
from stories.certificates import certificates_of
from stories.details import note_details
from stories.enums import Purpose, Stage, SubmissionState
from stories.models import (
    Approval,
    ConsentRecord,
    Redaction,
    Release,
    SealedPart,
    Story,
    StoryDraft,
    StoryVersion,
    Submission,
    Withdrawal,
)
from stories.release import read_website
from stories.sealing import open_draft, open_note, open_part_text, open_replacements, open_versions
from stories.search import search_stories
from stories.withdrawal import take_back
from tests.stories.factories import make_story, make_trust
from tests.stories.snapshots import Backup, back_up

pytestmark = pytest.mark.django_db

CANARY = "qzxerasurexzq"
SOUND = b"OggS not really sound " * 500


@pytest.fixture(autouse=True)
def nobody_transcribes() -> Iterator[None]:
    with replaced("transcribe_recording", lambda run: None), replaced("make_safe_copy", lambda run: None):
        yield


def told() -> Story:
    """A published story of words and a recording, with everything that can be kept about one."""
    make_trust()
    story = make_story(
        "published",
        text=f"It was {CANARY}. Dr Hale was there.",
        title=f"About {CANARY}",
        summary=CANARY,
        recording=SOUND,
        transcript=f"I said {CANARY}.",
    )
    note_details(
        submission_id=story.pk, trust="ZZT", setting="acute", event_year=2001, teller_role="x", stay_point="y"
    )
    return story


def file_of(story_id: UUID) -> Path:
    name = SealedPart.objects.exclude(file_name="").get(submission_id=story_id).file_name
    return Path(settings.SEALED_ROOT) / name


def assert_nothing_is_left(story_id: UUID, *, file: Path) -> None:
    assert data_keys(owners=[story_id]) == {}
    assert not file.exists()
    for rows in (
        SealedPart.objects.filter(submission_id=story_id),
        StoryDraft.objects.filter(story_id=story_id),
        StoryVersion.objects.filter(story_id=story_id),
        Approval.objects.filter(version__story_id=story_id),
        Redaction.objects.filter(part__submission_id=story_id),
        Revision.objects.filter(object_id=str(story_id)),
        Release.objects.filter(submission_id=story_id, recalled_at__isnull=True),
    ):
        assert not rows.exists()
    story = Story.objects.get(pk=story_id)
    assert (story.stage, story.editor, story.live, story.published_at) == (Stage.ERASED, None, False, None)
    assert (story.current_version, story.approved_version, story.themes.count()) == (None, None, 0)
    submission = story.submission
    assert submission.state == SubmissionState.ERASED
    assert (submission.trust, submission.setting, submission.stay_point) == (None, "", "")
    assert (submission.teller_role, submission.event_year) == ("", None)
    assert search_stories(query=CANARY) == []
    assert (
        Tombstone.objects.get(owner=story_id).kind == KeyTombstone.objects.get(owner=story_id).kind == "story"
    )
    assert disagreement() == 0


def assert_certified(story_id: UUID) -> None:
    taken = Withdrawal.objects.get(submission_id=story_id, erase=True)
    assert None not in (taken.key_destroyed_at, taken.files_removed_at, taken.finished_at)
    assert taken.asked_at <= taken.key_destroyed_at <= taken.files_removed_at <= taken.finished_at


def test_after_taking_back_nothing_is_left_but_the_ledgers() -> None:
    story = told()
    file = file_of(story.pk)
    assert file.exists()
    consents = list(ConsentRecord.objects.filter(submission_id=story.pk, granted=True).values())
    releases = Release.objects.filter(submission_id=story.pk).count()
    take_back(submission_id=story.pk)
    assert Story.objects.get(pk=story.pk).stage == Stage.WITHDRAWN
    drain()
    assert_nothing_is_left(story.pk, file=file)
    assert_certified(story.pk)
    assert list(ConsentRecord.objects.filter(submission_id=story.pk, granted=True).values()) == consents
    assert ConsentRecord.objects.filter(submission_id=story.pk, granted=False).count() == len(Purpose)
    assert Release.objects.filter(submission_id=story.pk).count() == releases


def test_a_file_that_is_written_in_between_goes_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its names were listed, and then, before its key was destroyed, a last file came in."""
    story = told()
    take_back(submission_id=story.pk)
    part = SealedPart(submission_id=story.pk, kind="audio", position=8)
    destroy = erasure.destroy_key

    def late(**given: object) -> object:
        sealed = seal_file(owner=story.pk, context=part.file_context, source=io.BytesIO(SOUND))
        part.file_name, part.file_size = sealed.name, sealed.size
        part.save(force_insert=True)
        return destroy(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(erasure, "destroy_key", late)
    erasure.erase_story(submission_id=story.pk)
    assert part.file_name
    assert not sealed_storage().exists(part.file_name)


def test_erasing_again_changes_nothing() -> None:
    story = told()
    file = file_of(story.pk)
    take_back(submission_id=story.pk)
    drain()
    before = Withdrawal.objects.values().get()
    for _ in range(2):
        erasure.erase_story(submission_id=story.pk)
    assert Withdrawal.objects.values().get() == before
    assert_nothing_is_left(story.pk, file=file)


def test_only_this_story_is_erased() -> None:
    story, other = told(), told()
    kept = file_of(other.pk)
    take_back(submission_id=story.pk)
    drain()
    assert read_website(story_id=other.pk) is not None
    assert kept.exists()
    assert other.pk in data_keys(owners=[other.pk])
    assert Submission.objects.get(pk=other.pk).event_year == 2001


class Trap:
    """Lets the first N steps of an erasure happen, and breaks before or after the next one."""

    STEPS = ("bury", "destroy_key", "_stamp", "delete_file", "_remove_rows")

    def __init__(self, at: int, *, after: bool) -> None:
        self.at, self.after, self.steps = at, after, 0

    def spring(self, step: Callable[..., object]) -> Callable[..., object]:
        def stepped(*args: object, **kwargs: object) -> object:
            self.steps += 1
            if self.steps != self.at:
                return step(*args, **kwargs)
            if self.after:
                step(*args, **kwargs)
            raise ConnectionError("the machine went away")

        return stepped

    def lay(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in self.STEPS:
            monkeypatch.setattr(erasure, name, self.spring(getattr(erasure, name)))
        monkeypatch.setattr(erasure.story_erased, "send", self.spring(erasure.story_erased.send))


def test_the_steps_are_as_many_as_the_test_below_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    story = told()
    take_back(submission_id=story.pk)
    trap = Trap(0, after=False)
    trap.lay(monkeypatch)
    erasure.erase_story(submission_id=story.pk)
    assert trap.steps == 8


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 9))
def test_broken_at_any_step_it_is_finished_by_the_next_try(
    at: int, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = told()
    file = file_of(story.pk)
    take_back(submission_id=story.pk)
    with monkeypatch.context() as broken:
        Trap(at, after=after).lay(broken)
        with pytest.raises(ConnectionError):
            erasure.erase_story(submission_id=story.pk)
    assert read_website(story_id=story.pk) is None
    erasure.erase_story(submission_id=story.pk)
    assert_nothing_is_left(story.pk, file=file)
    assert_certified(story.pk)


def test_a_broken_try_is_tried_again_by_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    story = told()
    file = file_of(story.pk)
    take_back(submission_id=story.pk)
    with monkeypatch.context() as broken:
        Trap(4, after=False).lay(broken)
        drain()
    job = Job.objects.get(kind="erase_story")
    assert (job.state, job.attempts) == ("queued", 1)
    assert CANARY not in job.reason
    assert not certificates_of(submission_id=story.pk)[0].finished
    Job.objects.filter(pk=job.pk).update(due_at=job.created_at)
    drain()
    assert_nothing_is_left(story.pk, file=file)
    assert certificates_of(submission_id=story.pk)[0].finished


def everything_sealed(story_id: UUID) -> dict[str, Callable[[], object]]:
    """How each kind of sealed thing is opened; each gives words, or raises, or gives nothing."""
    story = Story.objects.get(pk=story_id)
    parts = SealedPart.objects.filter(submission_id=story_id)
    opened: dict[str, Callable[[], object]] = {}
    for part in parts:
        opened[f"text {part.kind}"] = lambda part=part: open_part_text(part=part)
        if part.file_name:
            opened["file"] = lambda part=part: open_file(
                owner=story_id, context=part.file_context, name=part.file_name
            ).read()
    opened["draft"] = lambda: open_draft(draft=StoryDraft.objects.get(story=story))
    opened["versions"] = lambda: open_versions(versions=StoryVersion.objects.filter(story=story))[0]
    opened["stand-ins"] = lambda: open_replacements(
        owner=story_id, redactions=list(Redaction.objects.filter(part__submission_id=story_id))
    )[0]
    opened["note"] = lambda: open_note(
        approval=Approval.objects.get(version__story=story, sealed_note__isnull=False), owner=story_id
    )
    return opened


def readable(story_id: UUID) -> set[str]:
    found = set()
    for name, opened in everything_sealed(story_id).items():
        try:
            if opened():
                found.add(name)
        except KeyDestroyed:
            continue
    return found


@pytest.fixture
def backup(tmp_path: Path) -> Iterator[Callable[[], Backup]]:
    made: list[Backup] = []

    def make() -> Backup:
        made.append(back_up(tmp_path))
        return made[-1]

    yield make
    for each in made:
        each.forget()


EVERYTHING = {"text written", "text audio", "file", "draft", "versions", "stand-ins", "note"}


def noted() -> Story:
    make_trust()
    return make_story(
        "published",
        text=f"It was {CANARY}. Dr Hale was there.",
        title=CANARY,
        summary=CANARY,
        recording=SOUND,
        transcript=f"I said {CANARY}.",
        note=CANARY,
    )


@pytest.mark.django_db(transaction=True)
def test_a_copy_made_before_opens_nothing_and_is_erased_again(backup: Callable[[], Backup]) -> None:
    story = noted()
    file = file_of(story.pk)
    assert readable(story.pk) == EVERYTHING
    before = backup()
    take_back(submission_id=story.pk)
    drain()
    assert_nothing_is_left(story.pk, file=file)

    before.restore()
    restored = Story.objects.get(pk=story.pk)
    assert (restored.stage, restored.submission.state) == (Stage.PUBLISHED, SubmissionState.SENT)
    assert file.exists()
    assert Story.objects.filter(pk=story.pk).on_website().exists(), "the rows say that it may be read"
    assert readable(story.pk) == set(), "and nothing of it can be"
    assert read_website(story_id=story.pk) is None
    assert Client().get(f"/stories/{story.pk}/").status_code == 404

    said = io.StringIO()
    call_command("reapply_tombstones", stdout=said)
    assert f"story {story.pk}: rows and files erased" in said.getvalue()
    drain()
    assert_nothing_is_left(story.pk, file=file)
    assert_certified(story.pk)
    assert ConsentRecord.objects.filter(submission_id=story.pk).order_by("-pk")[0].granted is False
    call_command("reapply_tombstones", stdout=said)
    assert "1 tombstones: 0 had to be applied again" in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_story_that_was_not_taken_back_comes_back_whole_from_a_copy(backup: Callable[[], Backup]) -> None:
    story = noted()
    before = backup()
    call_command("reapply_tombstones", stdout=io.StringIO())
    before.restore()
    call_command("reapply_tombstones", stdout=io.StringIO())
    assert readable(story.pk) == EVERYTHING
    assert read_website(story_id=story.pk) is not None


def test_reapplying_says_whether_there_was_something() -> None:
    story = told()
    assert erasure.reapply_erasure(owner=story.pk)
    assert not erasure.reapply_erasure(owner=story.pk)
    assert not erasure.reapply_erasure(owner=UUID(int=0))
    assert ConsentRecord.objects.filter(submission_id=story.pk, granted=False).count() == len(Purpose)
    assert len(certificates_of(submission_id=story.pk)) == 1
