from stories.models.about import AboutYou
from stories.models.care import DailyLimit, LeftToOthers
from stories.models.consent import AppendOnly, ConsentRecord, ConsentWording, Understanding
from stories.models.contact import ContactWish
from stories.models.found import FoundNames, KeptPlace
from stories.models.intake import IntakeFile
from stories.models.learned import LearnedThemes
from stories.models.message import Message
from stories.models.people import RegisterEntry
from stories.models.reading import SecondReading
from stories.models.reference import Theme, Trust
from stories.models.refusal import Refusal
from stories.models.release import Release, Withdrawal
from stories.models.reply import RefusalReason, ReplyTemplate
from stories.models.safeguarding import (
    ContactDisclosure,
    SafeguardingFlag,
    SafeguardingNote,
    SafeguardingPhrase,
)
from stories.models.search import PackEntry
from stories.models.stay import StageStay
from stories.models.story import (
    Approval,
    CopyAnswer,
    CopyHearing,
    Redaction,
    Story,
    StoryDraft,
    StoryVersion,
)
from stories.models.submission import SealedPart, Submission, Teller
from stories.models.upload import ShownPicture, Upload, UploadPiece
from stories.models.workflow import ConsentCurrentTask, SecondReadingTask, StageTask, TellerApprovalTask

__all__ = [
    "AboutYou",
    "AppendOnly",
    "Approval",
    "ConsentCurrentTask",
    "ConsentRecord",
    "ConsentWording",
    "ContactDisclosure",
    "ContactWish",
    "CopyAnswer",
    "CopyHearing",
    "DailyLimit",
    "FoundNames",
    "IntakeFile",
    "KeptPlace",
    "LearnedThemes",
    "LeftToOthers",
    "Message",
    "PackEntry",
    "Redaction",
    "Refusal",
    "RefusalReason",
    "RegisterEntry",
    "Release",
    "ReplyTemplate",
    "SafeguardingFlag",
    "SafeguardingNote",
    "SafeguardingPhrase",
    "SealedPart",
    "SecondReading",
    "SecondReadingTask",
    "ShownPicture",
    "StageStay",
    "StageTask",
    "Story",
    "StoryDraft",
    "StoryVersion",
    "Submission",
    "Teller",
    "TellerApprovalTask",
    "Theme",
    "Trust",
    "Understanding",
    "Upload",
    "UploadPiece",
    "Withdrawal",
]
