"""Opening an export, and asking whether it stands. Each time through the gate of terms and of every clip in it."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.storages import FileMissing
from common.vault.errors import KeyDestroyed
from common.vault.files import open_file
from common.vault.reader import SealedReader
from stories.enums import DestinationKind
from stories.locks import hold_stories
from stories.release import NotReleasable
from transcription.clips.door import read_clips
from transcription.enums import ExportFileKind, ExportState
from transcription.library.playing import ledger_line
from transcription.library.terms import live_terms
from transcription.models import ReelExport
from transcription.reels.exporting import DOWNLOADED, note
from transcription.reels.leaving import ClipLost, write_leaving

MIMES = {
    ExportFileKind.FILM: ("reel.mp4", "video/mp4"),
    ExportFileKind.CAPTIONS: ("captions.vtt", "text/vtt; charset=utf-8"),
    ExportFileKind.PAGE: ("facilitator.html", "text/html; charset=utf-8"),
    ExportFileKind.PRINT: ("facilitator.pdf", "application/pdf"),
    ExportFileKind.SLIDES: (
        "slides.pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ExportFileKind.PACKAGE: ("scorm-1.2.zip", "application/zip"),
}
# What every export is called, and the files inside its slides and its package: the same for everybody.
OUR_NAMES = (
    "export",
    *(name for name, _mime in MIMES.values()),
    "index.html scorm.js imsmanifest.xml",
    "[Content_Types].xml _rels/.rels docProps app core thumbnail.jpeg ppt presentation presProps viewProps",
    "tableStyles printerSettings.bin theme slideLayout slideLayouts slideMaster slideMasters slide slides",
    "notesSlide notesSlides notesMaster notesMasters media image.png",
)


def download_name(*, export: ReelExport, kind: ExportFileKind) -> str:
    return f"export-{export.number}-{MIMES[kind][0]}"


class NotReadable(Exception):
    """It was taken back, replaced, never came to be, or its organisation has no terms that hold."""


class Standing(models.TextChoices):
    CURRENT = "current", gettext_lazy("Current")
    REPLACED = "replaced", gettext_lazy("Replaced")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
    ENDED = "ended", gettext_lazy("Not to be shown")  # the terms ran out


@dataclass(frozen=True)
class Verdict:
    """What anybody may know of a reel from the code on its last card. Never whose clip, never why."""

    standing: Standing
    number: int
    title: str
    organisation: str
    issued_on: object

    @property
    def is_current(self) -> bool:
        return self.standing == Standing.CURRENT


def is_intact(*, export: ReelExport) -> bool:
    """Whether every clip in it may be shown to trainers now, and is the very file that went in."""
    items = list(export.items.all())
    clips = read_clips(clip_ids=[item.clip_id for item in items])
    return bool(items) and all(
        item.clip_id in clips and clips[item.clip_id].sha256 == item.sha256 for item in items
    )


def may_be_opened(*, export: ReelExport) -> bool:
    """The gate: current, terms that hold, and every clip in it still agreed to."""
    if export.state != ExportState.ISSUED or live_terms(organisation_id=export.reel.organisation_id) is None:
        return False
    return is_intact(export=export)


def take_file(*, export: ReelExport, kind: ExportFileKind, by: User) -> SealedReader:
    """Open one file to be downloaded; the first time is written into its tellers' ledger. Raises NotReadable."""
    if not may_be_opened(export=export):
        raise NotReadable
    _note_download(export=export, by=by)
    file = export.files.filter(kind=kind).first()
    if file is None:
        raise NotReadable
    try:
        return open_file(owner=export.pk, context=file.context, name=file.file_name)
    except (KeyDestroyed, FileMissing):
        raise NotReadable from None


def _note_download(*, export: ReelExport, by: User) -> None:
    """Once: from now on a copy is out of our hands, and its tellers can read so. Raises NotReadable."""
    if export.downloaded_at:
        return
    words = _("Film “%(title)s”, downloaded by %(body)s")
    destination = words % {"title": export.frozen["title"], "body": export.reel.organisation.name}
    try:
        with transaction.atomic():
            hold_stories(story_ids=[item.story_id for item in export.items.all()])
            mine = ReelExport.objects.filter(pk=export.pk, downloaded_at=None, state=ExportState.ISSUED)
            if mine.update(downloaded_at=timezone.now()):
                write_leaving(
                    export=export,
                    kind=DestinationKind.DELIVERY,
                    destination=ledger_line(destination),
                    recallable=False,
                    by=by,
                )
                note(DOWNLOADED, export=export, by=by)
    except (NotReleasable, ClipLost):
        raise NotReadable from None


def verify(*, code: str) -> Verdict | None:
    """None for a code that was never on a reel."""
    seen = ReelExport.objects.exclude(state__in=[ExportState.RENDERING, ExportState.FAILED])
    export = seen.filter(verify_code=code.upper()).select_related("reel__organisation").first()
    if export is None:
        return None
    return Verdict(
        standing=standing_of(export=export),
        number=export.number,
        title=export.frozen["title"],
        organisation=export.reel.organisation.name,
        issued_on=export.issued_at,
    )


def standing_of(*, export: ReelExport) -> Standing:
    """One that the gate refuses is withdrawn, even if the worker has not been there yet."""
    if export.state == ExportState.WITHDRAWN or export.recalled_at or not is_intact(export=export):
        return Standing.WITHDRAWN
    if export.state == ExportState.REPLACED:
        return Standing.REPLACED
    ended = live_terms(organisation_id=export.reel.organisation_id) is None
    return Standing.ENDED if ended else Standing.CURRENT


def export_ids_holding(*, story_id: UUID) -> list[UUID]:
    """Those that somebody may have a copy of, or may open."""
    live = ReelExport.objects.filter(items__story_id=story_id, recalled_at=None)
    standing = live.filter(
        models.Q(state=ExportState.ISSUED) | models.Q(state=ExportState.REPLACED, downloaded_at__isnull=False)
    )
    return list(standing.distinct().values_list("pk", flat=True))
