"""What editors need for themselves. Nobody else's page ever shows a row of this."""

from django.conf import settings
from django.db import models

from stories.models.story import Story


class LeftToOthers(models.Model):
    """An editor said *not this one*. Without a reason: there is no field for one."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="left_by")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "story"], name="left_to_others_once")]


class DailyLimit(models.Model):
    """How many heavy stories a day somebody wants at most. No row: what everybody has."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    most = models.PositiveSmallIntegerField()
