"""What an editor chose for the treated copies of one recording, beyond what its teller's yes demands."""

from django.conf import settings
from django.db import models

from transcription.enums import HiddenSound, Picture, Voice
from transcription.models.recording import Recording


class CopyChoice(models.Model):
    """None for a recording is the same as one with nothing but defaults. `covered` is [[from, to], …] in seconds."""

    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="choice")
    hidden = models.CharField(max_length=10, choices=HiddenSound.choices, default=HiddenSound.SILENCE)
    voice = models.CharField(max_length=10, choices=Voice.choices, default=Voice.AS_IS)
    picture = models.CharField(max_length=10, choices=Picture.choices, default=Picture.AS_IS)
    covered = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"choice {self.pk}"
