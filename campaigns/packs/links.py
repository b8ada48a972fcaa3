"""The secret link to a web edition: shown once, kept only as a hash, made anew at will."""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.models import Edition
from campaigns.packs.editions import note
from campaigns.packs.reading import NotReadable, may_be_read, token_hash


def make_link(*, edition_id: UUID, by: User | None) -> str:
    """A new token; the one before stops working. Raises NotReadable for an edition that nobody may read."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition_id)
        if not may_be_read(edition=edition):
            raise NotReadable
        edition.link_sha256, edition.link_made_at = token_hash(token), timezone.now()
        edition.save(update_fields=["link_sha256", "link_made_at"])
        note(action="campaigns.link", edition=edition, by=by)
    return token
