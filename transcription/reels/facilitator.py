"""The facilitator's page, as a tagged PDF to print and as one HTML file to read on a screen."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.documents import compile_pdf
from transcription.players import spoken_length
from transcription.reels.plan import ASK_FIRST, STANDS, Reel, ReelClip, length_of, scenes_of

TEMPLATE = Path(__file__).parents[1] / "typst" / "facilitator.typ"


def write_page(*, reel: Reel, created: dt.datetime) -> bytes:
    """A PDF/UA-1 with the words of each clip as they may be read. Raises CannotShow, DocumentError."""
    data = describe_page(reel)
    return compile_pdf(template=TEMPLATE, data=data, pdf_standard="ua-1", created=created)


def write_html(*, reel: Reel) -> str:
    """The same page as one file that asks nothing outside itself. Raises CannotShow."""
    with override(reel.language):
        return render_to_string("transcription/reels/facilitator.html", {"page": describe_page(reel)})


def describe_page(reel: Reel) -> dict[str, Any]:
    """Raises CannotShow."""
    scenes = scenes_of(reel)
    return {
        "title": reel.title,
        "lang": reel.language,
        "length": _("The reel takes %s.") % spoken_length(length_of(scenes)),
        "note": reel.content_note,
        "rules": [
            _("Say this aloud before it begins. Anybody may step outside, and nobody asks why."),
            _("Some of those in the room have been held down themselves; some have held others."),
            _("Nobody guesses aloud who it is. What you recognise stays with you."),
            _("Do not photograph, record or pass on."),
        ],
        "clips": [describe(clip) for clip in reel.clips],
        "questions": list(reel.questions),
        "url": reel.verify_url,
        "code": reel.verify_code,
        "labels": {
            "before": _("Before it begins"),
            "clips": _("What is in it"),
            "questions": _("To talk about"),
            "verify": str(STANDS),
            "ask": str(ASK_FIRST),
        },
    }


def describe(clip: ReelClip) -> dict[str, str]:
    return {
        "title": clip.title,
        "length": spoken_length(clip.seconds),
        "words": clip.words,
    }
