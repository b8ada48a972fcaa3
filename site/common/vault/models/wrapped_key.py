from django.db import models


class WrappedKey(models.Model):
    """One owner's data key, wrapped by a master key. The row is all there is: without it nothing opens."""

    owner = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    master_key_id = models.CharField(max_length=16, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
