"""Answers of those who were given an edition: said once, settled by the group, and then told to its tellers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.enums import Helped
from campaigns.models import Commitment, Edition, Feedback
from campaigns.packs.editions import lock_pack, note

MOST = 30  # of one edition: more than any meeting has people, and a bound for whoever has the link


class TooMany(Exception):
    """This edition has had all the answers it takes."""


@dataclass(frozen=True)
class Said:
    """As its tellers read it."""

    job: str
    helped: Helped


def give_feedback(*, edition: Edition, helped: Helped, job: str, will_do: str) -> Feedback:
    """Raises TooMany."""
    with transaction.atomic():
        lock_pack(pack_id=edition.pack_id)
        if edition.feedback.count() >= MOST:
            raise TooMany
        return Feedback.objects.create(edition=edition, helped=helped, job=job, will_do=will_do)


def pass_on(*, feedback: Feedback, by: User) -> Commitment | None:
    """Its tellers see it from now on; what they said they will do becomes a promise. Twice changes nothing."""
    with transaction.atomic():
        row = Feedback.objects.select_for_update().get(pk=feedback.pk)
        if row.passed_on_at or row.left_at:
            return row.commitment
        row.passed_on_at, row.settled_by = timezone.now(), by
        if row.will_do:
            row.commitment = Commitment.objects.create(
                campaign=row.edition.pack.campaign,
                text=row.will_do,
                owner=row.job,
                made_on=timezone.localdate(row.given_at),
                created_by=by,
            )
        row.save()
        note(action="campaigns.pass_on", edition=row.edition, by=by)
    return row.commitment


def leave(*, feedback: Feedback, by: User) -> None:
    """It goes no further."""
    waiting = Feedback.objects.filter(pk=feedback.pk, passed_on_at=None, left_at=None)
    waiting.update(left_at=timezone.now(), settled_by=by)


def said_of(*, edition_ids: Sequence[UUID]) -> dict[int, list[Said]]:
    """What was passed on, by campaign. One query."""
    rows = Feedback.objects.filter(edition__in=edition_ids, passed_on_at__isnull=False)
    found: dict[int, list[Said]] = {}
    for campaign, job, helped in rows.values_list("edition__pack__campaign", "job", "helped"):
        found.setdefault(campaign, []).append(Said(job, Helped(helped)))
    return found
