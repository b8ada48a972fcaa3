"""A clip from asking for it to its sealed file: chosen on the redacted words, cut from the treated copy, checked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.jobs.errors import Hindered, Refused
from common.jobs.service import enqueue
from common.vault.errors import KeyDestroyed
from common.vault.files import SealedFile, delete_file, new_name, seal_file
from common.workspace import private_folder
from stories.parts import PartMissing, hidden_in_story, hold_part
from transcription.captions import Cue
from transcription.clips.choosing import CannotCut, Choice
from transcription.clips.content import seal_title, seal_words
from transcription.clips.cutting import check_clip, cut
from transcription.clips.entries import CUT, log
from transcription.clips.source import Source, source_of
from transcription.copy_forms import has_picture
from transcription.errors import Leak
from transcription.leaks import check_captions
from transcription.models import Clip
from transcription.models.clip import UNFINISHED
from transcription.treatments.planned import plan_treatment
from transcription.unsealing import write_plain

Beat = Callable[[float | None, str], None]
LONGEST_TITLE = 80


def ask_for_clip(*, part_id: UUID, first: int, last: int, title: str, by: User) -> Clip:
    """Have words FIRST to LAST cut out; a job does it. The same stretch asked for twice is one clip.

    TITLE is the editor's, seen by trainers. Raises CannotCut, PartMissing.
    """
    title = " ".join(title.split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise CannotCut(_("Give the clip a title of up to 80 characters, in your own words."))
    with transaction.atomic():
        hold_part(part_id=part_id)
        source = source_of(part_id=part_id)
        source.choose(first=first, last=last)
        _refuse_hidden(title, part_id=part_id)
        there = source.recording.clips.filter(first_word=first, last_word=last, stale_at=None).first()
        if there is not None:
            return there
        clip = Clip(recording=source.recording, first_word=first, last_word=last, cut_by=by)
        clip.sealed_title = seal_title(clip=clip, title=title)
        clip.save(force_insert=True)
        log(CUT, clip=clip, by=by)
        enqueue(kind="cut_clip", object_id=clip.pk)
    return clip


def _refuse_hidden(title: str, *, part_id: UUID) -> None:
    try:
        check_captions(cues=[Cue(0, 0, title)], hidden=hidden_in_story(part_id=part_id))
    except Leak:
        raise CannotCut(
            _("Something that is hidden in this story stands in the title. Choose other words.")
        ) from None


def cut_clip(*, clip_id: UUID, beat: Beat) -> None:
    """Cut it, unless it is there or no longer wanted.

    Raises Refused when it cannot be cut, or leaks; Hindered when its copy was made anew meanwhile.
    """
    clip = Clip.objects.select_related("recording").filter(pk=clip_id, stale_at=None, file_name="").first()
    if clip is None:
        return
    drop_unfinished(clip=clip)
    try:
        source = source_of(part_id=clip.recording.part_id)
        choice = source.choose(first=clip.first_word, last=clip.last_word)
        _make(clip=clip, source=source, choice=choice, beat=beat)
    except CannotCut as cannot:
        raise Refused(str(cannot)) from cannot
    except (PartMissing, KeyDestroyed):
        return


def _make(*, clip: Clip, source: Source, choice: Choice, beat: Beat) -> None:
    picture = has_picture(source.copy.form)
    with private_folder() as folder:
        whole, target = folder / "copy", folder / ("clip.mp4" if picture else "clip.opus")
        write_plain(source.copy.open(), to=whole)

        def on_progress(seconds: float) -> None:
            beat(min(seconds / choice.seconds, 0.95), "")

        cut(
            source=whole,
            target=target,
            start=choice.start,
            end=choice.end,
            picture=picture,
            on_progress=on_progress,
        )
        whole.unlink()
        _check(file=target, source=source, choice=choice, part_id=clip.recording.part_id)
        _store(clip=clip, source=source, choice=choice, file=target, beat=beat)


def _check(*, file: Path, source: Source, choice: Choice, part_id: UUID) -> None:
    treatment = plan_treatment(
        recording=source.recording, form=source.copy.form, segments=source.segments, spans=source.spans
    )
    try:
        check_clip(
            file=file,
            treatment=replace(treatment, faces=source.copy.hidden_faces()),
            start=choice.start,
            end=choice.end,
            cues=choice.cues,
            hidden=hidden_in_story(part_id=part_id),
        )
    except Leak as leak:
        raise Refused(str(leak)) from leak


def _store(*, clip: Clip, source: Source, choice: Choice, file: Path, beat: Beat) -> None:
    """Seal it, unless anything it rests on changed meanwhile.

    A row of its own names the file while it is sealed, so that the file of a worker that is killed here is found.
    """
    place, owner, kept = _reserve(clip), clip.recording.story_id, False
    try:
        with file.open("rb") as plain:
            context = clip.file_context
            sealed = seal_file(owner=owner, context=context, source=plain, name=place.file_name)
        kept = _save(clip=clip, place=place, source=source, choice=choice, sealed=sealed, beat=beat)
    finally:
        if not kept:
            delete_file(name=place.file_name)
            place.delete()


def _reserve(clip: Clip) -> Clip:
    """Stale from the start, so that nobody plays it."""
    return Clip.objects.create(
        recording=clip.recording,
        sealed_title=b"",
        first_word=clip.first_word,
        last_word=clip.last_word,
        file_name=new_name(),
        stale_at=timezone.now(),
    )


def drop_unfinished(*, clip: Clip) -> None:
    """What a worker left that was killed while it sealed this clip. One that is alive finds its row gone."""
    left = Clip.objects.filter(recording=clip.recording, first_word=clip.first_word, last_word=clip.last_word)
    for place in left.filter(stale_at__isnull=False, size=UNFINISHED).exclude(file_name=""):
        delete_file(name=place.file_name)
        place.delete()


def _save(*, clip: Clip, place: Clip, source: Source, choice: Choice, sealed: SealedFile, beat: Beat) -> bool:
    with transaction.atomic():
        beat(None, "")
        hold_part(part_id=clip.recording.part_id)
        row = Clip.objects.select_for_update().filter(pk=clip.pk, stale_at=None, file_name="").first()
        now = source_of(part_id=clip.recording.part_id)
        if row is None:
            return False
        if now.copy.sha256 != source.copy.sha256:
            raise Hindered(_("Its safe copy was made anew meanwhile, so it is cut once more."))
        if not Clip.objects.filter(pk=place.pk).delete()[0]:
            return False  # another worker has begun it anew
        row.form, row.copy_fingerprint = source.copy.form, source.copy.fingerprint
        row.voice, row.picture = source.copy.voice, source.copy.picture or ""
        row.start, row.end = choice.start, choice.end
        row.sealed = seal_words(clip=clip, choice=choice)
        row.file_name, row.size, row.sha256 = sealed.name, sealed.size, sealed.sha256
        row.mime = source.copy.mime
        row.save()
    return True
