"""What a transcript was made with, for editors: another engine, model or setting may hear other words."""

from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from transcription.models import Transcript

Fact = tuple[str, str]


def made_with(transcript: Transcript) -> list[Fact]:
    """Title and value of each thing that is known; an older transcript knows less."""
    said: dict[str, Any] = transcript.options
    facts = [
        (_("Engine"), f"{transcript.engine} {said.get('version', '')}".strip()),
        (_("Model"), transcript.model_hash[:16]),
        (_("Language"), language_of(transcript)),
        (_("Numbers"), str(said.get("compute_type", ""))),
        (_("Threads"), str(said.get("threads", ""))),
        (_("Pauses"), pauses(said.get("join_seconds"))),
        (_("Word list"), word_list(said.get("words"))),
        (_("Speakers"), _("told by two microphones") if said.get("speakers") else ""),
    ]
    return [(title, value) for title, value in facts if value]


def language_of(transcript: Transcript) -> str:
    if not transcript.language:
        return ""
    try:
        name = str(get_language_info(transcript.language)["name"])
    except KeyError:
        name = transcript.language
    asked = transcript.options.get("language")
    if asked is None:
        return name
    how = _("%(name)s, found by the model") if asked == "found" else _("%(name)s, as its teller’s pages were")
    return how % {"name": name}


def pauses(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if not seconds:
        return _("each stretch of speech by itself")
    return _("heard across, up to %(seconds)s s") % {"seconds": f"{seconds:g}"}


def word_list(mark: str | None) -> str:
    if mark is None:
        return ""
    return _("heard with one (%(mark)s)") % {"mark": mark[:8]} if mark else _("none")
