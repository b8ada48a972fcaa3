"""Playing clips, and the copies they are cut from, to editors; and a clip to its teller. Nothing to trainers."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from common.storages.errors import FileMissing
from common.vault.errors import KeyDestroyed
from stories.admin.access import for_roles
from stories.admin.story import signed_in
from stories.parts import PartMissing
from stories.permissions import EDITORS
from stories.tellers import teller_owns
from transcription.captions import write_vtt
from transcription.clips.agreeing import note_clip_opened, teller_clip
from transcription.clips.choosing import CannotCut
from transcription.clips.content import open_clip
from transcription.clips.door import open_file_of, still_right
from transcription.clips.source import copy_to_cut
from transcription.models import Clip
from transcription.release import ReleasedClip
from transcription.views.media import play_clip, show_captions
from transcription.views.ranges import NEVER_KEPT, play


@for_roles(*EDITORS)
@require_safe
def clip_media(request: HttpRequest, clip_id: UUID) -> HttpResponseBase:
    """That a second person played it is noted: without it they cannot say that it is safe."""
    clip = usable_clip(clip_id)
    if clip is not None and request.method == "GET":
        note_clip_opened(clip=clip, by=signed_in(request))
    return play_sealed(request, clip)


@for_roles(*EDITORS)
@require_safe
def clip_captions(request: HttpRequest, clip_id: UUID) -> HttpResponse:
    return captions_of(usable_clip(clip_id))


@require_safe
def own_clip(request: HttpRequest, clip_id: UUID) -> HttpResponseBase:
    return play_sealed(request, clip_for_teller(request, clip_id))


@require_safe
def own_clip_captions(request: HttpRequest, clip_id: UUID) -> HttpResponse:
    return captions_of(clip_for_teller(request, clip_id))


@for_roles(*EDITORS)
@require_safe
def training_media(request: HttpRequest, part_id: UUID) -> HttpResponseBase:
    """The treated copy that clips are cut from."""
    return play_clip(request, training_copy_of(part_id))


@for_roles(*EDITORS)
@require_safe
def training_captions(request: HttpRequest, part_id: UUID) -> HttpResponse:
    return show_captions(training_copy_of(part_id))


def usable_clip(clip_id: UUID) -> Clip | None:
    found = Clip.objects.filter(pk=clip_id, stale_at=None).exclude(file_name="").select_related("recording")
    return next(iter(still_right(found)), None)


def clip_for_teller(request: HttpRequest, clip_id: UUID) -> Clip | None:
    clip = teller_clip(clip_id=clip_id)
    return clip if clip is not None and teller_owns(request, clip.recording.story_id) else None


def training_copy_of(part_id: UUID) -> ReleasedClip | None:
    try:
        return copy_to_cut(part_id=part_id)
    except (CannotCut, PartMissing):
        return None


def play_sealed(request: HttpRequest, clip: Clip | None) -> HttpResponseBase:
    if clip is None:
        raise Http404
    try:
        return play(request, reader=open_file_of(clip), mime=clip.mime)
    except (KeyDestroyed, FileMissing):
        raise Http404 from None


def captions_of(clip: Clip | None) -> HttpResponse:
    if clip is None:
        raise Http404
    try:
        words = open_clip(clip=clip).words
    except KeyDestroyed:
        raise Http404 from None
    return HttpResponse(
        write_vtt(words.cues if words else ()), content_type="text/vtt; charset=utf-8", headers=NEVER_KEPT
    )
