"""A teller's answer about one use: first, changed, or renewed near its end. What changes nothing writes nothing."""

from uuid import UUID

from stories.consent import ConsentState, consent_states, give_consent, withdraw_consent
from stories.enums import Form, Purpose, SubmissionState
from stories.models import Submission
from stories.withdrawal import take_back_purpose


def answer_use(
    *, submission_id: UUID, purpose: Purpose, form: Form | None, trust_code: str = "", language: str = "en"
) -> bool:
    """Yes in this FORM (the most revealing one allowed), or no. Whether anything was written.

    A no to something that was sent takes it back, with a certificate; a draft has been nowhere yet.
    Raises ConsentRefused.
    """
    if form is None:
        return _say_no(submission_id=submission_id, purpose=purpose)
    before = latest_answer(submission_id=submission_id, purpose=purpose)
    same = before.granted and (before.form, before.trust_code) == (form, trust_code)
    if same and not before.ran_out and not before.ends_soon:
        return False
    give_consent(
        submission_id=submission_id, purpose=purpose, form=form, trust_code=trust_code, language=language
    )
    return True


def _say_no(*, submission_id: UUID, purpose: Purpose) -> bool:
    if Submission.objects.filter(pk=submission_id, state=SubmissionState.DRAFT).exists():
        return withdraw_consent(submission_id=submission_id, purpose=purpose) is not None
    return take_back_purpose(submission_id=submission_id, purpose=purpose) is not None


def latest_answer(*, submission_id: UUID, purpose: Purpose) -> ConsentState:
    return next(s for s in consent_states(submission_id=submission_id) if s.purpose == purpose)
