"""Words on treated copies of recordings, by hash. An app above makes them: here they are only fingerprints.

It says which copy of each part would be played (`offered_by`). A second person hears that very copy first
(stories/second_person.py), then its teller is asked about it, and the gate plays exactly what `heard_copy` names.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from stories.enums import MEDIA_KINDS, PartKind, Stage
from stories.models import CopyAnswer, CopyHearing, Story
from stories.sealing import open_versions


class Treated(Protocol):
    """What the app above knows of the copy of one recording; it gets it back where it shows one."""

    @property
    def sha256(self) -> str: ...  # of the copy that would be played now; empty while there is none

    @property
    def being_made(self) -> bool: ...  # there is none yet, and work on it is under way


Source = Callable[[Collection[UUID]], Mapping[UUID, Treated]]
Hint = Callable[[Collection[UUID]], Collection[str]]
AFTER_READING = (Stage.WITH_TELLER, Stage.READY, Stage.PUBLISHED)


@dataclass(frozen=True)
class Maker:
    source: Source
    hint: Hint


_makers: list[Maker] = []


@dataclass(frozen=True)
class Copy:
    """What would be played of one recording; `approved` once its teller has said yes to exactly this copy."""

    part_id: UUID
    treated: Treated
    second_heard: bool  # a second person heard exactly this copy
    approved: bool

    @property
    def sha256(self) -> str:
        return self.treated.sha256


def offered_by(source: Source, *, hint: Hint) -> None:
    """Have SOURCE(part_ids) asked for the copies that consent allows now, of each that is a recording.

    HINT(part_ids) gives the hashes of all copies that exist, in one query: it decides a word on a page, never a gate.
    """
    maker = Maker(source, hint)
    if maker not in _makers:
        _makers.append(maker)


def waiting_copies(*, story: Story) -> list[Copy]:
    """Finished after the second reading, and heard by no second person yet: their teller is not asked about them."""
    stage = story.resume_stage if story.stage == Stage.HELD else story.stage
    if stage not in AFTER_READING:
        return []
    return [copy for copy in copies_to_read(story=story) if not copy.second_heard]


def mark_waiting(*, story_id: UUID) -> None:
    """Whenever a copy was made, went or was heard, in that transaction: so that the queue knows without looking."""
    story = Story.objects.select_related("current_version").filter(pk=story_id).first()
    if story is None:
        return
    waits = bool(waiting_copies(story=story))
    if waits != (story.copy_waits_since is not None):
        Story.objects.filter(pk=story_id).update(copy_waits_since=timezone.now() if waits else None)


def something_to_hear(*, part_ids: Collection[UUID]) -> bool:
    """Whether a copy that a second person heard waits for its teller's answer: a hint, in two queries at the most."""
    made = {sha256 for maker in _makers for sha256 in maker.hint(part_ids)} if part_ids else set()
    if not made:
        return False
    said = _said_of(part_ids)
    return any(sha256 in made and about != sha256 for (_part, sha256), (about, _yes) in said.items())


def recordings_in_version(*, story: Story) -> dict[UUID, PartKind]:
    """The recordings of the version that stands, in its order, each with its kind."""
    document = open_versions(versions=[story.current_version])[0] if story.current_version else None
    parts = document["parts"] if document else []
    return {UUID(part["id"]): PartKind(part["kind"]) for part in parts if part["kind"] in MEDIA_KINDS}


def copies_to_read(*, story: Story) -> list[Copy]:
    """Of the version that stands, as they would be played today, whoever has heard them."""
    return [copy for copy in look_at(part_ids=recordings_in_version(story=story)).values() if copy.sha256]


def copies_on_offer(*, story_id: UUID) -> list[Copy]:
    """What its teller may be asked about: of the version that stands, as played today, heard by a second person."""
    story = Story.objects.select_related("current_version").get(pk=story_id)
    return [copy for copy in copies_to_read(story=story) if copy.second_heard]


def look_at(*, part_ids: Collection[UUID]) -> dict[UUID, Copy]:
    """Each recording among them as it would be played today, also where there is no copy yet."""
    treated = {
        part_id: each for maker in _makers for part_id, each in maker.source(part_ids).items() if part_ids
    }
    said = _said_of(treated) if treated else {}
    return {
        part_id: _copy(part_id, treated[part_id], said.get((part_id, treated[part_id].sha256)))
        for part_id in part_ids
        if part_id in treated
    }


def _said_of(part_ids: Collection[UUID]) -> dict[tuple[UUID, str], tuple[str | None, bool | None]]:
    """By part and hash of each copy that a second person heard: what its teller answered last, about which copy."""
    latest = CopyAnswer.objects.filter(part=OuterRef("part")).order_by("-id")
    heard = _heard_by_second(part_ids).annotate(
        said=Subquery(latest.values("sha256")[:1]), yes=Subquery(latest.values("approved")[:1])
    )
    rows = heard.values_list("part", "sha256", "said", "yes")
    return {(part_id, sha256): (said, yes) for part_id, sha256, said, yes in rows}


def _copy(part_id: UUID, treated: Treated, said: tuple[str | None, bool | None] | None) -> Copy:
    """SAID is None when no second person heard it: then its teller was not asked either."""
    approved = said is not None and said[0] == treated.sha256 and bool(said[1])
    return Copy(part_id, treated, said is not None, approved)


def _heard_by_second(part_ids: Collection[UUID]) -> QuerySet[CopyHearing]:
    return CopyHearing.objects.filter(part__in=part_ids, heard_at__isnull=False)


def heard_by_second(*, part_id: UUID, sha256: str) -> bool:
    return _heard_by_second([part_id]).filter(sha256=sha256).exists()


def heard_copy(*, part_id: UUID) -> str:
    """The hash of the one copy that may leave: the latest that its teller answered, if the answer was yes.

    A second person must have heard it as well: the row says so, whatever was asked of whom.
    """
    second = CopyHearing.objects.filter(
        part=OuterRef("part"), sha256=OuterRef("sha256"), heard_at__isnull=False
    )
    answers = CopyAnswer.objects.filter(part_id=part_id).annotate(second=Exists(second))
    answer = answers.values("sha256", "approved", "second").last()
    return answer["sha256"] if answer is not None and answer["approved"] and answer["second"] else ""


def write_answers(*, copies: Collection[Copy], approved: bool) -> None:
    """In the caller's transaction, under the story's lock."""
    now = timezone.now()
    CopyAnswer.objects.bulk_create(
        CopyAnswer(part_id=copy.part_id, sha256=copy.sha256, approved=approved, at=now) for copy in copies
    )
