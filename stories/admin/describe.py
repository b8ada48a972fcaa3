"""Title, summary, themes and content notes, written beside the safe text as it stands (so this is a look as well)."""

from collections.abc import Iterable
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
from stories.suggesting.suggest import Suggestion, suggest
from stories.themes import every_term, theme_label


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
    found = suggest(texts=[part["text"] for part in document["parts"]], language=document["language"])
    form.suggest(found)
    return draw(
        request,
        "describe.html",
        title=_("Title and themes"),
        story=story,
        form=form,
        document=document,
        suggestions=found,
        suggested_themes=_named(found.themes),
        suggested_notes=_named(found.notes),
        suggested_groups={term.group for each in found.themes if (term := every_term().get(each.slug))},
        status=422 if form.errors else 200,
    )


def _named(found: Iterable[Suggestion]) -> list[tuple[str, str, str]]:
    return [(theme_label(slug=each.slug), each.slug, each.because) for each in found]


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
