"""The sheet for the day of a meeting: what those who go need in their hands, and nothing of what was noted before."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.enums import CommitmentState, SectionKind
from campaigns.models import Commitment, Contact, Meeting, Pack
from campaigns.packs.sections import sections_of, words_in


@dataclass(frozen=True)
class Sheet:
    """Texts are lines. `asks` come from the packs made for this meeting, `promises` are those not settled."""

    meeting: Meeting
    contacts: Sequence[Contact]
    agenda: Sequence[str]
    asks: Sequence[str]
    promises: Sequence[Commitment]
    safety: Sequence[str]
    repeated: Sequence[str]

    @property
    def unsafe(self) -> bool:
        """Somebody may tell their story, and nobody wrote down how they are looked after."""
        return self.meeting.tellers_speak and not self.safety


def sheet_of(*, meeting: Meeting) -> Sheet:
    promises = meeting.campaign.commitments.all()
    return Sheet(
        meeting=meeting,
        contacts=list(meeting.contacts.all()),
        agenda=_lines(meeting.agenda),
        asks=[line for pack in meeting.packs.all() for line in asks_of(pack)],
        promises=[p for p in promises if p.state in (CommitmentState.OPEN, CommitmentState.LATE)],
        safety=_lines(meeting.safety_plan),
        repeated=_lines(meeting.may_be_repeated),
    )


def asks_of(pack: Pack) -> list[str]:
    return _lines(words_in(sections_of(pack), SectionKind.ASKS))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
