"""The editors' transcript editor. Opening it is a look at sealed words, logged like any other."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from common.vault.errors import KeyDestroyed
from stories.admin.access import for_roles
from stories.admin.opening import first_lines_first
from stories.admin.page import head_of
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.errors import StageRefused
from stories.moderation import has_taken
from stories.parts import PartMissing
from stories.permissions import ANONYMISERS
from stories.workbench import look_at_spoken
from transcription.corrections.changes import ChangedMeanwhile
from transcription.corrections.errors import CannotChange
from transcription.corrections.saving import NoTranscript, history, restore, save_changes
from transcription.editor.answers import (
    NotUnderstood,
    as_data,
    read_changes,
    read_keys,
    read_number,
    read_spans,
    what_changed,
)
from transcription.listening.heard import confirm, listened_by, note_listened
from transcription.models import Recording, TranscriptVersion
from transcription.proxies import proxy_state
from transcription.transcripts import words

GONE = (PartMissing, KeyDestroyed, NoTranscript, Recording.DoesNotExist)


@for_roles(*ANONYMISERS)
@require_GET
@asks_why
@first_lines_first
def transcript(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    story, user = find_story(story_id), signed_in(request)
    try:
        look_at_spoken(story_id=story_id, part_id=part_id, by=user)
        segments = words(part_id=part_id)
        past = history(part_id=part_id)
    except StageRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:story", story_id=story_id)
    except GONE:
        raise Http404 from None
    context = head_of(title=_("Transcript"), story=story) | {
        "part_id": part_id,
        "has_picture": Recording.objects.filter(part_id=part_id, has_picture=True).exists(),
        "proxy_state": proxy_state(part_id=part_id),
        "mine": has_taken(story=story, by=user),
        "past": past,
        "data": {
            "segments": as_data(segments),
            "listened": listened_by(part_id=part_id, by=user),
            "save": reverse("transcription:save_transcript", args=[story_id, part_id]),
        },
    }
    return render(request, "transcription/editor/transcript.html", context)


@for_roles(*ANONYMISERS)
@require_POST
@asks_why
def save(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """JSON in: `listened`, `changes`, `confirm`, each of them or none. JSON out: what is different now.

    409 when somebody else changed the same words (with theirs), 422 when it cannot be done: then nothing changed.
    """
    user = signed_in(request)
    try:
        look_at_spoken(story_id=story_id, part_id=part_id, by=user, again=True)
        return _answer(part_id, user=user, sent=_sent(request))
    except ChangedMeanwhile as clash:
        theirs = [each for each in words(part_id=part_id) if each.key in clash.keys]
        told = {"message": str(clash), "segments": as_data(theirs), "keys": list(clash.keys)}
        return JsonResponse(told, status=409)
    except (CannotChange, StageRefused) as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    except GONE:
        raise Http404 from None


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise NotUnderstood from None
    if not isinstance(sent, dict):
        raise NotUnderstood
    return sent


def _answer(part_id: UUID, *, user: User, sent: dict[str, Any]) -> HttpResponse:
    """While somebody only listens no word is opened."""
    heard = read_spans(sent.get("listened", []))
    changes, keys = read_changes(sent.get("changes", [])), read_keys(sent.get("confirm", []))
    listened = (
        note_listened(part_id=part_id, spans=heard, by=user)
        if heard
        else listened_by(part_id=part_id, by=user)
    )
    saved = []
    if changes:
        saved.append(save_changes(part_id=part_id, changes=changes, by=user))
    if keys:
        saved.append(confirm(part_id=part_id, keys=keys, by=user))
    told = what_changed(saved[0].before, saved[-1].after) if saved else {"segments": []}
    return JsonResponse({**told, "listened": listened})


@for_roles(*ANONYMISERS)
@require_POST
@asks_why
def restore_version(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """The words as they once were, as a new version: nothing of the history goes."""
    user = signed_in(request)
    number = request.POST.get("number", "")
    try:
        look_at_spoken(story_id=story_id, part_id=part_id, by=user)
        restore(part_id=part_id, number=read_number(number), by=user)
    except (CannotChange, StageRefused) as refusal:
        messages.error(request, str(refusal))
    except (*GONE, TranscriptVersion.DoesNotExist):
        raise Http404 from None
    else:
        messages.success(request, _("These are the words as they were then. Nothing in between is lost."))
    return redirect("transcription:transcript", story_id=story_id, part_id=part_id)
