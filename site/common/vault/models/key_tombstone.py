from django.db import models


class KeyTombstone(models.Model):
    """This owner's key is gone for good; no new one may be made. Ids only, kept for ever."""

    owner = models.UUIDField(primary_key=True)
    # What the owner was, so that a main database restored from before the burial knows which rows to erase.
    kind = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)
