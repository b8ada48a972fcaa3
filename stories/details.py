"""Where and when it happened, and who tells it: all optional, all the teller's to leave out."""

from typing import Any
from uuid import UUID

from stories.models import Submission, Trust


def read_details(*, submission: Submission) -> dict[str, Any]:
    return {
        "trust": submission.trust.code if submission.trust else "",
        "setting": submission.setting,
        "event_year": submission.event_year,
        "teller_role": submission.teller_role,
    }


def note_details(
    *,
    submission_id: UUID,
    trust: str = "",
    setting: str = "",
    event_year: int | None = None,
    teller_role: str = "",
    stay_point: str = "",
) -> None:
    Submission.objects.filter(pk=submission_id).update(
        trust=Trust.objects.filter(code=trust).first() if trust else None,
        setting=setting,
        event_year=event_year,
        teller_role=teller_role,
        stay_point=stay_point,
    )


def say_adult(*, submission_id: UUID, adult: bool) -> None:
    Submission.objects.filter(pk=submission_id).update(adult_confirmed=adult)
