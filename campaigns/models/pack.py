"""The working document. It holds ids of what was picked, and the group's own words; never a teller's."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.blocks import PackSections
from campaigns.enums import ASKED_FOR, Audience, ItemKind
from campaigns.models.campaign import Campaign, Meeting
from campaigns.querysets import PackItemQuerySet, PackQuerySet
from pages.fields import PlainStreamField
from stories.pack_use import PackUse


class Pack(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="packs")
    title = models.CharField(_("title"), max_length=160)
    audience = models.CharField(
        _("who it is for"),
        max_length=12,
        choices=Audience.choices,
        default=Audience.NURSING,
        help_text=_("Only stories whose tellers agreed to these readers can be in it."),
    )
    addressed_to = models.CharField(_("addressed to"), max_length=160, blank=True)
    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="packs",
        verbose_name=_("for the meeting"),
    )
    meeting_on = models.DateField(_("date of the meeting"), null=True, blank=True)
    sections = PlainStreamField(PackSections(), verbose_name=_("sections"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("pack")
        verbose_name_plural = _("packs")

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> dt.date | None:
        """Of its meeting, wherever that was moved to, unless the group wrote another day for this pack."""
        return self.meeting_on or (self.meeting.on if self.meeting else None)

    @property
    def use(self) -> PackUse:
        """With its campaign loaded: what may be in it, for the readers it has now."""
        return PackUse(ASKED_FOR[Audience(self.audience)], self.campaign.trust_code)


class PackItem(models.Model):
    """One thing picked: a story by its id, a statement, a figure or an initiative by its row.

    A quotation is a span of a story, bound to the version it was picked in: {part, start, end, version}, no words.
    """

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    source_id = models.CharField(max_length=60)
    span = models.JSONField(null=True)
    position = models.PositiveSmallIntegerField()

    objects = PackItemQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "kind", "source_id"], condition=~Q(kind="quotation"), name="picked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"
