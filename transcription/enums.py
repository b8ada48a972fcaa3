"""The fixed vocabularies of transcription. Importable by anyone above."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a recording stands, as people are told."""

    QUEUED = "queued", _("In the queue")
    RUNNING = "running", _("Being transcribed")
    WAITING = "waiting", _("Waiting")
    TRANSCRIBED = "transcribed", _("Transcribed")
    NO_SPEECH = "no-speech", _("No speech found")
    FAILED = "failed", _("Failed")


class Outcome(models.TextChoices):
    """What came of listening to a recording."""

    PENDING = "pending", _("Not listened to yet")
    TRANSCRIBED = "transcribed", _("Transcribed")
    NO_SPEECH = "no-speech", _("No speech found")
    UNREADABLE = "unreadable", _("Could not be read")


class Problem(models.TextChoices):
    """Why a file could not be used, or only in part; the label is what people read."""

    NONE = "", ""
    EMPTY = "empty", _("This file is empty. Ask for the recording to be sent again.")
    NOT_MEDIA = (
        "not-media",
        _(
            "This file could not be read as sound or film. It may be damaged, or of another kind. Ask for the "
            "recording to be sent again. What came is kept as it is."
        ),
    )
    NO_SOUND = (
        "no-sound",
        _(
            "There is no sound in this file, so there is nothing to transcribe. Ask whether there is a recording with "
            "sound. What came is kept as it is."
        ),
    )
    NO_SPEECH = (
        "no-speech",
        _("Heard found no speech in this recording. Listen to it: somebody may be speaking very quietly."),
    )
    CUT_SHORT = (
        "cut-short",
        _(
            "The file ends before it says it does. The words up to there were transcribed. Ask whether there is a "
            "whole one."
        ),
    )


class ExportState(models.TextChoices):
    """Where one export of a reel stands."""

    RENDERING = "rendering", _("Being made")
    ISSUED = "issued", _("Current")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Taken back")
    FAILED = "failed", _("Not made")


class ExportFileKind(models.TextChoices):
    """What an export is made of; the label says what it is for."""

    FILM = "film", _("The film, with captions (MP4)")
    CAPTIONS = "captions", _("The captions beside it (WebVTT)")
    PAGE = "page", _("Your page as facilitator, to read on a screen (HTML)")
    PRINT = "print", _("Your page as facilitator, to print (PDF)")
    SLIDES = "slides", _("Slides with the clips in them (PowerPoint)")
    PACKAGE = "package", _("A package for your learning system (SCORM 1.2)")


class Length(models.TextChoices):
    """How long a clip is, as people choose."""

    SHORT = "short", _("Up to half a minute")
    MIDDLE = "middle", _("Half a minute to a minute and a half")
    LONG = "long", _("Longer")


class HiddenSound(models.TextChoices):
    """What is heard where words are hidden."""

    SILENCE = "silence", _("Silence")
    TONE = "tone", _("A soft tone")


class Voice(models.TextChoices):
    """In the order of protection."""

    AS_IS = "as-is", _("As it is")
    DISGUISED = "disguised", _("Disguised: harder to recognise, not impossible")
    SPOKEN = "spoken", _("A computer speaks the words; nothing of the voice is left")


class Picture(models.TextChoices):
    """In the order of protection; blurred and pixelated hide as much."""

    AS_IS = "as-is", _("As it is")
    FACES = "faces", _("Faces alone blurred: a computer finds them, and can miss one")
    BLURRED = "blurred", _("All of it blurred")
    PIXELATED = "pixelated", _("All of it in large squares")
    BLACK = "black", _("Black: sound and captions alone")
    CARD = "card", _("A still card with the story’s pattern")


class RipState(models.TextChoices):
    """Where an old disc or tape stands."""

    ARRIVING = "arriving", _("Being sent")
    PREPARING = "preparing", _("Being made ready to play")
    READY = "ready", _("Ready to be split")
    UNREADABLE = "unreadable", _("Could not be read")
    GOING = "going", _("Being destroyed")
    DESTROYED = "destroyed", _("Destroyed here")


class CardState(models.TextChoices):
    """Where one person of it stands."""

    OPEN = "open", _("Not taken yet")
    ASKED = "asked", _("Being taken")
    TAKEN = "taken", _("Taken: a story of its own")
