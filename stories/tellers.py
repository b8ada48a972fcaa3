"""Who is asking, when it is a teller: a receipt or an account, kept in the session as ids only."""

import base64
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from common.typed import sent_fields
from common.vault.errors import KeyDestroyed, VaultError
from common.vault.text import open_text, seal_text
from stories.enums import GONE, SubmissionState
from stories.models import Submission, Teller, Withdrawal
from stories.references import read_id

SESSION_KEY = "teller"
DRAFT_KEY = "draft"
STORY_KEY = "story"
RECEIPT_KEY = "receipt"
PROVED_KEY = "proved"  # the hash of an address that a code was sent to and came back from
CODE_KEY = "email_code"
KEPT = (DRAFT_KEY, STORY_KEY, RECEIPT_KEY, PROVED_KEY, CODE_KEY)  # for one teller, never for the next
RECEIPT_CONTEXT = "stories.receipt"


def remember_teller(*, request: HttpRequest, teller: Teller) -> None:
    """From here on this session is TELLER's: on a shared device, what it kept for somebody else goes first."""
    if request.session.get(SESSION_KEY) != str(teller.pk):
        for kept in KEPT:
            request.session.pop(kept, None)
    request.session.cycle_key()
    request.session[SESSION_KEY] = str(teller.pk)


def forget_teller(*, request: HttpRequest) -> None:
    """Everything this device kept goes: the session itself is emptied and its cookie expires."""
    request.session.flush()


def current_teller(request: HttpRequest) -> Teller | None:
    held = request.session.get(SESSION_KEY)
    return Teller.objects.filter(pk=held).first() if held else None


def teller_owns(request: HttpRequest, story_id: UUID) -> bool:
    """Whether the teller in this session is the one whose story this is."""
    return own_submission(request, story_id) is not None


def teller_owns_draft(request: HttpRequest, submission_id: UUID) -> bool:
    """The same, and it was not sent yet."""
    own = own_submission(request, submission_id)
    return own is not None and own.state == SubmissionState.DRAFT


def holds_a_draft(request: HttpRequest) -> bool:
    """Whether somebody in this session is telling something just now."""
    held = request.session.get(SESSION_KEY)
    return bool(held) and Submission.objects.filter(teller_id=str(held), state=SubmissionState.DRAFT).exists()


def own_submission(request: HttpRequest, submission_id: UUID | None) -> Submission | None:
    """A telling of this session's teller, sent or not; None for anybody else's."""
    held = request.session.get(SESSION_KEY)
    if not held or submission_id is None:
        return None
    own = Submission.objects.select_related("trust", "teller").filter(teller_id=str(held))
    return own.filter(pk=submission_id).first()


def draft_in_hand(request: HttpRequest) -> Submission | None:
    """What this page writes to, sent or not: the one its form names, or the session's.

    Two tabs may hold two drafts, on a shared device even of two people: each form says which is its own, so that
    neither writes over the other.
    """
    held = read_id(request.session.get(DRAFT_KEY) or "")
    found = own_submission(request, read_id(sent_fields(request).get("draft", "")) or held)
    if found is not None and found.pk != held:
        request.session[DRAFT_KEY] = str(found.pk)
    return found


def stories_of(request: HttpRequest) -> list[Submission]:
    """All that this session's teller told, sent or begun, the newest first; one query. Nothing thrown away unsent.

    Each with `gave_back`: whether anything of it was taken back.
    """
    held = request.session.get(SESSION_KEY)
    gave_back = Exists(Withdrawal.objects.filter(submission=OuterRef("pk")))
    told = Submission.objects.select_related("trust", "story").annotate(gave_back=gave_back)
    rows = told.filter(teller_id=str(held)) if held else []
    kept = (each for each in rows if each.sent_at or each.state not in GONE)
    return sorted(kept, key=lambda each: each.sent_at or each.created_at, reverse=True)


def choose_story(request: HttpRequest, story_id: UUID) -> Submission | None:
    """Open another story of the same teller's; None when it is not theirs."""
    chosen = own_submission(request, story_id)
    if chosen is not None:
        draft = chosen.state == SubmissionState.DRAFT
        request.session[DRAFT_KEY if draft else STORY_KEY] = str(chosen.pk)
    return chosen


def story_in_hand(request: HttpRequest, *, told: list[Submission]) -> Submission | None:
    """Of what was TOLD, the story they chose, or else the one they sent last."""
    sent = [each for each in told if each.state != SubmissionState.DRAFT]
    chosen = request.session.get(STORY_KEY)
    return next((each for each in sent if str(each.pk) == chosen), sent[0] if sent else None)


def keep_receipt(*, request: HttpRequest, words: str, owner: UUID) -> None:
    """Keep the words for showing again until they leave: sealed under the story's key, never plain in a session."""
    sealed = seal_text(owner=owner, text=words, context=RECEIPT_CONTEXT)
    request.session[RECEIPT_KEY] = [str(owner), base64.b64encode(sealed).decode()]


def kept_receipt(*, request: HttpRequest) -> str:
    """The words, or nothing when there are none in this session or the story was erased."""
    owner, sealed = request.session.get(RECEIPT_KEY) or ("", "")
    if not owner:
        return ""
    try:
        return open_text(owner=UUID(owner), sealed=base64.b64decode(sealed), context=RECEIPT_CONTEXT)
    except (KeyDestroyed, VaultError):
        return ""


def kept_of_same_teller(*, story_id: UUID) -> QuerySet[Submission]:
    """All that the teller of this story sent or began, this one too, and has not taken back."""
    teller = Submission.objects.filter(pk=story_id).values("teller")
    return Submission.objects.filter(teller__in=teller).exclude(state__in=GONE)
