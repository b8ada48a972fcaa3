"""The secret link to a web edition: shown once with its passcode, kept only as hashes, good until a day."""

import datetime as dt
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.models import Edition
from campaigns.packs.editions import note
from campaigns.packs.reading import NotReadable, may_be_read, token_hash
from common.verify_codes import SIGNS

DAYS, MOST_DAYS = 60, 365


@dataclass(frozen=True)
class Link:
    """Whoever is to read gets the two by different ways: the address by e-mail, the passcode by telephone."""

    token: str = field(repr=False)
    passcode: str = field(repr=False)
    expires_on: dt.date


def make_link(*, edition_id: UUID, by: User | None, expires_on: dt.date | None = None) -> Link:
    """A new one; the one before stops working. Raises NotReadable for an edition that nobody may read."""
    made = Link(secrets.token_urlsafe(32), _passcode(), expires_on or usual_expiry())
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition_id)
        if not may_be_read(edition=edition):
            raise NotReadable
        edition.link_sha256, edition.link_made_at = token_hash(made.token), timezone.now()
        edition.link_expires_on, edition.link_passcode = made.expires_on, make_password(made.passcode)
        edition.save(update_fields=["link_sha256", "link_made_at", "link_expires_on", "link_passcode"])
        note(action="campaigns.link", edition=edition, by=by)
    return made


def usual_expiry() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=DAYS)


def link_is_open(*, edition: Edition) -> bool:
    """A link of the time before passcodes has none, and is closed: another is made in a moment."""
    expires = edition.link_expires_on
    return bool(edition.link_passcode) and expires is not None and timezone.localdate() <= expires


def _passcode() -> str:
    """Eight signs that can be read out: nobody mistakes one for another."""
    signs = "".join(secrets.choice(SIGNS) for _place in range(8))
    return f"{signs[:4]}-{signs[4:]}"
