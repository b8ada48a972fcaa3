"""Bringing in what the plan takes, one person at a time: whole, or not at all, whatever kills it in between.

Files are sealed into a draft first. Then one transaction writes consent, the marks that these files are here, and
sends the story. Killed before it, the draft is swept like any other that nobody finished, and the next run begins that
person anew; killed after it, the next run finds their files here.
"""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.storages import StorageError
from stories import telling
from stories.consent import ConsentRefused, give_consent
from stories.details import note_details, say_adult
from stories.drafts import throw_away
from stories.enums import PartKind, Way
from stories.intake.cards import finish_card, settle_cards, write_card
from stories.intake.contents import file_mac, read_contents
from stories.intake.errors import NotTaken
from stories.intake.plan import Outcome, Person, Plan, Planned
from stories.intake.sheet import Row
from stories.models import IntakeFile, SealedPart, Story, Submission
from stories.receipts import give_receipt
from stories.sealing import seal_part_text
from stories.wording import current_wording

MANNER = "paper"
FAILURES = (IntegrityError, OSError, NotTaken, ConsentRefused, StorageError)
Told = Callable[[Planned, Outcome, str], None]


def take_all(*, plan: Plan, cards: Path, tell: Told) -> int:
    """Bring in every person of PLAN who can be; TELL of each row, with its story's reference. How many failed."""
    settle_cards(folder=cards)
    failed = 0
    for person in plan.people:
        if not person.taken:
            for each in person.planned:
                tell(each, each.outcome, each.why)
            failed += any(each.outcome == Outcome.REFUSED for each in person.planned)
            continue
        try:
            story = _take(plan, person, cards)
        except FAILURES:
            failed += 1
            said = _(
                "The file or the wording changed while this ran, somebody else brought it in, or a disk is full. "
                "Nothing of this person came in: run it again."
            )
            for each in person.planned:
                tell(each, Outcome.REFUSED, said)
        else:
            for each in person.planned:
                tell(each, Outcome.TAKE, story.reference)
    return failed


def _take(plan: Plan, person: Person, cards: Path) -> Story:
    row = person.planned[0].row
    submission = telling.begin_submission(language=row.language, told_by=row.told_by, way=Way.FILE)
    try:
        for each in person.planned:
            _add(submission, each, plan.organisation.pk)
        return _send(plan, person, cards, submission)
    except FAILURES:
        throw_away(submission_id=submission.pk)
        raise


def _send(plan: Plan, person: Person, cards: Path, submission: Submission) -> Story:
    row = person.planned[0].row
    with transaction.atomic():
        _check_wording(row)
        for each in person.planned:
            IntakeFile.objects.create(
                organisation=plan.organisation, mac=each.mac, submission=submission, at=timezone.now()
            )
        note_details(submission_id=submission.pk, trust=row.trust, event_year=row.year)
        say_adult(submission_id=submission.pk, adult=True)
        for purpose, form in row.uses.items():
            give_consent(
                submission_id=submission.pk,
                purpose=purpose,
                form=form,
                trust_code=row.trust,
                language=row.language,
                manner=MANNER,
                given_at=row.agreed_at,
            )
        words = give_receipt(teller=submission.teller)
        story = telling.send_submission(submission_id=submission.pk)
        audit.record(
            action="heard.intake",
            user=None,
            reference=story.reference,
            object_id=story.pk,
            data={"group": str(plan.organisation.pk), "files": len(person.planned)},
        )
        # On disk before it is true: killed in between, the next run finishes it, or throws it away.
        card = write_card(
            folder=cards, row=row.number, reference=story.reference, words=words, language=row.language
        )
    finish_card(card)
    return story


def _check_wording(row: Row) -> None:
    """A long run may outlive the wording it was planned with. Raises NotTaken."""
    if row.uses and str(current_wording(language=row.language).version) != row.wording:
        raise NotTaken


def _add(submission: Submission, each: Planned, organisation_id: UUID) -> None:
    """Raises OSError for a file that is not any more what it was when it was planned."""
    path = each.path
    if path is None or file_mac(path, organisation_id=organisation_id) != each.mac:
        raise OSError
    contents = read_contents(path)
    if contents.kind == PartKind.WRITTEN:
        part = SealedPart(submission=submission, kind=PartKind.WRITTEN, position=submission.parts.count())
        seal_part_text(part=part, text=contents.text.replace("\r\n", "\n"))
        part.save()
        return
    with path.open("rb") as source:
        telling.add_media(submission_id=submission.pk, kind=contents.kind, source=source, mime=contents.mime)
