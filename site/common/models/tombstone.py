from django.db import models


class Tombstone(models.Model):
    """Something that was erased for good. Ids only, kept for ever, re-applied after a backup is restored."""

    owner = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
