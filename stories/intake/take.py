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
from stories import telling
from stories.consent import give_consent
from stories.details import note_details, say_adult
from stories.drafts import throw_away
from stories.enums import PartKind, Way
from stories.intake.cards import write_card
from stories.intake.contents import NotTaken, file_mac, read_contents
from stories.intake.plan import Outcome, Person, Plan, Planned
from stories.models import IntakeFile, SealedPart, Story, Submission
from stories.receipts import give_receipt
from stories.sealing import seal_part_text

MANNER = "paper"
FAILURES = (IntegrityError, OSError, NotTaken)
Told = Callable[[Planned, Outcome, str], None]


def take_all(*, plan: Plan, cards: Path, tell: Told) -> int:
    """Bring in every person of PLAN who can be; TELL of each row, with its story's reference. How many failed."""
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
            said = _("It changed, or somebody else brought it in, while this ran. Run it again.")
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
        # On disk before it is true: killed in between, the next run writes another in its place.
        write_card(
            folder=cards, row=row.number, reference=story.reference, words=words, language=row.language
        )
    return story


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
