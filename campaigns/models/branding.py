"""How a group's packs look as its own. Read through `campaigns.branding.brand_of`."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Branding(models.Model):
    """Its id owns a key in the vault: the logo lies sealed, because storage keeps nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="branding", verbose_name=_("group")
    )
    main_colour = models.CharField(_("colour of headings and lines"), max_length=7)
    ground_colour = models.CharField(_("colour behind words"), max_length=7)
    logo_name = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("branding")
        verbose_name_plural = _("branding")

    def __str__(self) -> str:
        return f"branding of {self.organisation_id}"

    @property
    def logo_context(self) -> str:
        return f"campaigns.Branding.logo:{self.pk}"
