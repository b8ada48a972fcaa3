"""The only door. Nothing else hands story content to a template, feed, search result, API, export, e-mail or file.

Each answer is a frozen ReleasedStory; each leaving writes a Release row in the same transaction, under a row lock.
Reading the website goes through the gate again every time, so a lost signal or a dead worker leaks nothing.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from common import audit
from common.jobs.service import enqueue
from stories.changed import tell_changed
from stories.consent import consent_for
from stories.enums import DestinationKind, Form, Purpose, Stage
from stories.locks import hold_stories
from stories.models import ConsentRecord, Release, Story
from stories.pack_use import PackUse
from stories.querysets import StoryQuerySet, live_consents
from stories.released import Happened, ReleasedPart, ReleasedStory, ReleasedTerm, build_released
from stories.search import index_story, unindex_story
from stories.stages import is_flagged, move_story
from stories.suggesting.learned import forget_learned

__all__ = [
    "Happened",
    "NotReleasable",
    "PackUse",
    "ReleaseRow",
    "ReleasedPart",
    "ReleasedStory",
    "ReleasedTerm",
    "StoryList",
]

WEBSITE_LOOK_EVERY = dt.timedelta(days=1)


class NotReleasable(Exception):
    """Some stories may not leave for this; nothing was written."""

    def __init__(self, story_ids: Sequence[UUID]) -> None:
        self.story_ids = tuple(story_ids)
        super().__init__(f"{len(self.story_ids)} of the chosen stories may not be used for this now.")


@dataclass(frozen=True)
class StoryList:
    stories: list[ReleasedStory]
    next_before: dt.datetime | None  # pass as `before` for the next page; None on the last one


@dataclass(frozen=True)
class ReleaseRow:
    """One leaving, for the teller's page and the certificate."""

    released_at: dt.datetime
    purpose: Purpose
    form: Form
    kind: DestinationKind
    destination: str
    recallable: bool
    recalled_at: dt.datetime | None


def _released(
    stories: StoryQuerySet, *, purpose: Purpose, form: Form = Form.TEXT, trust_code: str = ""
) -> list[ReleasedStory]:
    """Open what the gate let through: one query for stories, one for consents, one for keys."""
    live = live_consents(purpose=purpose, form=form, trust_code=trust_code, at=timezone.now())
    best = live.filter(submission=OuterRef("submission")).order_by("-form", "-id").values("pk")[:1]
    found = list(
        stories.select_related("submission__trust", "approved_version").annotate(consent_pk=Subquery(best))
    )
    wanted = {story.consent_pk for story in found}
    records = ConsentRecord.objects.select_related("trust").filter(pk__in=wanted)
    return build_released(stories=found, consents={record.submission_id: record for record in records})


def read_website(*, story_id: UUID) -> ReleasedStory | None:
    """The story as readers may see it now; None whenever the gate is closed, whatever its page's state says."""
    found = _released(Story.objects.filter(pk=story_id).on_website(), purpose=Purpose.WEBSITE)
    return found[0] if found else None


def list_website(
    *,
    theme: str = "",
    trusts: Collection[str] = (),
    before: dt.datetime | None = None,
    limit: int = 20,
) -> StoryList:
    """The newest first, by key and not by page number, so that depth costs nothing.

    TRUSTS: only those that let one of these be named with them.
    """
    stories = Story.objects.naming(trusts).on_website().order_by("-published_at")
    if theme:
        stories = stories.filter(themes__slug=theme)
    if before:
        stories = stories.filter(published_at__lt=before)
    rows = list(stories.values_list("pk", "published_at")[: limit + 1])
    page = [pk for pk, _ in rows[:limit]]
    # Asked again: a story may be held between the two queries.
    gated = Story.objects.filter(pk__in=page).naming(trusts).on_website()
    by_id = {s.story_id: s for s in _released(gated, purpose=Purpose.WEBSITE)}
    more = rows[limit - 1][1] if len(rows) > limit else None
    return StoryList([by_id[pk] for pk in page if pk in by_id], more)


def read_website_many(*, story_ids: Sequence[UUID]) -> list[ReleasedStory]:
    """Those of STORY_IDS that readers may see now, in the order given (search results pass the gate again)."""
    gated = Story.objects.filter(pk__in=story_ids).on_website()
    by_id = {s.story_id: s for s in _released(gated, purpose=Purpose.WEBSITE)}
    return [by_id[pk] for pk in story_ids if pk in by_id]


def publish(*, story_id: UUID, by: User) -> Release:
    """Put a ready story on the website, once however often it is asked. Raises NotReleasable: the gate is closed."""
    with transaction.atomic():
        story = _lock([story_id], purpose=Purpose.WEBSITE)[0]
        if story.stage == Stage.PUBLISHED:
            return _website_rows(story_id=story_id).latest("id")
        if is_flagged(story_id=story_id):
            raise NotReleasable([story_id])
        now = timezone.now()
        story.published_at, story.live = now, True
        move_story(story=story, to=Stage.PUBLISHED, by=by, fields=["published_at", "live"])
        row = _write(
            story=story, purpose=Purpose.WEBSITE, kind=DestinationKind.WEBSITE, destination="Website", by=by
        )
        audit.record(action="heard.publish", user=by, reference=story.reference, object_id=story.pk, data={})
        released = read_website(story_id=story_id)
        if released is None:
            raise NotReleasable([story_id])
        index_story(story=released)
        # Consent ends by its date as well: see stories/ending.py.
        enqueue(kind="check_website", object_id=story_id, not_before=now + WEBSITE_LOOK_EVERY)
    return row


def _lock(
    story_ids: Sequence[UUID], *, purpose: Purpose, trust_code: str = "", form: Form = Form.TEXT
) -> list[Story]:
    """Lock the rows, then ask the gate: consents are written, and stories moved, under the same two locks."""
    unique = list(dict.fromkeys(story_ids))
    hold_stories(story_ids=unique)
    gated = Story.objects.filter(pk__in=unique).releasable(purpose=purpose, form=form, trust_code=trust_code)
    found = {s.pk: s for s in gated.select_related("submission", "approved_version")}
    if missing := [pk for pk in unique if pk not in found]:
        raise NotReleasable(missing)
    return [found[pk] for pk in unique]


def _write(
    *,
    story: Story,
    purpose: Purpose,
    kind: DestinationKind,
    destination: str,
    by: User | None,
    destination_id: UUID | None = None,
    trust_code: str = "",
    form: Form = Form.TEXT,
    recallable: bool = True,
) -> Release:
    consent = consent_for(submission_id=story.pk, purpose=purpose, trust_code=trust_code)
    version = story.approved_version
    if consent is None or version is None:
        raise NotReleasable([story.pk])
    return Release.objects.create(
        submission_id=story.pk,
        version_number=version.number,
        version_sha256=version.sha256,
        consent=consent,
        purpose=consent.purpose,
        form=form,
        trust_code=trust_code,
        destination_kind=kind,
        destination_id=destination_id,
        destination=destination,
        recallable=recallable,
        released_at=timezone.now(),
        released_by=by,
    )


def candidates_for_pack(*, trust_code: str, theme: str = "", limit: int = 50) -> list[ReleasedStory]:
    """Stories whose tellers agreed, today, to a pack for this trust (or for any)."""
    stories = Story.objects.releasable(purpose=Purpose.NAMED_PACK, trust_code=trust_code)
    if theme:
        stories = stories.filter(themes__slug=theme)
    newest = stories.order_by("-created_at")[:limit]
    return _released(newest, purpose=Purpose.NAMED_PACK, trust_code=trust_code)


def read_for_pack(*, story_ids: Sequence[UUID], use: PackUse) -> list[ReleasedStory]:
    """Those of STORY_IDS that may be in a pack for this USE now, in the order given: the builder's preview."""
    gated = Story.objects.filter(pk__in=story_ids).releasable(purpose=use.purpose, trust_code=use.trust_code)
    by_id = {s.story_id: s for s in _released(gated, purpose=use.purpose, trust_code=use.trust_code)}
    return [by_id[pk] for pk in story_ids if pk in by_id]


def release_for_edition(
    *, edition_id: UUID, story_ids: Sequence[UUID], use: PackUse, destination: str, by: User | None
) -> list[ReleasedStory]:
    """Lock, ask the gate, write one Release row each. Raises NotReleasable and writes nothing if any is refused."""
    with transaction.atomic():
        for story in _lock(story_ids, purpose=use.purpose, trust_code=use.trust_code):
            _write(
                story=story,
                purpose=use.purpose,
                kind=DestinationKind.EDITION,
                destination=destination,
                destination_id=edition_id,
                trust_code=use.trust_code,
                by=by,
            )
        once = list(dict.fromkeys(story_ids))
        released = read_for_pack(story_ids=once, use=use)
        if len(released) != len(once):
            raise NotReleasable(sorted(set(once) - {story.story_id for story in released}))
    return released


def read_for_training(*, story_ids: Sequence[UUID]) -> list[ReleasedStory]:
    """Those of STORY_IDS that staff may be taught with now, in any form: the gate for what is cut from them."""
    return _released(
        Story.objects.filter(pk__in=story_ids).releasable(purpose=Purpose.TRAINING), purpose=Purpose.TRAINING
    )


def release_for_training(
    *,
    destination_id: UUID,
    kind: DestinationKind,
    story_ids: Sequence[UUID],
    form: Form,
    destination: str,
    by: User | None,
    recallable: bool = True,
) -> None:
    """To a training body's library or into its film: one Release row for each story, all of them or none.

    FORM is the most revealing of what leaves. Raises NotReleasable.
    """
    with transaction.atomic():
        for story in _lock(story_ids, purpose=Purpose.TRAINING, form=form):
            _write(
                story=story,
                purpose=Purpose.TRAINING,
                kind=kind,
                destination=destination,
                destination_id=destination_id,
                form=form,
                recallable=recallable,
                by=by,
            )


def recall_training(*, destination_id: UUID) -> None:
    """Whatever went there for training is marked as taken back, for all its stories."""
    rows = Release.objects.filter(destination_id=destination_id, purpose=Purpose.TRAINING)
    rows.filter(recallable=True, recalled_at__isnull=True).update(recalled_at=timezone.now())


def still_releasable(
    *,
    story_ids: Sequence[UUID],
    purpose: Purpose,
    form: Form = Form.TEXT,
    trust_code: str = "",
    at: dt.datetime | None = None,
) -> frozenset[UUID]:
    """The gate, ids only: now, or AT another moment as the rows stand today (what will have lapsed by then)."""
    gated = Story.objects.filter(pk__in=story_ids).releasable(
        purpose=purpose, form=form, trust_code=trust_code, at=at
    )
    return frozenset(gated.values_list("pk", flat=True))


def edition_intact(*, edition_id: UUID, purpose: Purpose) -> bool:
    """Whether every story of an edition made for PURPOSE may still be read there, in the very version that was issued.

    Two queries.
    """
    of_edition = Q(destination_kind=DestinationKind.EDITION, destination_id=edition_id)
    rows = list(Release.objects.filter(of_edition))
    if not rows or any(row.recalled_at for row in rows):
        return False
    gated = Story.objects.releasable(purpose=purpose, trust_code=rows[0].trust_code)
    standing = set(
        gated.filter(pk__in=[r.submission_id for r in rows]).values_list("pk", "approved_version__sha256")
    )
    return all((row.submission_id, row.version_sha256) in standing for row in rows)


def recall_edition(*, edition_id: UUID) -> None:
    """Mark every leaving to this edition, and every copy of it within reach, as taken back, for all its stories."""
    rows = Release.objects.filter(destination_id=edition_id, recallable=True, recalled_at__isnull=True)
    rows.update(recalled_at=timezone.now())


def record_delivery(*, edition_id: UUID, destination: str, recallable: bool, by: User | None) -> None:
    """A copy of an edition was handed over: one row for each story in it."""
    rows = Release.objects.filter(destination_kind=DestinationKind.EDITION, destination_id=edition_id)
    now = timezone.now()
    with transaction.atomic():
        for row in rows.select_for_update():
            row.pk = None
            row._state.adding = True
            row.destination_kind, row.destination = DestinationKind.DELIVERY, destination
            row.recallable, row.released_at, row.released_by, row.recalled_at = recallable, now, by, None
            row.save()


def releases_of(*, story_id: UUID) -> list[ReleaseRow]:
    """Where a story has been, oldest first."""
    return [
        ReleaseRow(
            row.released_at,
            Purpose(row.purpose),
            Form(row.form),
            DestinationKind(row.destination_kind),
            row.destination,
            row.recallable,
            row.recalled_at,
        )
        for row in Release.objects.filter(submission_id=story_id)
    ]


def take_down(*, story_id: UUID) -> None:
    """Off the website: the ledger row is closed and the search forgets it. The gate has closed already."""
    _website_rows(story_id=story_id).update(recalled_at=timezone.now())
    unindex_story(story_id=story_id)


def find_again(*, story_id: UUID) -> None:
    """After a pause: let the search find the story again, if the gate lets readers see it."""
    if released := read_website(story_id=story_id):
        index_story(story=released)


def _website_rows(*, story_id: UUID) -> QuerySet[Release]:
    rows = Release.objects.filter(submission_id=story_id, destination_kind=DestinationKind.WEBSITE)
    return rows.filter(recalled_at__isnull=True)


def announce(*, story_id: UUID) -> None:
    """Tell the apps above that what may leave of this story has changed, and forget what it may have taught."""
    forget_learned()
    tell_changed(story_id=story_id)
