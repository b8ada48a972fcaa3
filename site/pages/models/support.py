import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from pages.enums import Checked, LineKind
from pages.querysets import SupportLineQuerySet


def digits(words: str) -> str:
    return "".join(sign for sign in words if sign.isdigit() or sign == "+")


class SupportLine(models.Model):
    """A help line. Loaded from reference/support.yaml; a person here decides when an unchecked one may be shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=LineKind.choices)
    for_whom = models.CharField(_("what it is for"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    text = models.CharField(_("by text message"), max_length=60, blank=True)
    text_relay = models.CharField(_("for deaf people"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("web page"), blank=True)
    hours = models.CharField(_("hours"), max_length=60, blank=True)
    nations = models.JSONField(
        _("nations"), default=list, help_text=_("England, Wales, Scotland, Northern Ireland or UK")
    )
    welsh = models.BooleanField(_("answers in Welsh"), default=False)
    checked = models.CharField(
        _("how far it is checked"),
        max_length=10,
        choices=Checked.choices,
        default=Checked.OWN,
        help_text=_(
            "Once somebody here has rung it, choose that: loading the reference file then leaves it alone."
        ),
    )
    shown = models.BooleanField(_("show it to readers"), default=False)
    note = models.TextField(_("note for editors"), blank=True)
    order = models.PositiveSmallIntegerField(_("place among its kind"), default=999)

    objects = SupportLineQuerySet.as_manager()

    class Meta:
        ordering = ("order", "name")
        verbose_name = _("support line")
        verbose_name_plural = _("support lines")

    def __str__(self) -> str:
        return self.name

    @property
    def dial(self) -> str:
        """The number as a telephone takes it."""
        return digits(self.phone)

    @property
    def text_dial(self) -> str:
        return digits(self.text)

    @property
    def please_check(self) -> bool:
        return self.checked != Checked.HERE
