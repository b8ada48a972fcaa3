"""Typst, held at arm's length.

Text reaches a document as JSON data and is never source: a template reads `json(bytes(sys.inputs.data))`, so
nothing a person wrote is parsed as markup. Files (pictures) travel the same way and never touch the disk:
`image(bytes(json(bytes(sys.inputs.files)).at("logo.png")))`. Templates read only below their own root, only
the fonts of the wheel are used (the same document is the same bytes everywhere), and no package is fetched.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal, TypedDict, cast

import typst

Standard = Literal["a-2a", "a-3a", "ua-1"]

# A folder that does not exist: an `@preview` import fails here instead of asking the network.
NO_PACKAGES = Path(__file__).parent / "no-packages"


class DocumentError(Exception):
    """The document could not be set. Says which template, never what was in it."""


def compile_pdf(
    *,
    template: Path,
    data: Mapping[str, object],
    root: Path | None = None,
    pdf_standard: Standard | None = None,
    files: Mapping[str, bytes] | None = None,
    created: datetime | None = None,
) -> bytes:
    """The PDF of `template` with `data`: tagged, fonts embedded, the same bytes for the same `created`.

    `pdf_standard="ua-1"` makes typst refuse a document without title, alternative texts or orderly headings.
    DocumentError: the template does not compile, or the standard was refused.
    """
    # Typst's own message can quote the text it failed on, so it is let go of before ours is raised.
    try:
        return typst.compile(
            template,
            root=root or template.parent,
            sys_inputs=_inputs(data, files or {}),
            pdf_standards=[pdf_standard] if pdf_standard else [],
            timestamp=created.replace(microsecond=0) if created else None,
            **_alone(),
        )
    except typst.TypstError:
        standard = f" as {pdf_standard}" if pdf_standard else ""
    raise DocumentError(f"{template.name} could not be set{standard}")


def compile_picture(*, template: Path, data: Mapping[str, object]) -> list[bytes]:
    """Each page of `template` with `data` as a PNG, one pixel a point. DocumentError: it does not compile."""
    try:
        made: object = typst.compile(
            template, root=template.parent, sys_inputs=_inputs(data, {}), format="png", ppi=72.0, **_alone()
        )
    except typst.TypstError:
        made = None
    if made is None:
        raise DocumentError(f"{template.name} could not be set")
    # One page comes as bytes, several as a list, whatever typst's own types say.
    return [made] if isinstance(made, bytes) else cast(list[bytes], made)


def _inputs(data: Mapping[str, object], files: Mapping[str, bytes]) -> dict[str, str]:
    held = {name: list(content) for name, content in files.items()}
    return {
        "data": json.dumps(data, ensure_ascii=False),
        "files": json.dumps(held, separators=(",", ":")),
    }


class _Alone(TypedDict):
    font_paths: typst.Fonts
    package_path: Path
    package_cache_path: Path


def _alone() -> _Alone:
    """Fonts of its own, and nothing from a network."""
    return {"font_paths": _fonts(), "package_path": NO_PACKAGES, "package_cache_path": NO_PACKAGES}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
