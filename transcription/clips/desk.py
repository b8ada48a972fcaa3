"""The editors' pages: choosing a clip on the words as they may be read, hearing it, taking it out of use.

No sealed word is opened here, so that second readers may cut and hear as well.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.vault.errors import KeyDestroyed
from stories.admin.access import for_roles
from stories.admin.page import head_of
from stories.admin.story import find_story, signed_in
from stories.parts import PartMissing
from stories.permissions import EDITORS
from transcription.clips.agreeing import CannotHear, say_clip_safe
from transcription.clips.choosing import CannotCut
from transcription.clips.content import open_clip, open_clips
from transcription.clips.making import LONGEST_TITLE, ask_for_clip
from transcription.clips.players import player_of_clip, player_of_copy
from transcription.clips.shown import show_lines
from transcription.clips.source import source_of
from transcription.clips.standing import Standing, cutting_state, drop_clip, standing_of
from transcription.editor.answers import read_number
from transcription.models import Clip, Recording

GONE = (PartMissing, KeyDestroyed, Clip.DoesNotExist)


def recording_of(story_id: UUID, part_id: UUID) -> Recording:
    """Raises Http404."""
    found = Recording.objects.filter(part_id=part_id, story_id=story_id, erased_at=None).first()
    if found is None:
        raise Http404
    return found


@for_roles(*EDITORS)
@require_GET
def clips(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """The clips of a recording, and its words to choose another on. What stands in the way is said."""
    story, recording = find_story(story_id), recording_of(story_id, part_id)
    shown: dict[str, Any] = {"part_id": part_id, "clips": describe(recording)}
    try:
        source = source_of(part_id=part_id)
        shown |= {"lines": show_lines(segments=source.segments, spans=source.spans)}
        shown |= {
            "player": player_of_copy(source.copy, language=source.story.language),
            "language": source.story.language,
        }
    except CannotCut as cannot:
        shown["why_not"] = str(cannot)
    except GONE:
        raise Http404 from None
    page = head_of(title=_("Clips for training"), story=story) | shown
    return render(request, "transcription/clips/clips.html", page)


def describe(recording: Recording) -> list[dict[str, Any]]:
    """The newest first; those out of use, and those whose words are gone, are not among them."""
    rows = list(recording.clips.filter(stale_at=None).select_related("recording", "cut_by"))
    states, opened = standing_of(clips=rows), open_clips(clips=rows)
    return [
        {"clip": row, "title": opened[row.pk].title, "standing": states[row.pk]}
        for row in reversed(rows)
        if row.pk in opened
    ]


@for_roles(*EDITORS)
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """One stretch, with what stands before and after it. POST has it cut; what was typed stays when it is refused."""
    story, user = find_story(story_id), signed_in(request)
    recording_of(story_id, part_id)
    sent = request.POST if request.method == "POST" else request.GET
    first, last = read_number(sent.get("first", "")), read_number(sent.get("last", ""))
    title = sent.get("title", "")
    shown: dict[str, Any] = {"part_id": part_id, "first": first, "last": last, "typed": title}
    status = 200
    try:
        if request.method == "POST":
            clip = ask_for_clip(part_id=part_id, first=first, last=last, title=title, by=user)
            messages.success(request, _("It is being cut. Then a second person listens to it."))
            return redirect("transcription:clip", story_id=story_id, clip_id=clip.pk)
    except CannotCut as cannot:
        shown["refused"], status = str(cannot), 422
    except GONE:
        raise Http404 from None
    try:
        source = source_of(part_id=part_id)
        choice = source.choose(first=first, last=last)
        shown |= {
            "choice": choice,
            "player": player_of_copy(source.copy, language=source.story.language),
            "language": source.story.language,
        }
        shown |= {"nudges": nudges(first, last, count=sum(len(each.words) for each in source.segments))}
    except CannotCut as cannot:
        shown.setdefault("refused", str(cannot))
        status = 422
    except GONE:
        raise Http404 from None
    shown["longest_title"] = LONGEST_TITLE
    page = head_of(title=_("A new clip"), story=story) | shown
    return render(request, "transcription/clips/choose.html", page, status=status)


def nudges(first: int, last: int, *, count: int) -> list[dict[str, Any]]:
    """One word earlier or later at either end, as far as there is one."""
    moved = (
        (_("Begin a word earlier"), first - 1, last),
        (_("Begin a word later"), first + 1, last),
        (_("End a word earlier"), first, last - 1),
        (_("End a word later"), first, last + 1),
    )
    return [
        {"label": label, "first": begin, "last": end}
        for label, begin, end in moved
        if 0 <= begin <= end < count
    ]


def find_clip(story_id: UUID, clip_id: UUID) -> Clip:
    """Raises Http404."""
    found = Clip.objects.filter(pk=clip_id, recording__story_id=story_id)
    clip = found.select_related("recording", "cut_by", "heard_by").first()
    if clip is None:
        raise Http404
    return clip


@for_roles(*EDITORS)
@require_GET
def clip_page(request: HttpRequest, story_id: UUID, clip_id: UUID) -> HttpResponse:
    story, clip = find_story(story_id), find_clip(story_id, clip_id)
    standing = standing_of(clips=[clip])[clip.pk]
    try:
        opened = open_clip(clip=clip)
    except KeyDestroyed:
        raise Http404 from None
    player = player_of_clip(clip) if opened.words and standing != Standing.CHANGED else None
    page = head_of(title=_("Clip: %s") % opened.title, story=story) | {
        "clip": clip,
        "standing": standing,
        "words": opened.words,
        "player": player,
        "job": cutting_state(clip_id=clip.pk) if not clip.file_name else None,
        "waits_for_second": standing == Standing.SECOND,
        "may_drop": clip.stale_at is None,
    }
    return render(request, "transcription/clips/clip.html", page)


@for_roles(*EDITORS)
@require_POST
def hear(request: HttpRequest, story_id: UUID, clip_id: UUID) -> HttpResponse:
    """A second person says that it is safe."""
    clip = find_clip(story_id, clip_id)
    try:
        say_clip_safe(clip_id=clip.pk, sha256=request.POST.get("sha256", ""), by=signed_in(request))
    except CannotHear as cannot:
        messages.error(request, str(cannot))
    except GONE:
        raise Http404 from None
    else:
        messages.success(request, _("Now its teller is asked."))
    return redirect("transcription:clip", story_id=story_id, clip_id=clip_id)


@for_roles(*EDITORS)
@require_POST
def drop(request: HttpRequest, story_id: UUID, clip_id: UUID) -> HttpResponse:
    clip = find_clip(story_id, clip_id)
    try:
        drop_clip(clip_id=clip.pk, by=signed_in(request))
    except GONE:
        raise Http404 from None
    messages.success(request, _("The clip is out of use."))
    return redirect("transcription:clips", story_id=story_id, part_id=clip.recording.part_id)
