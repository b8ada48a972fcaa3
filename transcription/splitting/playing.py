"""Playing an old recording to whoever splits it. Each look is logged, and nobody else ever hears it."""

from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.models import User
from common import audit
from common.storages.errors import FileMissing
from common.vault.errors import KeyDestroyed
from common.vault.files import open_file
from common.vault.reader import SealedReader
from stories.admin.access import for_roles
from stories.admin.story import signed_in
from stories.permissions import ANONYMISERS
from transcription.enums import RipState
from transcription.looks import AGAIN_SECONDS
from transcription.models import Rip
from transcription.views.headers import ORIGINAL_HEADERS
from transcription.views.ranges import play

PLAYED = "heard.rip_played"


def open_rip(*, rip_id: UUID, by: User) -> tuple[SealedReader, str]:
    """What plays, and its type; the look is written down before a byte is opened.

    Raises Rip.DoesNotExist for one that is not ready, or gone; KeyDestroyed, FileMissing.
    """
    rip = Rip.objects.get(pk=rip_id, state=RipState.READY, proxy_size__isnull=False)
    held = f"rip-played:{by.pk}:{rip.pk}"
    if not cache.get(held):  # a player asks for many ranges: within ten minutes they are one look
        audit.record(action=PLAYED, user=by, reference=rip.reference, object_id=rip.pk)
        cache.set(held, True, AGAIN_SECONDS)
    return open_file(owner=rip.pk, context=rip.proxy_context, name=rip.proxy_name), rip.proxy_mime


@for_roles(*ANONYMISERS)
@require_safe
def play_rip(request: HttpRequest, rip_id: UUID) -> HttpResponseBase:
    try:
        reader, mime = open_rip(rip_id=rip_id, by=signed_in(request))
    except (Rip.DoesNotExist, KeyDestroyed, FileMissing):
        raise Http404 from None
    response = play(request, reader=reader, mime=mime)
    for name, value in ORIGINAL_HEADERS.items():
        response[name] = value
    return response
