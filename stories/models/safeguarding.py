"""Worries about somebody's safety: what kind, until when, whose, and what was done. No word of a story is in here.

What people wrote about it is sealed under the story's key, and all of it goes with the story.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.flag_enums import DisclosureState, FlagKind, FlagState, SafeguardingStep
from stories.models.story import Story
from stories.models.submission import SealedPart
from stories.phrases import check_phrase


class SafeguardingPhrase(models.Model):
    """One row of the list that workers look for. Edited in the admin; see stories/phrases.py for its signs."""

    phrase = models.CharField(
        _("phrase"),
        max_length=120,
        unique=True,
        validators=[check_phrase],
        help_text=_(
            "In small letters, as somebody would say it. A star stands for any end of a word (“threaten*”), "
            "three dots for up to three words (“kill ... tonight”)."
        ),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=FlagKind.choices)
    active = models.BooleanField(_("looked for"), default=True)

    class Meta:
        ordering = ["kind", "phrase"]
        verbose_name = _("safeguarding phrase")
        verbose_name_plural = _("safeguarding phrases")

    def __str__(self) -> str:
        return self.phrase


class SafeguardingFlag(models.Model):
    """The story waits until it is cleared. Which phrase it was is kept nowhere: an open part shows it again."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=10, choices=FlagKind.choices)
    state = models.CharField(max_length=10, choices=FlagState.choices, default=FlagState.OPEN)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Nobody: the list of phrases raised it.
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_list = models.BooleanField(default=False)
    # Nobody: there was no safeguarding lead when it was raised, so it is any lead's.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    parts = models.ManyToManyField(SealedPart, blank=True, related_name="flags")  # where the list found it
    decision = models.CharField(max_length=10, choices=SafeguardingStep.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)  # its leads, by e-mail
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("safeguarding flag")
        verbose_name_plural = _("safeguarding flags")
        indexes = [
            models.Index(fields=["state", "due_at"], name="flag_due"),
            models.Index(fields=["story", "state"], name="flag_of_story"),
        ]

    def __str__(self) -> str:
        return f"flag {self.pk}"


class SafeguardingNote(models.Model):
    """One step taken about a flag, with what somebody wrote about it, sealed. Append-only."""

    flag = models.ForeignKey(SafeguardingFlag, on_delete=models.CASCADE, related_name="notes")
    step = models.CharField(max_length=10, choices=SafeguardingStep.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField(null=True)

    class Meta:
        ordering = ["id"]

    @property
    def context(self) -> str:
        return f"stories.SafeguardingNote:{self.flag_id}:{self.at.isoformat()}"


class ContactDisclosure(models.Model):
    """One wish to see how a teller may be reached. Append-only but for its one way: asked, agreed, shown."""

    flag = models.ForeignKey(SafeguardingFlag, on_delete=models.CASCADE, related_name="disclosures")
    state = models.CharField(max_length=10, choices=DisclosureState.choices, default=DisclosureState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    sealed_reason = models.BinaryField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    tell_teller = models.BooleanField(default=True)
    sealed_why_not = models.BinaryField(null=True)  # why the teller is not told
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True) | ~models.Q(answered_by=models.F("asked_by")),
                name="disclosure_takes_two",
            ),
            models.CheckConstraint(
                condition=models.Q(shown_at__isnull=True) | models.Q(answered_by__isnull=False),
                name="shown_only_when_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(tell_teller=True) | models.Q(sealed_why_not__isnull=False),
                name="untold_only_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"

    def context(self, field: str) -> str:
        return f"stories.ContactDisclosure.{field}:{self.flag_id}:{self.asked_at.isoformat()}"
