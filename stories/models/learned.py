"""What confirmed stories taught about themes. Weights on words of the taxonomy, none of a story."""

from django.db import models


class LearnedThemes(models.Model):
    """At most one row. Of the taxonomy with this fingerprint; for another it says nothing."""

    fingerprint = models.CharField(max_length=64)
    weights = models.JSONField()
    stories = models.PositiveIntegerField()
    at = models.DateTimeField()
