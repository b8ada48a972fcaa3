"""The words with which each person comes back: sealed under their story's key until the card is handed on."""

from uuid import UUID

from accounts.models import User
from common import audit
from common.vault.errors import KeyDestroyed
from common.vault.text import open_text
from stories.intake.cards import card_text
from transcription.models import RipCard

SHOWN = "heard.rip_words"


class NoWords(Exception):
    """They were handed on, or the story was taken back."""


def open_card(*, card_id: UUID, by: User) -> str:
    """The card to print, with its words; the look is logged first. Raises NoWords."""
    card = RipCard.objects.select_related("rip").filter(pk=card_id, sealed_words__isnull=False).first()
    if card is None or card.story_id is None:
        raise NoWords
    data = {"card": str(card.pk)}
    audit.record(action=SHOWN, user=by, reference=card.rip.reference, object_id=card.rip_id, data=data)
    try:
        words = open_text(
            owner=card.story_id, sealed=bytes(card.sealed_words or b""), context=card.words_context
        )
    except KeyDestroyed:
        raise NoWords from None
    return card_text(reference=card.story_reference, words=words, language=card.language)


def say_handed_on(*, card_id: UUID) -> None:
    """The card is out of the house: the words are nowhere here any more."""
    RipCard.objects.filter(pk=card_id).update(sealed_words=None)
