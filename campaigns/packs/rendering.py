"""From one source of truth to its formats. Both are built from the same data, so the preview is what is issued."""

import base64
import datetime as dt
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import SectionKind
from campaigns.packs.content import PackContent
from common.documents import DocumentError, compile_pdf, qr_svg
from common.weave import weave, weave_svg_file

TEMPLATES = {
    kind: f"campaigns/edition/sections/{kind}.html"
    for kind in map(str, SectionKind)
    if kind not in (SectionKind.LETTER, SectionKind.SUMMARY, SectionKind.WORDS)
}
LOGO = "logo.png"
TEMPLATE = Path(__file__).parents[1] / "typst" / "pack.typ"
ENDLESS = re.compile(r"\S{60}")
logger = logging.getLogger("heard.packs")


def render_html(*, content: PackContent) -> SafeString:
    """The body of the web edition: every value escaped by the template, covers drawn from slugs alone."""
    covers = [weave(story["slugs"], size="cover") for story in content.data["stories"]]
    cloth = weave(_all_slugs(content.data), size="cover")
    context = {
        **content.data,
        "cloth": cloth,
        "logo": base64.b64encode(content.logo).decode() if content.logo else "",
        "stories": list(zip(content.data["stories"], covers, strict=True)),
        "sections": [
            section | {"template": TEMPLATES.get(section["kind"])} for section in content.data["sections"]
        ],
    }
    return mark_safe(render_to_string("campaigns/edition/body.html", context))  # noqa: S308  rendered with escaping


def render_pdf(*, content: PackContent, created: dt.datetime) -> tuple[bytes, str]:
    """The tagged PDF and the standard it claims.

    Typst refuses PDF/UA when it has no glyph for a sign (an emoji, say). The pack is then still issued, tagged as
    before but without the claim, rather than a teller's words being changed.
    """
    data = typeset_data(content)
    files = {LOGO: content.logo} if content.logo else {}
    try:
        pdf = compile_pdf(template=TEMPLATE, data=data, files=files, pdf_standard="ua-1", created=created)
        return pdf, "PDF/UA-1"
    except DocumentError:
        logger.warning("A pack could not claim PDF/UA-1; it is issued as a tagged PDF.")
    return compile_pdf(template=TEMPLATE, data=data, files=files, created=created), ""


def typeset_data(content: PackContent) -> dict[str, Any]:
    """What the typesetter gets: the content, and what only paper needs."""
    return {
        **content.data,
        "labels": labels(content.data),
        "qr": _qr(content.data),
        "cloth": weave_svg_file(_all_slugs(content.data), size="cover"),
        "endless": any(ENDLESS.search(words) for words in _written(content.data)),
    }


def _written(data: dict[str, Any]) -> Iterator[str]:
    """What people wrote, where nothing says how long a word may be."""
    yield data["title"]
    for section in data["sections"]:
        yield from (section["heading"], *section["text"], *section["lines"])
    yield from (quotation["text"] for quotation in data["quotations"])
    for story in data["stories"]:
        yield from (story["title"], story["summary"], *story["paragraphs"])


def _all_slugs(data: dict[str, Any]) -> list[str]:
    """The pack's own cloth is woven of everything its stories speak of."""
    return [slug for story in data["stories"] for slug in story["slugs"]]


def _qr(data: dict[str, Any]) -> str:
    url = data["edition"]["verify_url"]
    return qr_svg(text=url) if url else ""


def labels(data: dict[str, Any]) -> dict[str, str]:
    """Every word the typesetter adds, in the reader's language: the template itself holds none."""
    number = data["edition"]["number"]
    count = len(data["stories"])
    return {
        "edition": _("Edition %(number)s") % {"number": number} if number else _("Preview"),
        "preview": _("This is a preview. It has not been issued."),
        "for": _("For"),
        "from": _("From"),
        "about": _("About"),
        "meeting": _("For the meeting on"),
        "issued": _("Issued on"),
        "fictional": _("Invented for demonstration. No person, group, trust or event in it is real."),
        "contents": _("What is in this pack"),
        "stories_intro": ngettext(
            "One person tells what happened. They agreed to these words being used here.",
            "%(count)s people tell what happened. Each agreed to these words being used here.",
            count,
        )
        % {"count": count},
        "reading_time": ngettext(
            "It takes about a minute to read.",
            "They take about %(minutes)s minutes to read.",
            data["minutes"],
        )
        % {"minutes": data["minutes"]},
        "notes": _("Before you read: this story speaks of"),
        "logo_alt": _("The logo of %(group)s") % {"group": data["group"]},
        "quote_notes": _("Before you read: this speaks of"),
        "no_notes": _("No content note"),
        "story": _("Story"),
        "rules_intro": _(
            "Each line is in our own words, with where it comes from, so that you can check us. "
            "The numbers in brackets are in the list of sources."
        ),
        "touches": _("Touched by story"),
        "record": _("What has to be in it"),
        "question": _("We ask"),
        "practice_intro": _("Named ways of working, with what was found and how sure anybody can be of it."),
        "found": _("What was found"),
        "caution": _("Caution"),
        "changes": _("What has changed since the last edition"),
        "other_story": _("Another story"),
        "promised": _("promised on"),
        "due": _("due"),
        "theme": _("Theme"),
        "people": _("People"),
        "support_intro": _("These lines are for anybody, also for staff."),
        "promise": _("How these stories came here, and how they can go"),
        "promise_text": _(
            "Every story was made anonymous with its teller, read by a second person, and agreed by the teller word "
            "for word, for this use. A teller may change their mind on any day. Then this edition is taken back and a "
            "new one made. Before you use, copy or quote it, ask the address below whether it is still current."
        ),
        "verify": _("Is this edition still current?"),
        "verify_how": _("Open this address, or scan the code."),
        "verify_alt": _("A QR code that leads to the address printed beside it."),
        "page": _("Page"),
    }
