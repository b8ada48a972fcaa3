"""Seeing how a teller may be reached: two safeguarding leads, one after the other, once, and the teller is told.

One lead asks with a reason, another agrees or refuses, and only then is it shown to the one who asked, one time,
within a day. The address stays sealed where it is (stories/contact.py).
"""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import has_role
from common import audit
from common.vault.text import open_text, seal_text
from stories.contact import Wish, contact_wish
from stories.enums import Why
from stories.errors import StageRefused
from stories.flag_enums import DisclosureState, FlagState
from stories.locks import hold_story
from stories.looks import READ
from stories.messages import write_notice
from stories.models import ContactDisclosure, ContactWish, SafeguardingFlag
from stories.safeguarding import find_flag

WITHIN = dt.timedelta(hours=24)  # from the second person's yes until it is too late to look


def may_be_asked(*, flag: SafeguardingFlag) -> bool:
    """Whether the teller left a way to be reached. Nothing is opened."""
    return ContactWish.objects.filter(submission_id=flag.story_id).exists()


def ask_for_contact(*, flag_id: int, reason: str, by: User) -> ContactDisclosure:
    """Raises StageRefused; SafeguardingFlag.DoesNotExist when the story was taken back."""
    with transaction.atomic():
        flag = _open_flag(flag_id=flag_id, by=by)
        if not reason.strip():
            raise StageRefused("Write down why you need it. It is sealed with the story.")
        if not may_be_asked(flag=flag):
            raise StageRefused("The teller left no way to be reached. Write them a message.")
        if any(_is_pending(each) for each in flag.disclosures.all()):
            raise StageRefused("It was asked for already.")
        row = ContactDisclosure(flag=flag, asked_by=by, asked_at=timezone.now())
        row.sealed_reason = _seal(row, "reason", reason)
        row.save()
        _log(row, "heard.contact_asked", by)
    return row


def answer_disclosure(
    *, disclosure_id: int, agreed: bool, by: User, tell_teller: bool = True, why_not: str = ""
) -> ContactDisclosure:
    """By another lead than the one who asked. Raises StageRefused, ContactDisclosure.DoesNotExist."""
    with transaction.atomic():
        row = _locked(disclosure_id=disclosure_id, by=by)
        if row.state != DisclosureState.ASKED:
            raise StageRefused("This was answered already.")
        if row.asked_by_id == by.pk:
            raise StageRefused("Somebody else must agree: you asked for it yourself.")
        if agreed and not tell_teller and not why_not.strip():
            raise StageRefused("Write down why the teller must not be told.")
        row.state = DisclosureState.AGREED if agreed else DisclosureState.REFUSED
        row.answered_by, row.answered_at = by, timezone.now()
        if agreed and not tell_teller:
            row.tell_teller, row.sealed_why_not = False, _seal(row, "why_not", why_not)
        row.save()
        _log(row, "heard.contact_answered", by, answer=row.state, told="yes" if row.tell_teller else "no")
    return row


def show_contact(*, disclosure_id: int, by: User) -> Wish:
    """Once, to the one who asked. The teller is told in their messages, unless the second person recorded why not.

    Raises StageRefused, ContactDisclosure.DoesNotExist.
    """
    with transaction.atomic():
        row = _locked(disclosure_id=disclosure_id, by=by)
        if row.asked_by_id != by.pk or row.state != DisclosureState.AGREED:
            raise StageRefused("It is shown once, to the one who asked, when a second person agreed.")
        if not _is_pending(row):
            raise StageRefused("The second person’s yes is older than a day. Ask again.")
        wish = contact_wish(submission_id=row.flag.story_id)
        if wish is None:
            raise StageRefused("The teller has taken their way to be reached back.")
        row.state, row.shown_at = DisclosureState.SHOWN, timezone.now()
        row.save(update_fields=["state", "shown_at"])
        _log(row, "heard.contact_shown", by)
        if row.tell_teller:
            _tell(row, by=by)
    return wish


def _tell(row: ContactDisclosure, *, by: User) -> None:
    language = row.flag.story.submission.language
    with override("cy" if language == "cy" else "en-gb"):
        text = _(
            "Two people here who look after safety decided together to use the way to reach you that you left us, "
            "because they think that somebody may be in danger. Nobody else was shown it. You can ask us about it here."
        )
    write_notice(story_id=row.flag.story_id, text=text, by=by)


def reasons(*, flag: SafeguardingFlag, by: User) -> dict[int, tuple[str, str]]:
    """(why it was asked for, why the teller is not told) of each wish: a logged look. Raises StageRefused."""
    if not has_role(user=by, role=Role.SAFEGUARDING_LEAD):
        raise StageRefused("Notes about a flag are for safeguarding leads.")
    rows = list(flag.disclosures.all())
    if rows:
        _log(rows[-1], READ, by, why=Why.SAFEGUARDING.value)
    return {row.pk: (_open(row, "reason"), _open(row, "why_not")) for row in rows}


def _open_flag(*, flag_id: int, by: User) -> SafeguardingFlag:
    if not has_role(user=by, role=Role.SAFEGUARDING_LEAD):
        raise StageRefused("Only safeguarding leads may ask for this.")
    hold_story(story_id=find_flag(flag_id=flag_id).story_id)
    flag = find_flag(flag_id=flag_id)
    if flag.state != FlagState.OPEN:
        raise StageRefused("This flag was cleared already.")
    return flag


def _locked(*, disclosure_id: int, by: User) -> ContactDisclosure:
    flag_id = ContactDisclosure.objects.values_list("flag_id", flat=True).get(pk=disclosure_id)
    try:
        flag = _open_flag(flag_id=flag_id, by=by)
    except SafeguardingFlag.DoesNotExist:  # its story was taken back
        raise ContactDisclosure.DoesNotExist from None
    row: ContactDisclosure = flag.disclosures.select_for_update().get(pk=disclosure_id)
    row.flag = flag
    return row


def _is_pending(row: ContactDisclosure) -> bool:
    """Still waited for, or agreed and not yet too old."""
    if row.state == DisclosureState.AGREED and row.answered_at is not None:
        return row.answered_at + WITHIN > timezone.now()
    return row.state == DisclosureState.ASKED


def _seal(row: ContactDisclosure, field: str, text: str) -> bytes:
    return seal_text(owner=row.flag.story_id, text=text.strip(), context=row.context(field))


def _open(row: ContactDisclosure, field: str) -> str:
    sealed = getattr(row, f"sealed_{field}")
    owner: UUID = row.flag.story_id
    return open_text(owner=owner, sealed=bytes(sealed), context=row.context(field)) if sealed else ""


def _log(row: ContactDisclosure, action: str, by: User, **data: str | int) -> None:
    story = row.flag.story
    facts: dict[str, str | int] = {"flag": row.flag_id, "disclosure": row.pk, **data}
    audit.record(action=action, user=by, reference=story.reference, object_id=story.pk, data=facts)
