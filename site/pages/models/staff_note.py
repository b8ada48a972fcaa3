from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import RevisionMixin

from pages.blocks import PageBody
from pages.fields import PlainStreamField


class StaffNote(RevisionMixin, models.Model):
    """Words for people who work here, shown beside their work. No page: it has no address and cannot go public."""

    slug = models.SlugField(_("where it stands"), max_length=60, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    body = PlainStreamField(PageBody(), verbose_name=_("body"), blank=True)

    panels = [FieldPanel("title"), FieldPanel("body")]

    class Meta:
        ordering = ("title",)
        verbose_name = _("note for staff")
        verbose_name_plural = _("notes for staff")

    def __str__(self) -> str:
        return self.title
