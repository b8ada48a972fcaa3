"""What a teller wishes for one recording, whatever they answer about its uses: voice disguised, face hidden.

There is no film with a disguised voice and a plain picture, so either wish blurs the picture of a film. A wish bounds
every release of its recording: consent can only let out less.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from stories.enums import MEDIA_KINDS, Form, PartKind, SubmissionState
from stories.locks import hold_submission
from stories.models import SealedPart
from stories.signals import consent_changed

FORMS_OF_KIND = {
    PartKind.AUDIO: (Form.DISGUISED_AUDIO, Form.AUDIO),
    PartKind.VIDEO: (Form.DISGUISED_AUDIO, Form.AUDIO, Form.DISGUISED_VIDEO, Form.VIDEO),
}
WITH_PLAIN_VOICE = (Form.AUDIO, Form.VIDEO)
WITH_PLAIN_PICTURE = (Form.VIDEO,)


@dataclass(frozen=True)
class Wish:
    disguise_voice: bool = False
    hide_face: bool = False

    def __or__(self, other: "Wish") -> "Wish":
        """Both wishes at once."""
        return Wish(self.disguise_voice or other.disguise_voice, self.hide_face or other.hide_face)


NO_WISH = Wish()


class TooLate(Exception):
    """It was sent with this wish: from here on it can only ask for more disguise."""


def forms_of(*, part: SealedPart) -> tuple[Form, ...]:
    """The forms of sound or film in which this part may ever be released, from the least revealing to the most."""
    return tuple(
        form
        for form in FORMS_OF_KIND.get(PartKind(part.kind), ())
        if not (part.disguise_voice and form in WITH_PLAIN_VOICE)
        and not (part.hide_face and form in WITH_PLAIN_PICTURE)
    )


def most_revealing(*, part: SealedPart, agreed: Iterable[Form]) -> Form | None:
    """The most revealing form that one of the AGREED forms covers and the wish for this part allows; None for none."""
    consents = list(agreed)
    covered = [form for form in forms_of(part=part) if any(each.covers(form) for each in consents)]
    return max(covered, default=None)


def wish_for(*, submission_id: UUID, part_id: UUID, wish: Wish) -> None:
    """Note WISH for one recording of a telling. A part that is not there changes nothing.

    Raises TooLate when it would let out more of a recording that was sent already.
    """
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        part = submission.parts.filter(pk=part_id, kind__in=MEDIA_KINDS).first()
        if part is None:
            return
        before = Wish(part.disguise_voice, part.hide_face)
        if submission.state != SubmissionState.DRAFT and before | wish != wish:
            raise TooLate(
                "This recording was sent with that wish. It can ask for more disguise, not for less."
            )
        part.disguise_voice, part.hide_face = wish.disguise_voice, wish.hide_face
        part.save(update_fields=["disguise_voice", "hide_face"])
        consent_changed.send(sender=None, story_id=submission_id)
