"""The teller's page about clips: each is heard, read with what stands around it, and answered by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stories.references import read_id
from stories.views.back import still_here, with_story
from transcription.clips.agreeing import ClipChanged, TellersClip, answer_clip, clips_for_teller
from transcription.clips.players import player_of_clip
from transcription.on_tellers_page import Told


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def own_clips(request: HttpRequest, submission: Told) -> HttpResponse:
    """POST answers one of them; what changed meanwhile is said and is not answered."""
    if request.method == "POST":
        try:
            _answer(request, submission)
        except ClipChanged:
            return _show(request, submission, changed=True, status=409)
        return redirect("transcription:own_clips")
    return _show(request, submission)


def _answer(request: HttpRequest, submission: Told) -> None:
    """Raises ClipChanged, also for what no button of ours sends."""
    clip_id, answer = read_id(request.POST.get("clip", "")), request.POST.get("answer", "")
    if clip_id is None or answer not in ("yes", "no"):
        raise ClipChanged
    answer_clip(
        story_id=submission.pk,
        clip_id=clip_id,
        sha256=request.POST.get("sha256", ""),
        approved=answer == "yes",
    )


def _show(
    request: HttpRequest, submission: Told, *, changed: bool = False, status: int = 200
) -> HttpResponse:
    clips = [{"clip": each, "player": player(each)} for each in clips_for_teller(story_id=submission.pk)]
    context = {"clips": clips, "submission": submission, "story_id": submission.pk, "changed": changed}
    return render(request, "transcription/clips/own.html", context, status=status)


def player(each: TellersClip) -> object:
    return player_of_clip(each.clip, media="own_clip", captions="own_clip_captions", language=each.language)
