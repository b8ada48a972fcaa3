"""Themes and trusts: reference data, loaded from stories/reference/."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.enums import ThemeGroup, ThemeSubgroup


class Theme(models.Model):
    """A term of the controlled taxonomy (stories/reference/themes.yaml), in English and Welsh. Never deleted.

    Stories point at it and frozen versions name its slug, so slug and group stay as they were made; a term that is
    no longer wanted is switched off.
    """

    slug = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        help_text=_("It is in addresses and in what tellers have agreed to, so it cannot be changed later."),
    )
    group = models.CharField(_("group"), max_length=30, choices=ThemeGroup.choices)
    subgroup = models.CharField(_("part of the group"), max_length=60, choices=ThemeSubgroup, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("is a kind of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    label = models.CharField(_("label"), max_length=200)
    label_cy = models.CharField(_("label in Welsh"), max_length=200, blank=True)
    definition = models.TextField(_("definition"), blank=True)
    definition_cy = models.TextField(_("definition in Welsh"), blank=True)
    phrases = models.JSONField(_("phrases"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("place in its group"), default=0)
    active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Switched off, no story is given it any more; stories that carry it keep it."),
    )
    source = models.JSONField(_("sources"), default=list, blank=True)
    checked = models.CharField(_("how far it was checked"), max_length=10, blank=True)
    loaded = models.JSONField(default=dict, blank=True, editable=False)  # as the file had it, field by field

    class Meta:
        ordering = ["group", "position", "id"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        above = self.parent
        if above is not None and (above.group != self.group or above.parent_id is not None):
            message = _("Choose a term of the same group that is not itself a kind of another.")
            raise ValidationError({"parent": message})
        if above is not None and self.pk and (above.pk == self.pk or self.children.exists()):
            message = _("This term has kinds of its own, so it cannot be a kind of another.")
            raise ValidationError({"parent": message})


class Trust(models.Model):
    """An NHS trust, health board or other provider (stories/reference/trusts.csv)."""

    code = models.CharField(_("ODS code"), max_length=60, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    previous_names = models.TextField(blank=True)
    nation = models.CharField(max_length=20)
    region = models.CharField(max_length=60, blank=True)
    org_type = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20, default="active")
    status_from = models.CharField(max_length=20, blank=True)
    successor_code = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    fictional = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)
    checked = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("trust or health board")
        verbose_name_plural = _("trusts and health boards")

    def __str__(self) -> str:
        return self.name
