"""Which files a group has brought in: so that none comes twice, nor again after its teller took it back."""

from django.db import models

from accounts.models import Organisation
from stories.models.submission import Submission


class IntakeFile(models.Model):
    """A keyed hash of the file's bytes and the group's id: it tells nobody what was in the file."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mac = models.CharField(max_length=64, unique=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
