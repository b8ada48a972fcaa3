"""Making an export, and the one transaction in which it becomes current: the gate is passed in it, or nothing is.

Encoding takes minutes and holds no lock. Then its stories are held, released, and every clip compared with what was
put in. Consent taken back at any moment in between ends in a plain message, and nothing of it stays.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.jobs.service import enqueue
from common.storages import FileMissing
from common.vault.errors import KeyDestroyed
from common.vault.files import delete_file, new_name, seal_file
from common.workspace import private_folder
from stories.enums import DestinationKind
from stories.locks import hold_stories
from stories.parts import hidden_in_story
from stories.release import NotReleasable, recall_training
from transcription.clips.door import TrainingClip
from transcription.enums import ExportFileKind, ExportState
from transcription.errors import Leak
from transcription.leaks_named import check_names, names_in
from transcription.library.finding import NoTerms
from transcription.library.playing import ledger_line
from transcription.library.terms import live_terms
from transcription.library.watching import watch_story
from transcription.models import ExportFile, ExportItem, Reel, ReelExport
from transcription.reels.composing import compose
from transcription.reels.exporting import ISSUED, fail_export, note
from transcription.reels.facilitator import write_html, write_page
from transcription.reels.film import make_film
from transcription.reels.leaving import ClipLost, clips_of, write_leaving
from transcription.reels.plan import CannotShow
from transcription.reels.plan import Reel as Planned
from transcription.reels.reading import OUR_NAMES, download_name
from transcription.reels.retiring import drop_files
from transcription.reels.scorm import write_package
from transcription.reels.slides import write_slides
from transcription.unsealing import write_plain

Beat = Callable[[float | None, str], None]
Made = list[tuple[ExportFileKind, Path]]
GONE = (ClipLost, NotReleasable, KeyDestroyed, FileMissing)


class ChangedMeanwhile(Exception):
    """A clip is another file than the one that was put in; the job is tried again."""


class _NotMine(Exception):
    """Another worker has it in hand, or it was ended."""


def render_export(*, export_id: UUID, beat: Beat = lambda _share, _note: None) -> None:
    """Make, seal, issue. Does nothing for an export that is issued or ended already. Raises ChangedMeanwhile."""
    export = ReelExport.objects.select_related("reel__organisation").get(pk=export_id)
    if export.state != ExportState.RENDERING:
        return
    try:
        _render(export=export, beat=beat)
    except GONE:
        fail_export(
            export_id=export_id,
            message=_(
                "Not made. A clip in this reel may not be used any more. Take it out and export again."
            ),
        )
    except NoTerms:
        fail_export(export_id=export_id, message=_("Not made. Your organisation’s terms have run out."))
    except (CannotShow, Leak) as cannot:
        fail_export(export_id=export_id, message=str(cannot))


def _render(*, export: ReelExport, beat: Beat) -> None:
    if live_terms(organisation_id=export.reel.organisation_id) is None:
        raise NoTerms
    now, clips = timezone.now(), clips_of(export=export)
    drop_files(export_id=export.pk)  # of an attempt that died
    with private_folder() as folder:
        planned = compose(
            words=export.frozen,
            clips=clips,
            files=[unseal(clip, to=folder) for clip in clips],
            code=export.verify_code,
        )
        made, seconds = make_everything(planned, folder=folder, at=now, beat=beat)
        check_file_names(made, export=export, clips=clips)
        kept = [_seal(export, kind=kind, file=file) for kind, file in made]
    beat(0.95, "")
    try:
        _issue(export=export, clips=clips, files=kept, seconds=seconds, at=now)
    except _NotMine:
        _forget(kept)
    except BaseException:
        _forget(kept)
        raise


def unseal(clip: TrainingClip, *, to: Path) -> Path:
    target = to / f"clip-{clip.clip_id}{'.mp4' if clip.picture else '.opus'}"
    write_plain(clip.open(), to=target)
    return target


def make_everything(reel: Planned, *, folder: Path, at: dt.datetime, beat: Beat) -> tuple[Made, float]:
    """Every file of an export, plain, in FOLDER. Raises CannotShow, FfmpegFailed."""
    film = make_film(reel=reel, folder=folder, on_progress=lambda _seconds: beat(0.2, ""))
    beat(0.5, "")
    made = [(ExportFileKind.FILM, film.file)]
    for kind, name, write in (
        (ExportFileKind.CAPTIONS, "captions-beside.vtt", lambda to: to.write(film.captions.encode())),
        (ExportFileKind.PAGE, "page.html", lambda to: to.write(write_html(reel=reel).encode())),
        (ExportFileKind.PRINT, "page.pdf", lambda to: to.write(write_page(reel=reel, created=at))),
        (
            ExportFileKind.SLIDES,
            "slides.pptx",
            lambda to: write_slides(
                reel=reel, folder=folder, to=to, on_progress=lambda _seconds: beat(0.7, "")
            ),
        ),
        (ExportFileKind.PACKAGE, "package.zip", lambda to: write_package(reel=reel, film=film, to=to)),
    ):
        with (folder / name).open("wb") as to:
            write(to)
        made.append((kind, folder / name))
    return made, film.seconds


def check_file_names(made: Made, *, export: ReelExport, clips: Sequence[TrainingClip]) -> None:
    """Raises Leak where a file, or one inside it, is called what is hidden in any of the stories."""
    hidden = [
        words for part_id in {clip.part_id for clip in clips} for words in hidden_in_story(part_id=part_id)
    ]
    called = [(file, download_name(export=export, kind=kind)) for kind, file in made]
    names = [name for file, name in called for name in names_in(file, called=name)]
    check_names(names=names, hidden=hidden, ours=OUR_NAMES)


def _seal(export: ReelExport, *, kind: ExportFileKind, file: Path) -> ExportFile:
    """Its row first: an attempt that dies at any moment leaves no file that nobody knows of."""
    row = ExportFile(export=export, kind=kind, file_name=new_name(), size=0)
    row.save(force_insert=True)
    with file.open("rb") as plain:
        sealed = seal_file(owner=export.pk, context=row.context, source=plain, name=row.file_name)
    row.size, row.sha256 = sealed.size, sealed.sha256
    row.save(update_fields=["size", "sha256"])
    return row


def _forget(files: Sequence[ExportFile]) -> None:
    for file in files:
        delete_file(name=file.file_name)
        ExportFile.objects.filter(pk=file.pk).delete()


def _issue(
    *,
    export: ReelExport,
    clips: Sequence[TrainingClip],
    files: Sequence[ExportFile],
    seconds: float,
    at: dt.datetime,
) -> None:
    """Raises NotReleasable, ClipLost, NoTerms, ChangedMeanwhile, _NotMine: then nothing is written."""
    with transaction.atomic():
        hold_stories(story_ids=[clip.story_id for clip in clips])
        Reel.objects.select_for_update().get(pk=export.reel_id)
        row = ReelExport.objects.select_for_update(of=("self",)).select_related("reel__organisation")
        mine = row.get(pk=export.pk)
        if mine.state != ExportState.RENDERING or _names(mine) != {file.file_name for file in files}:
            raise _NotMine
        if live_terms(organisation_id=mine.reel.organisation_id) is None:
            raise NoTerms
        _release(export=mine, clips=clips)
        _replace_current(export=mine, at=at)
        mine.manifest = build_manifest(export=mine, clips=clips, files=files, at=at)
        mine.sha256, mine.seconds = digest(mine.manifest), seconds
        mine.state, mine.issued_at = ExportState.ISSUED, at
        mine.save()
        note(ISSUED, export=mine, by=None)


def _names(export: ReelExport) -> set[str]:
    return set(export.files.values_list("file_name", flat=True))


def _release(*, export: ReelExport, clips: Sequence[TrainingClip]) -> None:
    """Through the door for good, and watched from now on."""
    words = _("Film “%(title)s”, made by %(body)s") % {
        "title": export.frozen["title"],
        "body": export.reel.organisation.name,
    }
    left = write_leaving(
        export=export,
        kind=DestinationKind.REEL,
        destination=ledger_line(words),
        recallable=True,
        by=export.asked_by,
    )
    if [clip.sha256 for clip in left] != [clip.sha256 for clip in clips]:
        raise ChangedMeanwhile
    for clip in left:
        ExportItem.objects.filter(export=export, clip_id=clip.clip_id).update(sha256=clip.sha256)
    for story_id in dict.fromkeys(clip.story_id for clip in left):
        watch_story(story_id=story_id)


def _replace_current(*, export: ReelExport, at: dt.datetime) -> None:
    """The export before steps back in the same moment; its files go by a job."""
    for older in ReelExport.objects.filter(reel_id=export.reel_id, state=ExportState.ISSUED):
        recall_training(destination_id=older.pk)
        ReelExport.objects.filter(pk=older.pk).update(state=ExportState.REPLACED, replaced_at=at)
        enqueue(kind="retire_export", object_id=older.pk)


def build_manifest(
    *, export: ReelExport, clips: Sequence[TrainingClip], files: Sequence[ExportFile], at: dt.datetime
) -> dict[str, Any]:
    """Ids and hashes only, so that it may be kept when the export is gone."""
    return {
        "export": str(export.pk),
        "number": export.number,
        "verify_code": export.verify_code,
        "issued_at": at.isoformat(),
        "clips": [{"clip": str(clip.clip_id), "sha256": clip.sha256} for clip in clips],
        "files": list(_listed(files)),
    }


def _listed(files: Sequence[ExportFile]) -> Iterator[dict[str, Any]]:
    for file in files:
        yield {"kind": str(file.kind), "size": file.size, "sha256": file.sha256}


def digest(manifest: dict[str, Any]) -> str:
    canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
