"""Playing treated copies to readers, tellers and editors, and the original to editors. Every request asks the gate."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import role_required
from common.jobs.errors import NotRetryable
from common.jobs.models import Job
from common.jobs.service import jobs_for, retry
from common.storages.errors import FileMissing
from common.vault.errors import KeyDestroyed
from stories.parts import PartMissing, open_part_media, part_info
from stories.permissions import ANONYMISERS, EDITORS
from stories.second_person import note_opened
from stories.tellers import teller_owns
from stories.workbench import words_are_open
from transcription.captions import as_srt
from transcription.looks import log_look
from transcription.models import Recording
from transcription.proxies import open_proxy, ready_proxy
from transcription.release import ReleasedClip, preview_media, read_media
from transcription.release import teller_media as teller_media_of
from transcription.transcripts import words
from transcription.views.headers import ORIGINAL_HEADERS
from transcription.views.ranges import NEVER_KEPT, Original, play

RETRIED_KINDS = ("transcribe_recording", "make_proxy", "make_safe_copy", "prepare_rip", "take_testimony")
SUBTYPES = {
    "ogg": "ogg",
    "matroska": "webm",
    "mov": "mp4",
    "wav": "wav",
    "mp3": "mpeg",
    "flac": "flac",
    "aac": "aac",
}
UNKNOWN = "application/octet-stream"


@require_safe
def media(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponseBase:
    return play_clip(request, read_media(story_id=story_id, part_id=part_id))


@require_safe
def captions(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    return show_captions(read_media(story_id=story_id, part_id=part_id))


@require_safe
def teller_media(request: HttpRequest, part_id: UUID) -> HttpResponseBase:
    return play_clip(request, for_teller(request, part_id))


@require_safe
def teller_captions(request: HttpRequest, part_id: UUID) -> HttpResponse:
    return show_captions(for_teller(request, part_id))


@require_safe
@role_required(*EDITORS)
def editor_media(request: HttpRequest, part_id: UUID) -> HttpResponseBase:
    """The treated copy. That a second person played it is marked: without it its teller is not asked."""
    clip = preview_media(part_id=part_id)
    if clip is not None and request.method == "GET" and isinstance(request.user, User):
        note_opened(part_id=part_id, sha256=clip.sha256, by=request.user)
    return play_clip(request, clip)


@require_safe
@role_required(*EDITORS)
def editor_captions(request: HttpRequest, part_id: UUID) -> HttpResponse:
    return show_captions(preview_media(part_id=part_id))


@require_safe
@role_required(*EDITORS)
def editor_subtitles(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The same captions as SRT, for programs that know no other."""
    response = show_captions(preview_media(part_id=part_id))
    text = as_srt(response.content.decode())
    headers = {**NEVER_KEPT, "Content-Disposition": 'attachment; filename="captions.srt"'}
    return HttpResponse(text, content_type="application/x-subrip; charset=utf-8", headers=headers)


@require_safe
@role_required(*ANONYMISERS)
def original(request: HttpRequest, part_id: UUID) -> HttpResponseBase:
    """The sealed recording, as it came or in the form made for playing, while sealed words are open.

    The look is logged before a byte is opened.

    403 for who has not said why they look: the page with the player asks.
    """
    try:
        info = part_info(part_id=part_id)
        if not words_are_open(story_id=info.story_id):
            raise Http404
        log_look(info=info, user=request.user)  # type: ignore[arg-type]  # role_required: signed in
        reader, mime = what_plays(part_id)
    except (PartMissing, KeyDestroyed, FileMissing):
        raise Http404 from None
    response = play(request, reader=reader, mime=mime)
    for name, value in ORIGINAL_HEADERS.items():
        response[name] = value
    return response


@require_safe
@role_required(*ANONYMISERS)
def word_times(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """[offset into the part's text, seconds] of each word, for a player that begins at a chosen one: numbers only.

    Open where the sealed words are; the page that asks has logged its look.
    """
    try:
        if not words_are_open(story_id=part_info(part_id=part_id).story_id):
            raise Http404
        segments = words(part_id=part_id)
    except (PartMissing, KeyDestroyed):
        raise Http404 from None
    times = [(word.begin, round(word.start, 2)) for segment in segments for word in segment.words]
    return JsonResponse(times, safe=False, headers=NEVER_KEPT)


def what_plays(part_id: UUID) -> tuple[Original, str]:
    """The form that was made for playing where there is one, and its type; else the file as it came."""
    proxy = ready_proxy(part_id=part_id)
    if proxy is not None:
        return open_proxy(proxy=proxy), proxy.mime
    return open_part_media(part_id=part_id), mime_of(part_id)


def mime_of(part_id: UUID) -> str:
    """By what the file turned out to be, never by what its sender called it."""
    recording = Recording.objects.filter(part_id=part_id).first()
    kind = "video" if recording and recording.has_picture else "audio"
    return (
        f"{kind}/{SUBTYPES[recording.container]}"
        if recording and recording.container in SUBTYPES
        else UNKNOWN
    )


@require_POST
@role_required(*EDITORS)
def try_again(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Start what failed or waits once more."""
    asked = request.POST.get("job", "")
    jobs = jobs_for(object_id=part_id).filter(kind__in=RETRIED_KINDS)
    job = next((job for job in jobs if str(job.pk) == asked), None)
    if job is None:
        raise Http404
    retry_quietly(job=job, by=request.user)  # type: ignore[arg-type]  # role_required: signed in
    return redirect(way_back(request))


def retry_quietly(*, job: Job, by: User) -> None:
    """Pressed twice, or started by somebody else meanwhile: it runs, which is what was wanted."""
    try:
        retry(job_id=job.pk, by=by)
    except NotRetryable:
        return


def way_back(request: HttpRequest) -> str:
    back = request.headers.get("Referer", "")
    mine = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if mine else "/admin/"


def for_teller(request: HttpRequest, part_id: UUID) -> ReleasedClip | None:
    clip = teller_media_of(part_id=part_id)
    return clip if clip is not None and teller_owns(request, clip.story_id) else None


def play_clip(request: HttpRequest, clip: ReleasedClip | None) -> HttpResponseBase:
    if clip is None:
        raise Http404
    try:
        return play(request, reader=clip.open(), mime=clip.mime)
    except (KeyDestroyed, FileMissing):
        raise Http404 from None


def show_captions(clip: ReleasedClip | None) -> HttpResponse:
    if clip is None:
        raise Http404
    try:
        return HttpResponse(clip.captions(), content_type="text/vtt; charset=utf-8", headers=NEVER_KEPT)
    except KeyDestroyed:
        raise Http404 from None
