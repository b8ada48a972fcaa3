"""The fixed vocabularies of stories. Importable by anyone above."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a teller may agree to, each by itself."""

    COUNTED = "counted", _("Counted in totals")
    NAMED_PACK = "named_pack", _("A pack for this one trust")
    ANY_PACK = "any_pack", _("Packs for any trust, a regulator, a council or Parliament")
    WEBSITE = "website", _("This website")
    TRAINING = "training", _("Staff training")
    PRESS = "press", _("Newspapers, radio and television")
    CONTACT = "contact", _("Getting in touch with me again")


PACK_PURPOSES = (Purpose.NAMED_PACK, Purpose.ANY_PACK)
# Where a voice or a picture can be used; for the others a yes is a plain yes.
MEDIA_PURPOSES = (Purpose.WEBSITE, Purpose.TRAINING, Purpose.PRESS)


class Form(models.IntegerChoices):
    """The most revealing form agreed to: each covers the ones before it, with one exception (see `covers`)."""

    TEXT = 1, _("My words in writing")
    DISGUISED_AUDIO = 2, _("My voice, disguised")
    AUDIO = 3, _("My voice")
    DISGUISED_VIDEO = 4, _("My picture, disguised")
    VIDEO = 5, _("My picture and voice")

    @property
    def slug(self) -> str:
        return self.name.lower()

    @classmethod
    def from_slug(cls, slug: str) -> "Form":
        """Raises KeyError for a word that is no form."""
        return cls[slug.upper()]

    def covers(self, other: "Form") -> bool:
        """Whether who agreed to this agreed to OTHER. A film with its voice disguised never covers the plain voice."""
        if self is Form.DISGUISED_VIDEO and other is Form.AUDIO:
            return False
        return other <= self


class ToldBy(models.TextChoices):
    """Who tells it, and so whose yes it rests on. A living person who can decide tells their own, or has agreed."""

    SELF = "self", _("The person it happened to")
    HELPED = "helped", _("The person it happened to, with a helper who types")
    AGREED = "agreed", _("Somebody else, with that person’s agreement")
    DIED = "died", _("Somebody else, about a person who has died")


class Way(models.TextChoices):
    """How somebody began; they may go on in any other way."""

    WORDS = "words", _("Writing")
    SOUND = "sound", _("Recording sound")
    FILM = "film", _("Recording sound and picture")
    FILE = "file", _("Sending a file")
    PICTURE = "picture", _("Sending a picture of a letter or of art")


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SENT = "sent", _("Sent")
    WITHDRAWN = "withdrawn", _("Taken back")
    ERASED = "erased", _("Erased")


# Its teller took it back: there is nothing left to do with it.
GONE = (SubmissionState.WITHDRAWN, SubmissionState.ERASED)


class Stage(models.TextChoices):
    """Where a story stands on its way; shown to editors, and in plainer words to tellers."""

    ARRIVED = "arrived", _("Arrived")
    TRANSCRIBING = "transcribing", _("Being transcribed")
    SAFEGUARDING = "safeguarding", _("Safeguarding check")
    ANONYMISING = "anonymising", _("Being made anonymous")
    SECOND_READING = "second_reading", _("Second reading")
    WITH_TELLER = "with_teller", _("With the teller")
    READY = "ready", _("Ready")
    PUBLISHED = "published", _("Published")
    HELD = "held", _("Held")
    TURNED_DOWN = "turned_down", _("Turned down")
    APPEAL = "appeal", _("Appeal")
    WITHDRAWN = "withdrawn", _("Taken back")
    ERASED = "erased", _("Erased")


# Out of the way for a while: `resume_stage` says where such a story goes on.
SET_ASIDE = (Stage.SAFEGUARDING, Stage.HELD)
# No editor has work with it any more.
DONE = (Stage.PUBLISHED, Stage.TURNED_DOWN, Stage.WITHDRAWN, Stage.ERASED)


class PartKind(models.TextChoices):
    WRITTEN = "written", _("Writing")
    AUDIO = "audio", _("Sound recording")
    VIDEO = "video", _("Film")
    PICTURE = "picture", _("Picture")


MEDIA_KINDS = (PartKind.AUDIO, PartKind.VIDEO)


class UploadState(models.TextChoices):
    ARRIVING = "arriving", _("On its way")
    ARRIVED = "arrived", _("Here")
    REFUSED = "refused", _("Not a recording or a picture")


class RedactionKind(models.TextChoices):
    PERSON = "person", _("Person")
    PLACE = "place", _("Place")
    WARD = "ward", _("Ward or unit")
    ORGANISATION = "organisation", _("Organisation")
    DATE = "date", _("Date or time")
    AGE = "age", _("Age")
    CODE = "code", _("Number or code")
    EVENT = "event", _("Rare event")
    DESCRIPTION = "description", _("About a person")
    OTHER = "other", _("Something else")


class RedactionAction(models.TextChoices):
    MASK = "mask", _("Mask")
    STAND_IN = "stand_in", _("Stand-in name")
    GENERALISE = "generalise", _("Make general")


class Why(models.TextChoices):
    """Why somebody opens sealed words. Asked once in a sitting; the value is in the log, so it is a code."""

    ANONYMISING = "anonymising", _("To make it anonymous")
    MESSAGE = "message", _("To look again after a message from the teller")
    SAFEGUARDING = "safeguarding", _("Because somebody may be in danger")
    APPEAL = "appeal", _("Because of an appeal")
    TECHNICAL = "technical", _("Because something technical went wrong")


class Extent(models.TextChoices):
    """How far words were opened, in the log beside each look."""

    FIRST = "first", _("its first lines")
    ALL = "all", _("all of it")


class Decision(models.TextChoices):
    APPROVED = "approved", _("Approved")
    CHANGES = "changes", _("Changes asked for")
    REFUSED = "refused", _("Refused")


class AppealOutcome(models.TextChoices):
    """What somebody else found when a teller asked them to look at a story that was turned down."""

    UPHELD = "upheld", _("It stays turned down")
    OVERTURNED = "overturned", _("It can be used after all")


class DestinationKind(models.TextChoices):
    WEBSITE = "website", _("This website")
    EDITION = "edition", _("An evidence pack")
    DELIVERY = "delivery", _("A copy handed over")
    LIBRARY = "library", _("A training body’s library")
    REEL = "reel", _("A training film")


class ThemeGroup(models.TextChoices):
    """The groups of themes.yaml."""

    INTERVENTION_TYPES = "intervention_types", _("What was done")
    EXPERIENCES = "experiences", _("What it was like")
    CHANGES_WANTED = "changes_wanted", _("What should change")
    GOOD_PRACTICE_SEEN = "good_practice_seen", _("What helped")
    TRIGGERS = "triggers", _("What set it off")
    STAY_POINTS = "stay_points", _("When in the stay")
    SETTINGS = "settings", _("Where")
    STORYTELLER_ROLES = "storyteller_roles", _("Who is telling it")
    CONTENT_NOTES = "content_notes", _("Content notes")


class ThemeSubgroup(models.TextChoices):
    """Where a group of themes.yaml has parts of its own."""

    ENVIRONMENTS_CULTURE = "environments-culture", _("Environments and culture")
    ORGANISATIONAL_RESPONSIVENESS = "organisational-responsiveness", _("How the organisation listens")
    INFORMATION_SUPPORT = "information-support", _("Information and support")
    STAFFING_TRAINING_ATTITUDES = "staffing-training-attitudes", _("Staffing, training and attitudes")
