"""Who speaks from when to when: read as it was typed, checked, and saved whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from common.vault.errors import KeyDestroyed
from transcription.enums import CardState, RipState
from transcription.models import Rip, RipCard, RipStretch
from transcription.splitting.bringing import NotOpen, hold_rip
from transcription.splitting.drafts import settle
from transcription.splitting.times import read_time, say_time

SHORTEST_MS = 1000
MOST_PEOPLE, MOST_ROWS = 30, 200
NOBODY = ""


@dataclass(frozen=True)
class Row:
    """One stretch as it was typed: `who` is a person's number, or NOBODY."""

    start: str
    end: str
    who: str
    wrong: str = ""

    @property
    def span(self) -> tuple[int, int]:
        return read_time(self.start) or 0, read_time(self.end) or 0


class CannotSplit(ValueError):
    """Some rows are wrong: each says why. Nothing was saved, and nothing that was typed is lost."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__(_("Nothing was saved yet. Mend what is marked below, then save again."))
        self.rows = list(rows)


class SavedMeanwhile(ValueError):
    """Somebody else saved it since this page was opened."""


def rows_of(rip: Rip) -> list[Row]:
    """What can still be changed: the stretches of nobody, and of whom nothing is taken yet. One query."""
    rows = rip.stretches.select_related("card").exclude(card__state=CardState.TAKEN)
    return [
        Row(say_time(each.start_ms), say_time(each.end_ms), str(each.card.number) if each.card else NOBODY)
        for each in rows
    ]


def save_stretches(*, rip_id: UUID, rows: Sequence[Row], edits: int) -> None:
    """In the place of all that is not taken. EDITS: as it was when the page was made.

    Raises CannotSplit, SavedMeanwhile, NotOpen.
    """
    with transaction.atomic():
        rip = hold_rip(rip_id=rip_id, at=[RipState.READY])
        if being_taken(rip):
            raise NotOpen(_("Testimonies are being taken out of it just now. Wait until that is done."))
        if rip.edits != edits:
            raise SavedMeanwhile(
                _(
                    "Somebody else saved these stretches while you worked on them. What you see below is still yours."
                )
            )
        filled = [row for row in rows if row.start.strip() or row.end.strip()]
        checked = list(check(filled, rip=rip))
        if any(row.wrong for row in checked):
            raise CannotSplit(checked)
        put_down(rip=rip, rows=checked)
        Rip.objects.filter(pk=rip.pk).update(edits=F("edits") + 1)


def being_taken(rip: Rip) -> bool:
    """Whether a worker is at it, or will be. Whose job came to nothing is free again."""
    settle(rip=rip)
    return rip.cards.filter(state=CardState.ASKED).exists()


def put_down(*, rip: Rip, rows: Sequence[Row]) -> None:
    rip.stretches.exclude(card__state=CardState.TAKEN).delete()
    numbers = {int(row.who) for row in rows if row.who != NOBODY}
    rip.cards.exclude(state=CardState.TAKEN).exclude(number__in=numbers).delete()
    cards = {number: rip.cards.get_or_create(number=number)[0] for number in sorted(numbers)}
    RipStretch.objects.bulk_create(
        RipStretch(
            rip=rip,
            card=cards[int(row.who)] if row.who != NOBODY else None,
            start_ms=row.span[0],
            end_ms=row.span[1],
        )
        for row in rows
    )


def check(rows: Sequence[Row], *, rip: Rip) -> Iterator[Row]:
    taken = {
        str(number) for number in rip.cards.filter(state=CardState.TAKEN).values_list("number", flat=True)
    }
    closed = list(taken_spans(rip))
    for place, row in enumerate(rows):
        others = [each.span for each in rows[:place]]
        yield replace(row, wrong=what_is_wrong(row, rip=rip, others=others, closed=closed, taken=taken))
        if place >= MOST_ROWS:
            return


def what_is_wrong(
    row: Row,
    *,
    rip: Rip,
    others: Sequence[tuple[int, int]],
    closed: Sequence[tuple[int, int]],
    taken: set[str],
) -> str:
    if read_time(row.start) is None or read_time(row.end) is None:
        return _("Write both times as 75, 1:15 or 0:01:15.5.")
    start, end = row.span
    if end > rip.duration_ms:
        return _("It ends after the recording does, which is at %s.") % say_time(rip.duration_ms)
    if end <= start:
        return _("Its end has to be later than its beginning.")
    if end - start < SHORTEST_MS:
        return _("It is shorter than a second.")
    if row.who != NOBODY and not (
        row.who.isascii() and row.who.isdigit() and 1 <= int(row.who) <= MOST_PEOPLE
    ):
        return _("Choose a person, or “nobody”.")
    if row.who in taken:
        return _("This person has a story already. Choose another number for somebody else.")
    return _overlaps(row, others=others, closed=closed)


def _overlaps(row: Row, *, others: Sequence[tuple[int, int]], closed: Sequence[tuple[int, int]]) -> str:
    span = row.span
    if met := next((each for each in others if overlap(span, each)), None):
        said = _(
            "It overlaps the stretch from %(start)s to %(end)s above. One moment belongs to one person only."
        )
        return said % {"start": say_time(met[0]), "end": say_time(met[1])}
    if row.who != NOBODY and (met := next((each for each in closed if overlap(span, each)), None)):
        said = _(
            "From %(start)s to %(end)s it is a testimony already, or was one that its teller took back. It is not "
            "taken again."
        )
        return said % {"start": say_time(met[0]), "end": say_time(met[1])}
    return ""


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def taken_spans(rip: Rip) -> Iterator[tuple[int, int]]:
    """What was made a testimony of this very disc, now or when it was here before: given to nobody a second time."""
    same = RipStretch.objects.filter(rip__mac=rip.mac) if rip.mac else rip.stretches.all()
    yield from same.filter(card__state=CardState.TAKEN).values_list("start_ms", "end_ms")


def spans_of(card: RipCard) -> list[tuple[float, float]]:
    """In seconds, in order. Raises KeyDestroyed for a card that nothing is left of."""
    found = [(each.start_ms / 1000, each.end_ms / 1000) for each in card.stretches.order_by("start_ms")]
    if not found:
        raise KeyDestroyed("Nothing is left of it.")
    return found


def left_over_ms(rip: Rip) -> int:
    """How much of it is given to nobody, and goes with it."""
    given = rip.stretches.filter(card__isnull=False).values_list("start_ms", "end_ms")
    return max(rip.duration_ms - sum(end - start for start, end in given), 0)
