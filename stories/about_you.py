"""What a teller says about themselves: kept apart from the story, sealed, and linked to it only inside the vault."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from common.vault.links import find_link, make_link
from common.vault.text import open_text, seal_text
from stories.enums import SubmissionState
from stories.locks import hold_submission
from stories.models import AboutYou

# The key of these links and of nothing else. It outlives each story's own, so that an erasure reaches its row.
LINK_KEY = UUID("5b0f6a52-3c1e-4d0f-9a67-7f0d1f5a9b11")
# Sealed in whole blocks, so that a length does not tell how much somebody said.
BLOCK = 2048


class NotSent(Exception):
    """There is no story that this could be about: it was not sent yet, or was taken back."""


@dataclass(frozen=True)
class AboutAnswer:
    """The slug chosen, the boxes ticked beside it, and their own words; each may be empty."""

    chosen: str = ""
    also: tuple[str, ...] = ()
    words: str = ""

    @property
    def given(self) -> bool:
        return bool(self.chosen or self.also or self.words)


def read_about(*, submission_id: UUID) -> dict[str, AboutAnswer]:
    """The teller's own answers back to the teller, by question. Raises KeyDestroyed."""
    row = _row(submission_id)
    return _open(row, owner=submission_id) if row else {}


def answer_about(
    *, submission_id: UUID, question: str, chosen: str = "", also: Collection[str] = (), words: str = ""
) -> None:
    """Keep one answer; an empty one takes it away again, and the last one takes the row with it. Raises NotSent."""
    answer = AboutAnswer(chosen, tuple(also), words.strip())
    with transaction.atomic():
        if hold_submission(submission_id=submission_id).state != SubmissionState.SENT:
            raise NotSent
        link = make_link(key_owner=LINK_KEY, to=submission_id)
        row = AboutYou.objects.filter(link=link).first()
        answers = _open(row, owner=submission_id) if row else {}
        answers = {**answers, question: answer}
        kept = {slug: each for slug, each in answers.items() if each.given}
        if kept:
            _seal(row or AboutYou(link=link), owner=submission_id, answers=kept)
        elif row:
            row.delete()


def forget_about(*, submission_id: UUID) -> bool:
    """Take all answers away; True when there were some. Works after the story's key was destroyed as well."""
    row = _row(submission_id)
    if row is not None:
        row.delete()
    return row is not None


def _row(submission_id: UUID) -> AboutYou | None:
    link = find_link(key_owner=LINK_KEY, to=submission_id)
    return AboutYou.objects.filter(link=link).first() if link else None


def _seal(row: AboutYou, *, owner: UUID, answers: dict[str, AboutAnswer]) -> None:
    text = json.dumps({slug: asdict(answer) for slug, answer in answers.items()})  # ASCII: a letter is a byte
    padded = text + " " * (-len(text) % BLOCK)
    row.sealed = seal_text(owner=owner, text=padded, context=row.context)
    row.save()


def _open(row: AboutYou, *, owner: UUID) -> dict[str, AboutAnswer]:
    held = json.loads(open_text(owner=owner, sealed=bytes(row.sealed), context=row.context))
    return {
        slug: AboutAnswer(each["chosen"], tuple(each["also"]), each["words"]) for slug, each in held.items()
    }
