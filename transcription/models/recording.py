"""What is known of a recording. The sealed file itself belongs to the part it came in with."""

import uuid

from django.db import models

from transcription.enums import Outcome, Problem


class Recording(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    part_id = models.UUIDField(unique=True)
    story_id = models.UUIDField(db_index=True)
    media_sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    problem = models.CharField(max_length=12, choices=Problem.choices, blank=True, default=Problem.NONE)
    container = models.CharField(max_length=20, blank=True)
    duration = models.FloatField(null=True)
    has_picture = models.BooleanField(default=False)
    sound_tracks = models.PositiveSmallIntegerField(default=1)  # only the first is ever used
    erased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
