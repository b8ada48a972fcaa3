"""Title, summary, themes and content notes, written beside the safe text as it stands (so this is a look as well)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stories import workbench
from stories.admin.access import for_roles
from stories.admin.forms import DescribeForm
from stories.admin.page import draw
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.models import Story
from stories.moderation import OPEN_TO_EDITS, StageRefused
from stories.permissions import ANONYMISERS


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
@asks_why
def describe(request: HttpRequest, story_id: UUID) -> HttpResponse:
    story = find_story(story_id)
    if story.stage not in OPEN_TO_EDITS:
        messages.error(request, _("Nothing can be changed at the stage “%s”.") % story.get_stage_display())
        return redirect("stories_admin:story", story_id=story_id)
    document = workbench.read_unfinished(story_id=story_id, by=signed_in(request))
    chosen = [slug for slug, _group, _label in document["themes"]]
    form = DescribeForm(request.POST or None, initial=document, chosen=chosen)
    if request.method == "POST" and form.is_valid() and _save(request, story, form):
        messages.success(request, _("%s: title, summary and themes are kept.") % story.reference)
        return redirect("stories_admin:story", story_id=story_id)
    return draw(
        request,
        "describe.html",
        title=_("Title and themes"),
        story=story,
        form=form,
        document=document,
        status=422 if form.errors else 200,
    )


def _save(request: HttpRequest, story: Story, form: DescribeForm) -> bool:
    try:
        workbench.describe(
            story_id=story.pk,
            title=form.cleaned_data["title"],
            summary=form.cleaned_data["summary"],
            themes=form.themes(),
            by=signed_in(request),
        )
    except StageRefused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors
