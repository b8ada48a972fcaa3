"""Telling a training body that a reel was taken back: once, without a word about any clip; and its answer."""

from email.utils import make_msgid
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Organisation, User
from transcription.models import ReelExport
from transcription.reels.exporting import CONFIRMED, note


def tell_organisation(*, export_id: UUID) -> bool:
    """One message to all its trainers, marked and sent in one transaction. False when there was nobody to tell.

    A worker that dies does not start over. If it dies in the instant between sending and committing, the same
    message goes again under the same Message-ID.
    """
    export = ReelExport.objects.select_related("reel__organisation").get(pk=export_id)
    to = addresses_of(organisation=export.reel.organisation)
    if export.recalled_at is None or not to:
        return False
    with transaction.atomic():
        waiting = ReelExport.objects.filter(pk=export_id, told_at=None)
        mine = bool(waiting.update(told_at=timezone.now()))
        if mine:
            _message(export=export, to=to).send()
    return mine


def addresses_of(*, organisation: Organisation) -> list[str]:
    """Its trainers, as they are today."""
    trainers = User.objects.filter(
        memberships__organisation=organisation, memberships__role=Role.TRAINER, is_active=True
    )
    return sorted(set(trainers.values_list("email", flat=True)))


def _message(*, export: ReelExport, to: list[str]) -> EmailMessage:
    body = export.reel.organisation
    url = settings.PUBLIC_URL.rstrip("/") + reverse("training:export", args=[body.slug, export.pk])
    context = {"export": export, "body": body.name, "url": url}
    host = make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]).rpartition("@")[2]
    return EmailMessage(
        subject=_("A reel has been taken back: destroy your copies"),
        body=render_to_string("transcription/mail/reel_recalled.txt", context),
        to=to,
        headers={"Message-ID": f"<reel-{export.pk}@{host}"},
    )


def confirm_destroyed(*, export_id: UUID, by: User) -> bool:
    """A trainer says that every copy is gone; its tellers can read it. False when there was nothing to confirm."""
    with transaction.atomic():
        waiting = ReelExport.objects.filter(pk=export_id, recalled_at__isnull=False, confirmed_at=None)
        if not waiting.update(confirmed_at=timezone.now(), confirmed_by=by.name[:120]):
            return False
        note(CONFIRMED, export=ReelExport.objects.get(pk=export_id), by=by)
    return True


def to_destroy(*, organisation: Organisation) -> list[ReelExport]:
    """Recalled exports that somebody took a copy of, and that nobody has confirmed destroyed yet."""
    recalled = ReelExport.objects.filter(
        reel__organisation=organisation, recalled_at__isnull=False, confirmed_at=None
    )
    return list(recalled.filter(downloaded_at__isnull=False).select_related("reel").order_by("recalled_at"))
