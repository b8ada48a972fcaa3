"""People and places of a story: which names mean the same, and what stands for each."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.vault.errors import KeyDestroyed
from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.bench.layout import key_of
from stories.models import Story
from stories.moderation import StageRefused, has_taken
from stories.people.merging import NothingToMerge, merge, open_people, take_out
from stories.permissions import ANONYMISERS


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
@asks_why
def people(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """A logged look. A POST merges what is ticked, or takes one form out."""
    story, user = find_story(story_id), signed_in(request)
    refused = ""
    try:
        if request.method == "POST":
            try:
                _change(request, story_id)
            except NothingToMerge as refusal:
                refused = str(refusal)
            else:
                return redirect("stories_admin:people", story_id=story_id)
        listed = open_people(story_id=story_id, by=user)
    except StageRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:story", story_id=story_id)
    except (Story.DoesNotExist, KeyDestroyed):
        raise Http404 from None
    entries = [(entry, [(key_of(form), form) for form in entry.forms]) for entry in listed.entries]
    return draw(
        request,
        "people.html",
        title=_("People and places"),
        story=story,
        entries=entries,
        singles=listed.singles,
        ticked=request.POST.getlist("same"),
        refused=refused,
        mine=has_taken(story=story, by=user),
        status=422 if refused else 200,
    )


def _change(request: HttpRequest, story_id: UUID) -> None:
    user = signed_in(request)
    if "out" in request.POST:
        who, _sep, key = request.POST["out"].partition(" ")
        try:
            take_out(story_id=story_id, who=UUID(who), key=key, by=user)
        except ValueError:
            raise Http404 from None
        messages.success(request, _("Taken out: it stands for somebody or somewhere else now."))
    else:
        entry = merge(story_id=story_id, keys=set(request.POST.getlist("same")), by=user)
        said = _("Together now, as %s.") % entry.stand_in if entry.stand_in else _("Together now.")
        messages.success(request, said)
