"""One frozen, numbered issue of a pack, what is in it, and whom it went to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import EditionState, Format, HandedOver, ItemKind, Read
from campaigns.models.pack import Pack
from campaigns.querysets import EditionQuerySet
from stories.enums import Purpose
from stories.pack_use import PackUse


class Edition(models.Model):
    """Its id owns a key in the vault: destroying the key puts every copy of its files beyond use."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=EditionState.choices, default=EditionState.RENDERING)
    # The group's own words as they stood at issue, so that a re-issue never carries half-edited ones.
    frozen = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    verify_code = models.CharField(max_length=16, unique=True)
    link_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    link_made_at = models.DateTimeField(null=True, blank=True)
    link_expires_on = models.DateField(null=True, blank=True)
    link_passcode = models.CharField(max_length=128, blank=True)  # as a hash, like a password
    manifest = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    sealed_html = models.BinaryField(null=True)
    message = models.TextField(blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )
    # Set when a teller's word ended and this edition held their story; never says whose.
    recalled_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["pack", "-number", "-created_at"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "number"], condition=~Q(state="failed"), name="edition_number_once"
            ),
            models.UniqueConstraint(
                fields=["pack"], condition=Q(state="rendering"), name="one_edition_at_a_time"
            ),
            models.UniqueConstraint(fields=["pack"], condition=Q(state="issued"), name="one_current_edition"),
        ]

    def __str__(self) -> str:
        return f"edition {self.number}"

    @property
    def purpose(self) -> Purpose:
        """What its tellers agreed to, whoever the next edition of its pack is for."""
        return Purpose(self.frozen.get("purpose", Purpose.NAMED_PACK))

    @property
    def use(self) -> PackUse:
        """With its pack and campaign loaded."""
        return PackUse(self.purpose, self.pack.campaign.trust_code)

    @property
    def html_context(self) -> str:
        return f"campaigns.Edition.html:{self.pk}"


class EditionFile(models.Model):
    """One sealed file of an edition. Its row stands before the file does, so that none is forgotten.

    When the edition is over the name goes with the file; size and hash stay, for whoever has a copy to compare.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, choices=Format.choices)
    name = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["edition", "format"], name="one_file_a_format")]

    def __str__(self) -> str:
        return self.format

    @property
    def context(self) -> str:
        return f"campaigns.Edition.{self.format}:{self.edition_id}"


class EditionItem(models.Model):
    """One line of the manifest: what it is and which exact version, by hash. No words."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    source_id = models.CharField(max_length=60, db_index=True)
    span = models.JSONField(null=True)  # of a quotation: see PackItem
    position = models.PositiveSmallIntegerField()
    consent_id = models.PositiveBigIntegerField(null=True)
    version_sha256 = models.CharField(max_length=64, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["edition", "kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "source_id"],
                condition=~Q(kind="quotation"),
                name="in_edition_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class EditionReading(models.Model):
    """One reading by the secret link. Of the reader nothing is kept."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="readings")
    what = models.CharField(max_length=4, choices=Read.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.what


class Delivery(models.Model):
    """Who got which edition, how and when. An e-mail address is kept only to tell them of a recall."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.CharField(_("to whom (their job)"), max_length=160)
    email = models.EmailField(_("work e-mail, to tell them if it is replaced"), blank=True)
    how = models.CharField(_("how"), max_length=10, choices=HandedOver.choices, default=HandedOver.LINK)
    on = models.DateField(_("when"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return self.recipient
