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

# Of one edition, that the group has not looked at yet: more than any meeting has people, and a bound for whoever has
# the link.
MOST = 30


class TooMany(Exception):
    """As many answers wait here as this edition takes."""


@dataclass(frozen=True)
class Said:
    """As its tellers read it."""

    job: str
    helped: Helped


def give_feedback(
    *, edition: Edition, helped: Helped, job: str, will_do: str, instead_of: int = 0
) -> Feedback:
    """INSTEAD_OF: the same reader's answer before, which this one replaces while nobody has settled it. TooMany."""
    said = {"helped": helped, "job": job, "will_do": will_do}
    with transaction.atomic():
        lock_pack(pack_id=edition.pack_id)
        waiting = edition.feedback.filter(passed_on_at=None, left_at=None)
        if waiting.filter(pk=instead_of).update(**said, given_at=timezone.now()):
            return edition.feedback.get(pk=instead_of)
        if waiting.count() >= MOST:
            raise TooMany
        return Feedback.objects.create(edition=edition, **said)


def pass_on(*, feedback: Feedback, promise: str, owner: str, by: User) -> Commitment | None:
    """Its tellers see it from now on, under the job OWNER. Twice changes nothing.

    PROMISE, in words that the group stands behind, becomes one of its campaign; without any there is none.
    """
    with transaction.atomic():
        row = Feedback.objects.select_for_update().get(pk=feedback.pk)
        if row.passed_on_at or row.left_at:
            return row.commitment
        row.passed_on_at, row.settled_by, row.job = timezone.now(), by, owner
        if promise:
            row.commitment = Commitment.objects.create(
                campaign=row.edition.pack.campaign,
                text=promise,
                owner=owner,
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
