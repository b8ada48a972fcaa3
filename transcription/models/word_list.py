"""What a group calls things. Words that everybody there knows; nothing of any story, so nothing is sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class WordList(models.Model):
    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("group")
    )
    words = models.TextField(
        _("words"),
        help_text=_(
            "One on each line: wards, places, medicines. 400 characters in all; the most useful first."
        ),
    )

    class Meta:
        ordering = ["organisation__name"]
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")

    def __str__(self) -> str:
        return f"Word list of {self.organisation.name}"
