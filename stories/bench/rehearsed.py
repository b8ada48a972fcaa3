"""Deciding what is left where there is no editor: for invented stories and for rehearsals on one's own recording.

Never for what a teller sent: on the bench nothing is cleared by the machine.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from stories.anonymise.stored import keep_found
from stories.bench.layout import lay_out
from stories.bench.state import open_bench
from stories.models import KeptPlace, SealedPart
from stories.sealing import open_part_text


class NotForProduction(Exception):
    """Where real stories are, an editor decides."""


def keep_the_rest(*, story_id: UUID, by: User) -> int:
    """As if BY had looked at every group that waits and kept it; in how many places. Raises NotForProduction."""
    from stories.anonymise.detect import detect  # noqa: PLC0415  word lists and patterns: no start waits for them

    if not settings.DEVELOPMENT:
        raise NotForProduction("On the bench an editor decides, group by group.")
    with transaction.atomic():
        for part in SealedPart.objects.filter(submission_id=story_id, sealed_text__isnull=False):
            keep_found(part=part, found=detect(open_part_text(part=part)))
        laid, now = lay_out(open_bench(story_id=story_id)), timezone.now()
        rows = [
            KeptPlace(part_id=part_id, start=place.start, end=place.end, decided_by=by, decided_at=now)
            for part_id, each in laid.parts.items()
            for place in each.places
        ]
        return len(KeptPlace.objects.bulk_create(rows))
