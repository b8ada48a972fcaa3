"""A picture as its teller sent it, drawn again without anything else that was in the file. Each look is logged."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from common.storages import FileMissing
from common.vault.keys import KeyDestroyed
from stories import workbench
from stories.admin.access import for_roles
from stories.admin.story import signed_in
from stories.models import SealedPart, Story
from stories.moderation import StageRefused
from stories.permissions import ANONYMISERS

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "inline",
}


@for_roles(*ANONYMISERS)
@require_safe
def picture(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponseBase:
    try:
        content = workbench.look_at_picture(story_id=story_id, part_id=part_id, by=signed_in(request))
    except (StageRefused, Story.DoesNotExist, SealedPart.DoesNotExist, KeyDestroyed, FileMissing):
        raise Http404 from None
    return HttpResponse(content, content_type="image/jpeg", headers=HEADERS)
