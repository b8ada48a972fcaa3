"""The workbench: sealed words on the left, the safe text on the right, and what is decided between them."""

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
from stories.admin.bench_page import answer_script, bench_context, chosen_group
from stories.admin.forms import DecideForm
from stories.admin.opening import first_lines_first
from stories.admin.page import draw
from stories.admin.rows import describe_stories
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.bench import decisions
from stories.bench.decisions import Change
from stories.models import Approval, SealedPart, Story
from stories.moderation import StageRefused, has_taken
from stories.people.deciding import decide
from stories.permissions import ANONYMISERS
from stories.redaction import RedactionRefused
from stories.understanding import read_for_editor
from stories.workbench import OpenWords

DECIDED = re.compile(r"([rk])([0-9]{1,18})")


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
@asks_why
@first_lines_first
def words(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """Open a part: a logged look. A POST names a group of words for the panel, so that they are in no address."""
    return _open(request, story_id, part_id, group=request.POST.get("group", ""))


@for_roles(*ANONYMISERS)
@require_POST
@asks_why
def hide(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """Hide some words, or keep them."""
    form = DecideForm(request.POST)
    if form.is_valid():
        choice = form.choice()
        try:
            change = decide(story_id=story_id, part_id=part_id, choice=choice, by=signed_in(request))
        except (StageRefused, RedactionRefused) as refusal:
            form.add_error(None, str(refusal))
        except (Story.DoesNotExist, SealedPart.DoesNotExist, KeyDestroyed):
            raise Http404 from None
        else:
            return _done(
                request, story_id, part_id, change=change, said=_said(change, kept=choice.action is None)
            )
    if by_script(request):
        return render(request, "stories/admin/bench_errors.html", {"form": form}, status=422)
    return _open(request, story_id, part_id, form=form, group=request.POST.get("group", ""), status=422)


def _said(change: Change, *, kept: bool) -> str:
    if kept:
        return ngettext("Kept in %d place.", "Kept in %d places.", change.places) % change.places
    return ngettext("Hidden in %d place.", "Hidden in %d places.", change.places) % change.places


@for_roles(*ANONYMISERS)
@require_POST
def undo(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """Take back the decisions that a button names, or, where it names none, the last one."""
    try:
        change = _take_back(request, story_id)
    except (StageRefused, RedactionRefused) as refusal:
        if by_script(request):
            return render(request, "stories/admin/bench_errors.html", {"refusal": refusal}, status=422)
        messages.error(request, str(refusal))
        return redirect("stories_admin:words", story_id=story_id, part_id=part_id)
    except (Story.DoesNotExist, KeyDestroyed):
        raise Http404 from None
    said = ngettext("Undone in %d place.", "Undone in %d places.", change.places) % change.places
    return _done(request, story_id, part_id, change=change, said=said)


def _take_back(request: HttpRequest, story_id: UUID) -> Change:
    by = signed_in(request)
    if "decided" not in request.POST:
        return decisions.undo_last(story_id=story_id, by=by)
    named = DECIDED.findall(request.POST["decided"])
    hidden, kept = ({int(pk) for letter, pk in named if letter == wanted} for wanted in "rk")
    return decisions.show_again(story_id=story_id, redaction_ids=hidden, kept_ids=kept, by=by)


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
    """Asked by workbench.js, which wants the changed pieces of the page only."""
    return "X-Workbench" in request.headers


def _done(request: HttpRequest, story_id: UUID, part_id: UUID, *, change: Change, said: str) -> HttpResponse:
    if by_script(request):
        return answer_script(story=find_story(story_id), part_id=part_id, change=change, said=said)
    messages.success(request, said)
    return redirect("stories_admin:words", story_id=story_id, part_id=part_id)


def _open(
    request: HttpRequest,
    story_id: UUID,
    part_id: UUID,
    *,
    form: DecideForm | None = None,
    group: str = "",
    status: int = 200,
) -> HttpResponse:
    story, user = find_story(story_id), signed_in(request)
    try:
        opened: OpenWords = workbench.open_words(story_id=story_id, part_id=part_id, by=user)
    except StageRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:story", story_id=story_id)
    except (SealedPart.DoesNotExist, KeyDestroyed):
        raise Http404 from None
    mine = has_taken(story=story, by=user)
    chosen = chosen_group(opened, group)
    return draw(
        request,
        "words.html",
        title=_("Sealed words"),
        story=story,
        row=describe_stories(Story.objects.filter(pk=story_id))[0],
        opened=opened,
        part_id=part_id,
        form=form or DecideForm(initial=chosen),
        mine=mine,
        picture_asked="picture" in request.GET,
        status=status,
        **bench_context(story=story, opened=opened, mine=mine, chosen=group),
    )
