"""What a taking leaves behind that came to nothing: a draft, and a person who can be asked for again."""

from common.jobs.service import jobs_for
from stories.intake import on_behalf
from transcription.enums import CardState
from transcription.models import Rip, RipCard


def forget_draft(card: RipCard) -> None:
    """What a worker that was killed had begun."""
    draft = RipCard.objects.values_list("draft_id", flat=True).get(pk=card.pk)
    if draft is not None:
        on_behalf.let_go_of(submission_id=draft)
        RipCard.objects.filter(pk=card.pk).update(draft_id=None)


def settle(*, rip: Rip) -> None:
    """Who was asked for, and whose job ended without them, can be asked for again, in other stretches too."""
    for card in rip.cards.filter(state=CardState.ASKED):
        if not jobs_for(object_id=card.pk).unfinished().exists():
            give_back(card)


def give_back(card: RipCard) -> None:
    forget_draft(card)
    RipCard.objects.filter(pk=card.pk, state=CardState.ASKED).update(state=CardState.OPEN)
