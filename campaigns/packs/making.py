"""Every format of an edition, plain and in memory, from one source of truth. What is kept of them is sealed."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from campaigns.branding import Brand, as_css
from campaigns.enums import Format
from campaigns.models import Edition
from campaigns.packs.content import PackContent
from campaigns.packs.manifest import build_manifest, manifest_items
from campaigns.packs.powerpoint import render_pptx
from campaigns.packs.rendering import render_html, render_pdf
from campaigns.packs.word import render_docx

Beat = Callable[[float], None]
Line = dict[str, Any]
PAGE, LOOK = "web-page.html", "web-page.css"
SHEETS = ("heard", "parts", "campaigns")


@dataclass(frozen=True)
class Made:
    """`lines` are the manifest's, of each file by its hash."""

    html: str = field(repr=False)
    files: Mapping[Format, bytes] = field(repr=False)
    lines: list[Line]


def make_formats(*, edition: Edition, content: PackContent, created: dt.datetime, beat: Beat) -> Made:
    """DocumentError."""
    html = str(render_html(content=content))
    beat(0.1)
    pdf, standard = render_pdf(content=content, created=created)
    beat(0.4)
    files = {Format.PDF: pdf, Format.DOCX: render_docx(content=content, html=html)}
    beat(0.55)
    files[Format.PPTX] = render_pptx(content=content, created=created)
    beat(0.75)
    page = _page(content=content, html=html)
    lines = [_line("pack.html", html.encode()), _line("pack.pdf", pdf, standard=standard)]
    lines += [_line(f"pack.{each}", files[each]) for each in (Format.DOCX, Format.PPTX)]
    lines.append(_line(PAGE, page))
    manifest = build_manifest(
        edition=edition, items=manifest_items(edition=edition, content=content), files=lines
    )
    files[Format.ZIP] = _bundle(
        files, page=page, colours=_colours(content), manifest=manifest, created=created
    )
    return Made(html, files, [*lines, _line("pack.zip", files[Format.ZIP])])


def _line(name: str, content: bytes, **more: str) -> Line:
    return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), **more}


def _page(*, content: PackContent, html: str) -> bytes:
    """The web edition as one file that asks nothing outside itself."""
    context = {
        "body": mark_safe(html),  # noqa: S308  rendered with escaping
        "title": content.data["title"],
        "lang": content.data["lang"],
    }
    return render_to_string("campaigns/edition/file.html", context).encode()


def _colours(content: PackContent) -> str:
    brand = content.data["brand"]
    return as_css(Brand(content.data["group"], main=brand["main"], ground=brand["ground"]))


@cache
def _sheets() -> bytes:
    """The site's own sheets, in one."""
    found = [finders.find(f"css/{name}.css") for name in SHEETS]
    return b"\n".join(Path(path).read_bytes() for path in found if path)


def _bundle(
    files: Mapping[Format, bytes],
    *,
    page: bytes,
    colours: str,
    manifest: dict[str, Any],
    created: dt.datetime,
) -> bytes:
    """No sound or film: nobody was asked yet whether theirs may be in a pack."""
    inside = {f"pack.{each}": content for each, content in files.items()}
    inside |= {PAGE: page, LOOK: _sheets() + colours.encode()}
    inside["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in inside.items():
            bundle.writestr(zipfile.ZipInfo(name, created.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
