"""What stands in the slots of lower apps: players for readers, tellers and editors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from stories.copies import Copy
from stories.enums import MEDIA_KINDS, PartKind
from stories.parts import PartMissing, approved_media_form, part_info
from stories.release import ReleasedStory
from transcription.enums import Stage
from transcription.made_with import made_with
from transcription.models import Recording
from transcription.proxies import proxy_state
from transcription.release import ReleasedClip, Treated, preview_media, read_media
from transcription.state import recording_state, safe_copy_state
from transcription.transcripts import current_transcript
from transcription.treatments.said import about


@dataclass(frozen=True)
class Player:
    """What a template needs to show one treated copy."""

    media_url: str
    captions_url: str
    mime: str
    picture: bool
    length: str
    about: str
    language: str
    sha256: str  # of the copy: a teller's answer names it


def make_player(clip: ReleasedClip, *, media_url: str, captions_url: str, language: str = "en") -> Player:
    return Player(
        media_url=media_url,
        captions_url=captions_url,
        mime=clip.mime,
        picture=clip.picture is not None,
        length=spoken_length(clip.duration),
        about=about(voice=clip.voice, picture=clip.picture),
        language=language,
        sha256=clip.sha256,
    )


def spoken_length(seconds: float) -> str:
    if seconds < 90:
        return ngettext("%(count)d second", "%(count)d seconds", round(seconds)) % {"count": round(seconds)}
    minutes = round(seconds / 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def show_story_media(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["story"]: a ReleasedStory."""
    story: ReleasedStory | None = context.get("story")
    if story is None:
        return SafeString("")
    players = []
    for part in story.parts:
        if part.kind in MEDIA_KINDS and (clip := read_media(story_id=story.story_id, part_id=part.part_id)):
            ids = {"story_id": story.story_id, "part_id": part.part_id}
            players.append(
                make_player(
                    clip,
                    media_url=reverse("transcription:media", kwargs=ids),
                    captions_url=reverse("transcription:captions", kwargs=ids),
                    language=story.language,
                )
            )
    return (
        draw("transcription/story_media.html", {"players": players}, request) if players else SafeString("")
    )


def show_teller_part(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["copy"]: of stories.copies. Whose page this is was checked by its view, and is again when it plays."""
    copy: Copy | None = context.get("copy")
    if copy is None or not isinstance(copy.treated, Treated):
        return SafeString("")
    clip, second = copy.treated.clip, copy.second_heard
    shown = {
        "agreed": copy.treated.agreed,
        "player": player_of(clip, media="teller_media", captions="teller_captions")
        if clip and second
        else None,
        "waits_for_second": clip is not None and not second,
        "state": copy.treated.state,
    }
    return draw("transcription/teller_part.html", shown, request)


def show_own_recording(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["part"]: of a draft, as it was recorded, for who recorded it. The view that plays it asks again."""
    part = context.get("part")
    if part is None or part.kind not in MEDIA_KINDS:
        return SafeString("")
    url = reverse("transcription:own_media", kwargs={"part_id": part.pk})
    picture = part.kind == PartKind.VIDEO
    return draw(
        "transcription/own_recording.html", {"url": url, "mime": part.mime, "picture": picture}, request
    )


def show_disguise_test(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["picture"]: a short test to be heard, or seen, as others would. Only a script can record one."""
    return draw("transcription/disguise_test.html", {"picture": bool(context.get("picture"))}, request)


def show_editor_part(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["part_id"]: the recording with its words, its state, what failed and how to try again."""
    part_id = context.get("part_id")
    if part_id is None or not is_recording(part_id):
        return SafeString("")
    state = recording_state(part_id=part_id)
    transcribed = state.stage == Stage.TRANSCRIBED
    return draw(
        "transcription/editor_part.html",
        {
            "part_id": part_id,
            "has_picture": Recording.objects.filter(part_id=part_id, has_picture=True).exists(),
            "state": state,
            "proxy_state": proxy_state(part_id=part_id),
            "copy_state": safe_copy_state(part_id=part_id) if transcribed else None,
            "transcript": (transcript := current_transcript(part_id=part_id)),
            "made_with": made_with(transcript) if transcript else [],
            "player": preview_player(part_id, media="editor_media", captions="editor_captions"),
        },
        request,
    )


def show_reading_part(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["part_id"], ["number"]: for a second reader, who hears what a stranger would and nothing sealed."""
    part_id = context.get("part_id")
    if part_id is None or not is_recording(part_id) or approved_media_form(part_id=part_id) is None:
        return SafeString("")
    player = preview_player(part_id, media="editor_media", captions="editor_captions")
    state = None if player else safe_copy_state(part_id=part_id)
    shown = {"part_id": part_id, "number": context.get("number", 1), "player": player, "state": state}
    return draw("transcription/reading_part.html", shown, request)


def preview_player(part_id: UUID, *, media: str, captions: str) -> Player | None:
    clip = preview_media(part_id=part_id)
    return player_of(clip, media=media, captions=captions) if clip else None


def player_of(clip: ReleasedClip, *, media: str, captions: str) -> Player:
    ids = {"part_id": clip.part_id}
    return make_player(
        clip,
        media_url=reverse(f"transcription:{media}", kwargs=ids),
        captions_url=reverse(f"transcription:{captions}", kwargs=ids),
    )


def is_recording(part_id: UUID) -> bool:
    try:
        return part_info(part_id=part_id).kind in MEDIA_KINDS
    except PartMissing:
        return False


def draw(template: str, context: dict[str, Any], request: HttpRequest) -> SafeString:
    return SafeString(render_to_string(template, context, request))
