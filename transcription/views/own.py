"""For a teller who is still telling: hearing back what they recorded, and trying out the disguise."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from common.storages.errors import FileMissing, StorageError
from common.vault.errors import KeyDestroyed
from stories.parts import PartMissing, open_part_media, part_info
from stories.tellers import holds_a_draft, teller_owns_draft
from transcription.trying import MOST_BYTES, CannotTry, disguise_test
from transcription.views.headers import ORIGINAL_HEADERS
from transcription.views.ranges import NEVER_KEPT, play

PLAYED = ("audio/", "video/")
REFUSED = {
    "too-long": (413, _("That test is too long. Record ten seconds or less.")),
    "not-heard": (422, _("We could not hear anything in that test. Record it once more.")),
    "busy": (503, _("Others are trying this out just now. Try again in a minute.")),
    "too-slow": (503, _("That took too long. Try again with a shorter test.")),
    "no-room": (503, _("We cannot do this just now. You can go on and record. Try this again later.")),
    "no-draft": (403, _("We have lost your place. Go to the first page and start again from there.")),
}


@require_safe
def own_media(request: HttpRequest, part_id: UUID) -> HttpResponseBase:
    """A recording as it came, for the teller whose draft it is in, while it is a draft."""
    try:
        info = part_info(part_id=part_id)
        if not teller_owns_draft(request, info.submission_id) or not info.mime.startswith(PLAYED):
            raise Http404
        reader = open_part_media(part_id=part_id)
    except (PartMissing, KeyDestroyed, FileMissing):
        raise Http404 from None
    response = play(request, reader=reader, mime=info.mime)
    for name, value in ORIGINAL_HEADERS.items():
        response[name] = value
    return response


@require_POST
def try_disguise(request: HttpRequest) -> HttpResponse:
    """The body is the test itself, the answer is what others would hear: neither is kept."""
    if not holds_a_draft(request):
        return refused("no-draft")
    try:
        disguised = disguise_test(content=request.read(MOST_BYTES + 1))
    except CannotTry as error:
        return refused(str(error))
    except StorageError:
        return refused("no-room")
    return HttpResponse(disguised.content, content_type=disguised.mime, headers=NEVER_KEPT)


def refused(code: str) -> HttpResponse:
    status, words = REFUSED[code]
    return HttpResponse(str(words), status=status, content_type="text/plain; charset=utf-8")
