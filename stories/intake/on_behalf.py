"""A story for somebody who is not there: their own recording, cut out of an old one, and words to come back with.

Nothing of it may be used: there is no consent in it, and only its teller can give one, once they have come back.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common import audit
from common.vault.files import new_name, seal_file
from stories import telling
from stories.details import say_adult
from stories.drafts import hold_open, throw_away
from stories.enums import ToldBy, Way
from stories.intake.contents import file_mac
from stories.media_kind import recording_kind
from stories.models import IntakeFile, SealedPart, Submission
from stories.receipts import give_receipt


class AlreadyHere(ValueError):
    """The very same recording of the same group was brought in before; its teller may have taken it back since."""


@dataclass(frozen=True)
class Brought:
    story_id: UUID
    part_id: UUID
    reference: str
    words: str  # of the receipt: they exist nowhere else


def begin_for(*, language: str) -> UUID:
    """A draft with a key of its own. Whoever begins it keeps its id, and throws it away when it comes to nothing."""
    return telling.begin_submission(language=language, told_by=ToldBy.SELF, way=Way.FILE).pk


def keep_recording_for(*, submission_id: UUID, file: Path) -> None:
    """Seal FILE as the draft's recording. Raises NotARecording, NotADraft, KeyDestroyed, and what storages raise.

    Its row is written before its file, so that whoever throws the draft away after a crash finds the file as well.
    """
    with file.open("rb") as source:
        kind, mime = recording_kind(source=source)
        with transaction.atomic():
            submission = hold_open(submission_id=submission_id)
            part = SealedPart.objects.create(
                submission=submission, kind=kind, mime=mime, file_name=new_name()
            )
        sealed = seal_file(owner=submission_id, context=part.file_context, source=source, name=part.file_name)
    SealedPart.objects.filter(pk=part.pk).update(file_size=sealed.size, file_sha256=sealed.sha256)


def send_for(*, submission_id: UUID, file: Path, organisation_id: UUID, by: User | None) -> Brought:
    """Send it: an adult's, who was asked whether they are one. Its recording then goes the way of all.

    In the caller's transaction, which keeps the words. Raises AlreadyHere.
    """
    mac = file_mac(file, organisation_id=organisation_id)
    with transaction.atomic():
        if IntakeFile.objects.filter(mac=mac).exists():
            raise AlreadyHere
        IntakeFile.objects.create(
            organisation_id=organisation_id, mac=mac, submission_id=submission_id, at=timezone.now()
        )
        say_adult(submission_id=submission_id, adult=True)
        words = give_receipt(teller=Submission.objects.select_related("teller").get(pk=submission_id).teller)
        story = telling.send_submission(submission_id=submission_id)
        data: audit.Data = {"group": str(organisation_id), "files": 1}
        audit.record(action="heard.intake", user=by, reference=story.reference, object_id=story.pk, data=data)
    part = SealedPart.objects.get(submission_id=submission_id)
    return Brought(story.pk, part.pk, story.reference, words)


def let_go_of(*, submission_id: UUID) -> None:
    """A draft that came to nothing: key, file and all."""
    throw_away(submission_id=submission_id)
