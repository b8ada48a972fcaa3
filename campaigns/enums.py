"""The fixed vocabularies of campaigns. Importable by anyone above."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.told_enums import CommitmentState as CommitmentState
from campaigns.told_enums import Helped as Helped
from stories.enums import Purpose


class Checked(models.TextChoices):
    """How a row of evidence came to be known. `own` is unverified: a person must tick it first."""

    SEED = "seed", _("Read in the Mind and NSUN report")
    SEARCH = "search", _("Found on the publisher's page")
    OWN = "own", _("Not verified yet")


class Standing(models.TextChoices):
    """What kind of rule it is."""

    STATUTE = "statute", _("Act of Parliament")
    STATUTORY_GUIDANCE = "statutory-guidance", _("Statutory guidance")
    REGULATION = "regulation", _("Regulation")
    OFFICIAL_GUIDANCE = "official-guidance", _("Official guidance")
    PROFESSIONAL_GUIDANCE = "professional-guidance", _("Professional guidance")
    CONTRACT = "contract", _("NHS contract")
    STANDARD = "standard", _("Standard")
    FINDING = "regulator-finding", _("Regulator's finding")


class Status(models.TextChoices):
    IN_FORCE = "in-force", _("In force")
    IN_PART = "in-force-in-part", _("Partly in force")
    SUPERSEDED = "superseded", _("Replaced")
    NOT_YET = "not-yet-in-force", _("Not in force yet")
    BACKGROUND = "background", _("Background")
    CHECK = "check", _("Being checked")


class Topic(models.TextChoices):
    """The chapters of What the rules say; a statement's slug tells its chapter (see `reference_rows`)."""

    LEAST = "least-force", _("Force as the last resort")
    HOLDING = "being-held", _("Being held")
    MEDICINE = "medicine", _("Medicine by force")
    SECLUSION = "seclusion", _("Seclusion and being kept apart")
    PLANS = "plans-and-reviews", _("Plans, talking afterwards and reviews")
    USE_OF_FORCE = "use-of-force-act", _("The Use of Force Act")
    STANDARDS = "standards", _("Inspectors, training and contracts")
    RIGHTS = "rights", _("Human rights, equality and capacity")
    COMPLAINTS = "advocates-and-complaints", _("Advocates and complaints")
    WALES = "wales", _("Wales")
    ACT_2025 = "act-2025", _("The Mental Health Act 2025")


STATUSES_FOR_PACKS = (Status.IN_FORCE, Status.IN_PART)
CHECKS_FOR_PACKS = (Checked.SEED, Checked.SEARCH)


class Audience(models.TextChoices):
    BOARD = "board", _("The board")
    NURSING = "nursing", _("The director of nursing")
    WARD = "ward", _("Ward staff and managers")
    REGULATOR = "regulator", _("A regulator")
    COUNCIL = "council", _("Councillors and scrutiny")
    PRESS = "press", _("Newspapers, radio and television")


# What the tellers of a pack's stories must have agreed to, by who reads it. Whoever is not named here reads nothing.
ASKED_FOR: Mapping[Audience, Purpose] = {
    Audience.BOARD: Purpose.NAMED_PACK,
    Audience.NURSING: Purpose.NAMED_PACK,
    Audience.WARD: Purpose.NAMED_PACK,
    Audience.REGULATOR: Purpose.ANY_PACK,
    Audience.COUNCIL: Purpose.ANY_PACK,
    Audience.PRESS: Purpose.PRESS,
}


class ReminderKind(models.TextChoices):
    DUE = "due", _("A promise is due within a week")
    LATE = "late", _("A promise is overdue")
    PREPARE = "prepare", _("A meeting needs preparing")
    UNSAID = "unsaid", _("An answer is overdue")


class AnswerKind(models.TextChoices):
    """What came back to a request for information."""

    FULL = "full", _("They answered")
    PART = "part", _("They answered a part")
    REFUSED = "refused", _("They refused")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Not due yet")
    LATE = "late", _("Overdue")
    FULL = AnswerKind.FULL.value, _("Answered")
    PART = AnswerKind.PART.value, _("Answered in part")
    REFUSED = AnswerKind.REFUSED.value, _("Refused")


class Phase(models.TextChoices):
    BEFORE = "before", _("Before")
    AFTER = "after", _("After")


class Influence(models.IntegerChoices):
    LITTLE = 1, _("A little")
    SOME = 2, _("Some")
    MUCH = 3, _("A lot")


class Sympathy(models.IntegerChoices):
    AGAINST = 1, _("Against us")
    UNDECIDED = 2, _("Undecided")
    WITH_US = 3, _("With us")


class ItemKind(models.TextChoices):
    STORY = "story", _("Story")
    QUOTATION = "quotation", _("Quotation")
    STATEMENT = "statement", _("What the rules say")
    FIGURE = "figure", _("Figure")
    INITIATIVE = "initiative", _("Good practice")


OF_STORIES = (ItemKind.STORY, ItemKind.QUOTATION)


class SectionKind(models.TextChoices):
    """What a pack can be made of, in the usual order, by the usual headings."""

    SUMMARY = "summary", _("In two minutes")
    ASKS = "asks", _("What we ask for")
    LETTER = "letter", _("Our letter")
    QUOTATIONS = "quotations", _("In their words")
    STORIES = "stories", _("The stories")
    THEMES = "themes", _("What people speak of")
    RULES = "rules", _("What the rules say")
    FIGURES = "figures", _("The figures")
    PRACTICES = "practices", _("What has worked elsewhere")
    LAST_TIME = "last_time", _("What happened last time")
    WORDS = "words", _("Something else")
    SOURCES = "sources", _("Sources")
    SUPPORT = "support", _("If reading this is hard")


class EditionState(models.TextChoices):
    """FAILED never had a reader: nothing of it left, and its number is given to the next."""

    RENDERING = "rendering", _("Being made")
    ISSUED = "issued", _("Current")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    FAILED = "failed", _("Not issued")


class Format(models.TextChoices):
    """The files of an edition, in the order in which they are made. Its web page is sealed in its row."""

    PDF = "pdf", _("PDF, to print and to send")
    DOCX = "docx", _("Word, to edit the letter")
    PPTX = "pptx", _("Slides for the meeting")
    ZIP = "zip", _("Everything, in one ZIP")


class Read(models.TextChoices):
    PAGE = "page", _("The page")
    PDF = "pdf", _("The PDF")


class HandedOver(models.TextChoices):
    LINK = "link", _("By secret link")
    EMAIL = "email", _("By e-mail")
    PAPER = "paper", _("On paper")
    MEETING = "meeting", _("Shown in a meeting")
