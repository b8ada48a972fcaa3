"""People at the trust: no more of them than the work needs, and nothing of them when it is over."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from campaigns.enums import EditionState
from campaigns.models import (
    Campaign,
    Commitment,
    Contact,
    Delivery,
    Edition,
    Feedback,
    InformationRequest,
    InvolvementCheck,
    Meeting,
    Pack,
    PlanStep,
)
from campaigns.packs.sections import rewrite_sections

Change = Callable[[str], str]
SHORTEST = 3  # a name of two letters stands in too many words
# Wherever a group writes by itself. What was issued is sealed, and is what its readers hold, until it is destroyed.
CAMPAIGN = ("name", "aim", "what_changed")
MEETING = ("title", "place", "present", "agenda", "safety_plan", "may_be_repeated", "notes")
PROMISE = ("text", "owner", "evidence")
STEP = ("words", "note")
REQUEST = ("asked", "answer")
ANSWER = ("job", "will_do")
PACK = ("title", "addressed_to")
OTHERS = ("role", "cares_about")


def forget_contact(*, contact: Contact) -> int:
    """Remove them, and put their job where their name and address stood in what the group wrote.

    A current edition's register keeps their address, and only that: tellers were promised that whoever holds a copy
    is told if it is taken back. How many such addresses were kept.
    """
    with transaction.atomic():
        change = _rewriting(contact)
        campaign = contact.campaign
        contact.delete()
        for rows, fields in _everywhere(campaign):
            _rewrite(rows, fields, change)
        for pack in Pack.objects.filter(campaign=campaign):
            rewrite_sections(pack=pack, change=change)
        _rewrite_json(
            InvolvementCheck.objects.filter(organisation=campaign.organisation_id), "answers", change
        )
        for field in ("frozen", "changes"):  # or the next edition would be made of them again
            _rewrite_json(Edition.objects.filter(pack__campaign=campaign), field, change)
        return _forget_in_register(campaign, contact.email, change)


def forget_contacts(*, campaign: Campaign) -> int:
    """All of them; how many there were. Each is read anew: what was written of one may have named another."""
    gone = 0
    with transaction.atomic():
        while contact := campaign.contacts.first():
            forget_contact(contact=contact)
            gone += 1
    return gone


def _everywhere(campaign: Campaign) -> Iterable[tuple[QuerySet[Any], tuple[str, ...]]]:
    yield Campaign.objects.filter(pk=campaign.pk), CAMPAIGN
    yield Meeting.objects.filter(campaign=campaign), MEETING
    yield Commitment.objects.filter(campaign=campaign), PROMISE
    yield PlanStep.objects.filter(campaign=campaign), STEP
    yield Pack.objects.filter(campaign=campaign), PACK
    yield Contact.objects.filter(campaign=campaign), OTHERS
    yield InformationRequest.objects.filter(campaign=campaign), REQUEST
    yield Feedback.objects.filter(edition__pack__campaign=campaign), ANSWER


def _rewriting(contact: Contact) -> Change:
    """Their name as it was written, and their address in any letters, as whole words."""
    words = []
    if len(contact.name) >= SHORTEST:
        words.append(re.escape(contact.name))
    if contact.email:
        words.append(f"(?i:{re.escape(contact.email)})")
    if not words:
        return lambda text: text
    found = re.compile(rf"(?<![\w.@])(?:{'|'.join(words)})(?![\w@])")
    return lambda text: found.sub(lambda _match: contact.role, text)


def _rewrite(rows: QuerySet[Any], fields: tuple[str, ...], change: Change) -> None:
    """Row by row and only what differs, without `changed_at` and the like."""
    for row in rows:
        changed = {field: _fitting(row, field, change(getattr(row, field))) for field in fields}
        changed = {field: text for field, text in changed.items() if text != getattr(row, field)}
        if changed:
            rows.model._default_manager.filter(pk=row.pk).update(**changed)


def _rewrite_json(rows: QuerySet[Any], field: str, change: Change) -> None:
    for row in rows:
        before = getattr(row, field)
        if (after := _in_json(before, change)) != before:
            rows.model._default_manager.filter(pk=row.pk).update(**{field: after})


def _in_json(value: Any, change: Change) -> Any:
    match value:
        case str():
            return change(value)
        case list():
            return [_in_json(each, change) for each in value]
        case dict():
            return {key: _in_json(each, change) for key, each in value.items()}
    return value


def _fitting(row: Model, field: str, text: str) -> str:
    """A job may be longer than the name it stands for."""
    return text[: getattr(row._meta.get_field(field), "max_length", None)]


def _forget_in_register(campaign: Campaign, email: str, change: Change) -> int:
    rows = Delivery.objects.filter(edition__pack__campaign=campaign)
    _rewrite(rows, ("recipient",), change)
    if not email:
        return 0
    theirs = rows.filter(email__iexact=email)
    needed = theirs.filter(edition__state=EditionState.ISSUED, told_at=None)
    kept = needed.count()
    theirs.exclude(pk__in=list(needed.values_list("pk", flat=True))).update(email="")
    return kept
