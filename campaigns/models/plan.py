"""What a group means to do, step by step."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign


class PlanStep(models.Model):
    """One step: of the recipe, by its id there, or the group's own. The words are the group's to change."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    recipe_id = models.CharField(max_length=60, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(editable=False)
    words = models.CharField(_("step"), max_length=200)
    note = models.TextField(
        _("your note"),
        blank=True,
        help_text=_("Who takes it on, where you are. Nothing that a teller told you."),
    )
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "recipe_id"], condition=~Q(recipe_id=""), name="recipe_step_once"
            )
        ]

    def __str__(self) -> str:
        return self.words
