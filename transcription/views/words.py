"""The teller's own page for putting right what was written down of their recording. It needs no script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from common.storages.errors import FileMissing
from common.vault.errors import KeyDestroyed
from stories.enums import MEDIA_KINDS, PartKind
from stories.errors import StageRefused
from stories.parts import PartMissing, open_part_media, part_info
from stories.views.back import TAKEN_BACK, still_here, with_story
from stories.views.tell import turned_away
from transcription.corrections.changes import ChangedMeanwhile
from transcription.corrections.errors import CannotChange
from transcription.corrections.saving import NoTranscript
from transcription.corrections.teller import OwnWords, Typed, correct_own_words, own_words
from transcription.on_tellers_page import Told, recordings_on_page
from transcription.players import spoken_length
from transcription.timed import TimedSegment
from transcription.views.headers import ORIGINAL_HEADERS
from transcription.views.ranges import play

PAGE = "transcription/teller_words.html"
WAS, TEXT, THEIRS = "was_", "text_", "chosen"


@dataclass(frozen=True)
class Line:
    """One field: WAS is what it started from, TEXT what stands in it, THEIRS what an editor wrote meanwhile."""

    key: int
    time: str
    start: str  # seconds, as an address takes them
    end: str
    was: str
    text: str
    theirs: str | None = None


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def own_words_page(request: HttpRequest, submission: Told, part_id: UUID) -> HttpResponse:
    """Without a page number it says what is to come, and opens nothing to read."""
    try:
        if request.method == "POST":
            return _save(request, submission, part_id)
        words = own_words(part_id=part_id, story_id=submission.pk)
    except (PartMissing, NoTranscript):
        if request.method == "POST":
            return turned_away(request, TAKEN_BACK)
        raise Http404 from None
    number = _number(request.GET.get("page", ""), words)
    if number is None:
        context = {"words": words, "length": spoken_length(words.seconds), "part_id": part_id}
        return render(request, "transcription/teller_words_first.html", context)
    return _show(request, submission, part_id, words, number, saved="saved" in request.GET)


@require_safe
@with_story
@still_here
def own_sound(request: HttpRequest, submission: Told, part_id: UUID) -> HttpResponseBase:
    """Their recording as they made it, to hear beside the words; to nobody else, and kept by no browser."""
    try:
        info = part_info(part_id=part_id)
        if info.story_id != submission.pk or info.kind not in MEDIA_KINDS:
            raise Http404
        reader = open_part_media(part_id=part_id)
    except (PartMissing, KeyDestroyed, FileMissing):
        raise Http404 from None
    response = play(request, reader=reader, mime=info.mime)
    for name, value in ORIGINAL_HEADERS.items():
        response[name] = value
    return response


def _number(sent: str, words: OwnWords) -> int | None:
    if not sent.isascii() or not sent.isdigit() or len(sent) > 6:
        return None
    return min(max(int(sent), 1), words.pages)


def _save(request: HttpRequest, submission: Told, part_id: UUID) -> HttpResponse:
    typed = _typed(request)
    try:
        correct_own_words(part_id=part_id, story_id=submission.pk, typed=typed)
    except ChangedMeanwhile:
        return _again(request, submission, part_id, typed, why="clash")
    except CannotChange:
        return _again(request, submission, part_id, typed, why="long", status=422)
    except StageRefused:
        return _again(request, submission, part_id, typed, why="closed")
    words = own_words(part_id=part_id, story_id=submission.pk)
    number = _number(request.POST.get("then", ""), words) or 1
    return redirect(f"{reverse('transcription:own_words', args=[part_id])}?page={number}&saved")


def _typed(request: HttpRequest) -> dict[int, Typed]:
    """Where they chose what an editor wrote, nothing of theirs is kept."""
    theirs = request.POST.getlist(THEIRS)
    keys = [name.removeprefix(TEXT) for name in request.POST if name.startswith(TEXT)]
    return {
        int(key): Typed(int(key), request.POST.get(WAS + key, ""), " ".join(request.POST[TEXT + key].split()))
        for key in keys
        if key.isascii() and key.isdigit() and len(key) < 9 and key not in theirs
    }


def _again(
    request: HttpRequest,
    submission: Told,
    part_id: UUID,
    typed: Mapping[int, Typed],
    *,
    why: str,
    status: int = 409,
) -> HttpResponse:
    """The page once more with all that was typed, and beside it what stands there now."""
    words = own_words(part_id=part_id, story_id=submission.pk)
    number = _number(request.POST.get("page", ""), words) or 1
    held = {each.key for each in words.page(number)}
    lost = [each.text for each in typed.values() if each.key not in held and each.text != each.was]
    return _show(request, submission, part_id, words, number, typed=typed, lost=lost, why=why, status=status)


def _show(
    request: HttpRequest,
    submission: Told,
    part_id: UUID,
    words: OwnWords,
    number: int,
    *,
    typed: Mapping[int, Typed] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    lines = [_line(each, (typed or {}).get(each.key)) for each in words.page(number)]
    context = {"submission": submission, "words": words, "number": number, "lines": lines, **more}
    info = part_info(part_id=part_id)
    context |= {"sound": reverse("transcription:own_sound", args=[part_id]), "mime": info.mime}
    context["picture"] = info.kind == PartKind.VIDEO
    context["before"], context["after"] = number - 1, number + 1 if number < words.pages else 0
    return render(request, PAGE, context, status=status)


def _line(now: TimedSegment, typed: Typed | None) -> Line:
    """What an editor wrote meanwhile is shown whatever sent them back: saving again must not undo it unseen."""
    time = f"{int(now.start) // 60}:{int(now.start) % 60:02}"
    stretch = f"{now.start:.1f}", f"{now.end:.1f}"
    if typed is None or typed.text == typed.was:
        return Line(now.key, time, *stretch, now.text, now.text)
    theirs = now.text if now.text not in (typed.was, typed.text) else None
    return Line(now.key, time, *stretch, now.text, typed.text, theirs)


def show_own_words(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["story_id"]: a row for each of its recordings that was written down."""
    story_id = context.get("story_id")
    if story_id is None:
        return SafeString("")
    shown = recordings_on_page(request, story_id=story_id)
    ids = [each.part_id for each in shown if each.written_down]
    return SafeString(render_to_string("transcription/teller_words_link.html", {"parts": ids}, request))
