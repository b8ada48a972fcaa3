"""What editors say to tellers more than once: beginnings of messages, and the reasons for which a story cannot be used.

Both are lists that people here keep, in English and in Welsh. They hold no word of any story.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

SWITCHED_OFF = _("Untick it to take it off the list. It is not deleted: what was said with it stays true.")


class InTwoLanguages(models.Model):
    """`title` is for editors; the words are what a teller reads."""

    slug = models.SlugField(max_length=60, blank=True, editable=False)  # of those that came with Heard
    title = models.CharField(_("name"), max_length=120, help_text=_("For editors: what it is for."))
    words = models.TextField(_("in English"), max_length=1200)
    words_cy = models.TextField(_("in Welsh"), max_length=1200)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    active = models.BooleanField(_("offered"), default=True, help_text=SWITCHED_OFF)

    class Meta:
        abstract = True
        ordering = ["position", "title"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=~models.Q(slug=""), name="%(class)s_slug_once")
        ]

    def __str__(self) -> str:
        return self.title


class ReplyTemplate(InTwoLanguages):
    class Meta(InTwoLanguages.Meta):
        verbose_name = _("reply")
        verbose_name_plural = _("replies")


class RefusalReason(InTwoLanguages):
    """`words` say why; `can_do` says what the teller can do now."""

    can_do = models.TextField(_("what they can do, in English"), max_length=600)
    can_do_cy = models.TextField(_("what they can do, in Welsh"), max_length=600)

    class Meta(InTwoLanguages.Meta):
        verbose_name = _("reason for turning a story down")
        verbose_name_plural = _("reasons for turning a story down")
