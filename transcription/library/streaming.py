"""A clip, by range, to a training body. Each range asks: whose address is this, does it hold, is the gate open?"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from common.storages.errors import FileMissing
from common.vault.errors import KeyDestroyed
from stories.admin.story import signed_in
from transcription.clips.door import TrainingClip
from transcription.library.access import under_terms
from transcription.library.playing import CannotPlay, note_play, open_address
from transcription.views.ranges import NEVER_KEPT
from transcription.views.ranges import play as play_range


@under_terms
@require_safe
def play(request: HttpRequest, organisation: Organisation, token: str) -> HttpResponseBase:
    clip = clip_at(request, organisation, token)
    try:
        if request.method == "GET":
            note_play(clip=clip, organisation=organisation, by=signed_in(request))
        return play_range(request, reader=clip.open(), mime=clip.mime)
    except (CannotPlay, KeyDestroyed, FileMissing):
        raise Http404 from None


@under_terms
@require_safe
def captions(request: HttpRequest, organisation: Organisation, token: str) -> HttpResponse:
    try:
        words = clip_at(request, organisation, token).captions
    except KeyDestroyed:
        raise Http404 from None
    return HttpResponse(words, content_type="text/vtt; charset=utf-8", headers=NEVER_KEPT)


def clip_at(request: HttpRequest, organisation: Organisation, token: str) -> TrainingClip:
    try:
        return open_address(token=token, organisation=organisation, user=signed_in(request))
    except CannotPlay:
        raise Http404 from None
