"""What stands in the slots of stories: a recording's clips for its editors, and what its teller is asked."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.permissions import roles_of
from stories.permissions import ANONYMISERS
from transcription.clips.agreeing import clips_to_answer
from transcription.clips.standing import count_standing
from transcription.enums import Picture, Voice
from transcription.models import Clip, Recording
from transcription.on_tellers_page import recordings_on_page
from transcription.players import Player, make_player, spoken_length
from transcription.release import ReleasedClip
from transcription.state import parts_to_look_at
from transcription.treatments.said import about


def player_of_copy(copy: ReleasedClip, *, language: str) -> Player:
    """Of the treated copy that clips are cut from, for editors."""
    ids = {"part_id": copy.part_id}
    return make_player(
        copy,
        media_url=reverse("transcription:training_media", kwargs=ids),
        captions_url=reverse("transcription:training_captions", kwargs=ids),
        language=language,
    )


def player_of_clip(
    clip: Clip, *, media: str = "clip_media", captions: str = "clip_captions", language: str = "en"
) -> Player:
    """Of a clip that was cut. MEDIA and CAPTIONS name the addresses, of which each asks who plays it."""
    return Player(
        media_url=reverse(f"transcription:{media}", args=[clip.pk]),
        captions_url=reverse(f"transcription:{captions}", args=[clip.pk]),
        mime=clip.mime,
        picture=bool(clip.picture),
        length=spoken_length(clip.seconds),
        about=about(voice=Voice(clip.voice), picture=Picture(clip.picture) if clip.picture else None),
        language=language,
        sha256=clip.sha256,
    )


def show_clips_of_part(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["part_id"], ["story"]: how many clips there are, and the way to them; and whether somebody has to look
    where a face was lost. No words are opened.
    """
    part_id, story = context.get("part_id"), context.get("story")
    recording = Recording.objects.filter(part_id=part_id, erased_at=None).first() if part_id else None
    if recording is None or story is None:
        return SafeString("")
    counted = count_standing(recording=recording)
    shown = {
        "part_id": part_id,
        "story": story,
        "counted": counted,
        "to_look_at": bool(parts_to_look_at(part_ids=[recording.part_id])),
        "may_look": isinstance(request.user, User) and not roles_of(request.user).isdisjoint(ANONYMISERS),
    }
    return SafeString(render_to_string("transcription/clips/of_part.html", shown, request))


def show_clips_to_answer(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["story_id"]: on the teller's page, when clips wait for their answer or were answered."""
    story_id = context.get("story_id")
    if story_id is None:
        return SafeString("")
    if not any(each.has_clips for each in recordings_on_page(request, story_id=story_id)):
        return SafeString("")
    shown = clips_to_answer(story_id=story_id)
    return SafeString(render_to_string("transcription/clips/to_answer.html", {"clips": shown}, request))
