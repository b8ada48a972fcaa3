"""The workbench: sealed words on the left, the safe text on the right, and what is hidden between them."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.vault.keys import KeyDestroyed
from stories import workbench
from stories.admin.access import for_roles
from stories.admin.forms import HideForm
from stories.admin.opening import first_lines_first
from stories.admin.page import draw
from stories.admin.rows import describe_stories
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.models import Approval, SealedPart, Story
from stories.moderation import OPEN_TO_EDITS, StageRefused
from stories.permissions import ANONYMISERS
from stories.redaction import RedactionRefused
from stories.understanding import read_for_editor
from stories.workbench import OpenWords

DATABASE_ID = re.compile(r"[0-9]{1,18}")


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
@asks_why
@first_lines_first
def words(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """Open a part: a logged look. A POST carries words into the form without putting them in an address."""
    filled = {name: request.POST[name] for name in ("words", "kind") if name in request.POST}
    return _open(request, story_id, part_id, form=HideForm(initial=filled))


@for_roles(*ANONYMISERS)
@require_POST
@asks_why
def hide(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    form = HideForm(request.POST)
    if form.is_valid():
        try:
            made = workbench.hide(
                story_id=story_id, part_id=part_id, choice=form.choice(), by=signed_in(request)
            )
        except (StageRefused, RedactionRefused) as refusal:
            form.add_error(None, str(refusal))
        except (Story.DoesNotExist, SealedPart.DoesNotExist):
            raise Http404 from None
        else:
            said = ngettext("Hidden in %d place.", "Hidden in %d places.", made) % made
            return _done(request, story_id, part_id, said=said)
    if by_script(request):
        return render(request, "stories/admin/hide_form.html", {"form": form}, status=422)
    return _open(request, story_id, part_id, form=form, status=422)


@for_roles(*ANONYMISERS)
@require_POST
def undo(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    ids = [int(each) for each in request.POST.getlist("redaction") if DATABASE_ID.fullmatch(each)]
    try:
        count = workbench.show_again(story_id=story_id, redaction_ids=ids, by=signed_in(request))
    except StageRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:words", story_id=story_id, part_id=part_id)
    except Story.DoesNotExist:
        raise Http404 from None
    said = ngettext("Shown again in %d place.", "Shown again in %d places.", count) % count
    return _done(request, story_id, part_id, said=said)


@for_roles(*ANONYMISERS)
@require_GET
@asks_why
def note(request: HttpRequest, story_id: UUID, approval_id: int) -> HttpResponse:
    """What the teller wrote beside their answer: sealed words too, so the look is logged."""
    story = find_story(story_id)
    try:
        text = workbench.read_note(story_id=story_id, approval_id=approval_id, by=signed_in(request))
    except (Approval.DoesNotExist, KeyDestroyed):
        raise Http404 from None
    return draw(request, "note.html", title=_("What the teller asked for"), story=story, text=text)


@for_roles(*ANONYMISERS)
@require_GET
@asks_why
def understanding(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Who they think could see it, in their own words: a logged look. Doubt is a reason to hold, not to refuse."""
    story = find_story(story_id)
    try:
        text = read_for_editor(story_id=story_id, by=signed_in(request))
    except (Story.DoesNotExist, KeyDestroyed):
        raise Http404 from None
    return draw(request, "note.html", title=_("Who they think could see it"), story=story, text=text)


def by_script(request: HttpRequest) -> bool:
    """Asked by workbench.js, which wants the changed parts of the page only."""
    return "X-Workbench" in request.headers


def _done(request: HttpRequest, story_id: UUID, part_id: UUID, *, said: str) -> HttpResponse:
    if not by_script(request):
        messages.success(request, said)
        return redirect("stories_admin:words", story_id=story_id, part_id=part_id)
    opened = workbench.look_again(story_id=story_id, part_id=part_id)
    context = {"story": find_story(story_id), "opened": opened, "said": said, "mine": True}
    return render(request, "stories/admin/bench.html", context)


def _open(
    request: HttpRequest, story_id: UUID, part_id: UUID, *, form: HideForm, status: int = 200
) -> HttpResponse:
    story, user = find_story(story_id), signed_in(request)
    try:
        opened: OpenWords = workbench.open_words(story_id=story_id, part_id=part_id, by=user)
    except StageRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:story", story_id=story_id)
    except (SealedPart.DoesNotExist, KeyDestroyed):
        raise Http404 from None
    return draw(
        request,
        "words.html",
        title=_("Sealed words"),
        story=story,
        row=describe_stories(Story.objects.filter(pk=story_id))[0],
        opened=opened,
        part_id=part_id,
        form=form,
        mine=story.editor_id == user.pk and story.stage in OPEN_TO_EDITS,
        status=status,
    )
