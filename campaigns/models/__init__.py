from campaigns.models.branding import Branding
from campaigns.models.campaign import Campaign, Commitment, Contact, Meeting
from campaigns.models.edition import Delivery, Edition, EditionFile, EditionItem, EditionReading
from campaigns.models.evaluation import Round, RoundAnswer
from campaigns.models.evidence import Figure, GuidanceStatement, Initiative, Source
from campaigns.models.feedback import Feedback
from campaigns.models.information import InformationRequest
from campaigns.models.involvement import InvolvementCheck
from campaigns.models.pack import Pack, PackItem
from campaigns.models.plan import PlanStep
from campaigns.models.reminders import NoReminders, Reminder

__all__ = [
    "Branding",
    "Campaign",
    "Commitment",
    "Contact",
    "Delivery",
    "Edition",
    "EditionFile",
    "EditionItem",
    "EditionReading",
    "Feedback",
    "Figure",
    "GuidanceStatement",
    "InformationRequest",
    "Initiative",
    "InvolvementCheck",
    "Meeting",
    "NoReminders",
    "Pack",
    "PackItem",
    "PlanStep",
    "Reminder",
    "Round",
    "RoundAnswer",
    "Source",
]
