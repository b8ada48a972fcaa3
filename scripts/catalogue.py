"""The Welsh catalogue of the teller's journey: every string of its pages in locale/cy/, and a list for checking.

`python scripts/catalogue.py` brings the .po in line with the sources (new strings come in without a translation,
what is no longer said goes), compiles the .mo, and writes docs/welsh.md. Babel does it: no gettext is needed.
"""

import ast
import datetime as dt
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import django
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from stories.theme_files import Fields, read_terms

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
PAGE = ROOT / "docs" / "welsh.md"
TEMPLATES = (
    "templates/base.html", "templates/teller_base.html", "templates/429.html", "templates/stories/tell",
    "templates/stories/back", "templates/stories/public", "templates/stories/*.html", "templates/partials",
    "templates/errors", "templates/pages/support.html", "templates/transcription/teller_*.html",
    "templates/transcription/player.html", "templates/transcription/record*",
    "templates/transcription/own_recording.html", "templates/transcription/disguise_test.html",
    "templates/campaigns/teller*", "templates/campaigns/what_changed.html", "templates/transcription/clips/own.html",
    "templates/transcription/clips/to_answer.html",
)  # fmt: skip
CODE = (
    "stories/*.py", "stories/views/*.py", "stories/uploads/*.py", "stories/intake/cards.py", "transcription/players.py",
    "transcription/views/*.py", "transcription/treatments/said.py", "site/common/*.py",
    "site/pages/enums.py", "site/pages/support.py", "site/pages/views/support.py",
    "campaigns/organising/questions.py", "campaigns/organising/asking.py", "campaigns/views/asking.py",
    "campaigns/what_changed.py", "campaigns/told_enums.py",
)  # fmt: skip
# What only people at work read.
LEFT_OUT = re.compile(
    r"stories/(viewsets|wagtail_hooks|workbench|steps|second_reading|mosaic|second_person|publishing|redaction|moderation|demo"
    r"|safeguarding|flag_enums|flag_mail|stages|workflow|looks|rewording)\.py"
)
CALLS = {"gettext", "gettext_lazy", "_", "now_in_words"}
PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
NOT_SAID = (
    "POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team", "Report-Msgid-Bugs-To",
)  # fmt: skip
IN_TEMPLATE = re.compile(r" (n?gettext|_)(?:_lazy)?\((.+?)\) ")
NO_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
# Labels of reference data that tellers choose from: shown through gettext.
LABELS = {
    "stories/reference/demographics.yaml": ("questions",),
}
THEMES = ROOT / "stories" / "reference"
HEAD = """# Welsh, for checking

The whole of the teller's journey is in English and Welsh. **No first-language speaker has checked the Welsh yet**:
everything below was written by the makers of Heard and waits for that. The questions about uses are in
`stories/reference/consent_wording.yaml` and wait for the same. To change a line, edit
`locale/cy/LC_MESSAGES/django.po` and run `python scripts/catalogue.py`, which writes this page; a test fails when a
string of the journey has no Welsh. Labels and definitions of [themes](#themes) come from
`stories/reference/themes_cy.yaml`.
"""
THEMES_HEAD = """
## Themes

From `stories/reference/themes_cy.yaml`, as Heard comes. An administrator may have put one better on a site's own copy
(Stories, Themes): look there as well.
"""
Found = dict[str | tuple[str, str], set[str]]


def files(patterns: tuple[str, ...], ending: str) -> Iterator[Path]:
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            inside = sorted(path.rglob(f"*{ending}")) if path.is_dir() else [path]
            yield from (each for each in inside if each.suffix in (ending, ".txt"))


def wanted() -> Found:
    """Each string (or pair of singular and plural) with the files that say it."""
    found: Found = {}
    for path in files(TEMPLATES, ".html"):
        for key in in_template(path):
            found.setdefault(key, set()).add(path.relative_to(ROOT).as_posix())
    for path in files(CODE, ".py"):
        name = path.relative_to(ROOT).as_posix()
        if not LEFT_OUT.fullmatch(name):
            for key in in_code(path.read_text(encoding="utf-8")):
                found.setdefault(key, set()).add(name)
    for name, places in LABELS.items():
        for key in in_reference(ROOT / name, places):
            found.setdefault(key, set()).add(name)
    return found


def in_template(path: Path) -> Iterator[str | tuple[str, str]]:
    from django.utils.translation.template import templatize  # noqa: PLC0415  needs settings

    for name, arguments in IN_TEMPLATE.findall(
        templatize(path.read_text(encoding="utf-8"), origin=str(path))
    ):
        said = ast.literal_eval(f"({arguments.rpartition(',')[0] if name == 'ngettext' else arguments})")
        yield tuple(said) if name == "ngettext" else said


def in_code(source: str) -> Iterator[str | tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            said = [
                each.value
                for each in node.args
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
            if node.func.id in CALLS and len(said) == 1:
                yield said[0]
            elif node.func.id in PLURAL_CALLS and len(said) == 2:
                yield (said[0], said[1])


def in_reference(path: Path, places: tuple[str, ...]) -> Iterator[str]:
    data = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    for place in places:
        held: Any = data
        for step in place.split("."):
            held = held.get(step, {})
        yield from labels_in(held)


def labels_in(held: Any) -> Iterator[str]:
    """Every label and group below HELD, in the file's order."""
    if isinstance(held, dict):
        yield from (str(held[name]) for name in ("label", "group", "ask") if isinstance(held.get(name), str))
    for each in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from labels_in(each)


def read() -> Catalog:
    if not PO.exists():
        return Catalog(locale="cy", charset="utf-8")
    return read_po(BytesIO(PO.read_bytes()), locale="cy")


def brought_in_line(held: Catalog, found: Found) -> Catalog:
    """What is said now, in the order of the alphabet, with the translations there are."""
    made = Catalog(
        locale="cy",
        charset="utf-8",
        project="Heard",
        header_comment="# Heard in Welsh: see docs/welsh.md",
        fuzzy=False,
    )
    for key in sorted(found, key=str):
        text = key if isinstance(key, str) else key[0]
        before = held.get(text)
        kept = before.string if before is not None and before.id == key else ""
        where = [(name, 0) for name in sorted(found[key])]
        made.add(key, kept or None, locations=where, flags=["python-format"] if "%(" in str(key) else [])
    return made


def untranslated(catalog: Catalog) -> list[str]:
    return [str(each.id) for each in messages(catalog) if not complete(each)]


def messages(catalog: Catalog) -> Iterator[Message]:
    return (each for each in catalog if each.id)


def complete(message: Message) -> bool:
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(said)


def as_po(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=110, omit_header=False, ignore_obsolete=True, include_lineno=False)
    # No date and no names: the same sources make the same file.
    return re.sub(rb'"(%s)[^\n]*\n' % "|".join(NOT_SAID).encode(), b"", out.getvalue())


def as_mo(po: bytes) -> bytes:
    out = BytesIO()
    catalog = read_po(BytesIO(po), locale="cy")
    catalog.creation_date = catalog.revision_date = NO_DATE  # Babel would write the time of day
    write_mo(out, catalog)
    return out.getvalue()


def as_page(catalog: Catalog) -> str:
    journey = [(each.id, each.string) for each in messages(catalog)]
    themes = [pair for fields in read_terms(folder=THEMES).values() for pair in both_languages(fields)]
    return f"{HEAD}\n{table(journey)}{THEMES_HEAD}\n{table(themes)}"


def both_languages(fields: Fields) -> Iterator[tuple[str, str]]:
    for name in ("label", "definition"):
        if fields[name]:
            yield fields[name], fields[f"{name}_cy"]


def table(pairs: list[tuple[Any, Any]]) -> str:
    rows = "\n".join(f"| {cell(english)} | {cell(welsh)} |" for english, welsh in pairs)
    return f"| English | Welsh |\n| --- | --- |\n{rows}\n"


def cell(said: Any) -> str:
    words = " / ".join(said) if isinstance(said, tuple | list) else str(said or "")
    return re.sub(r"\s+", " ", words).replace("|", "\\|").replace("<", "&lt;").strip()


def main() -> int:
    settings.configure(USE_I18N=True)
    django.setup()
    catalog = brought_in_line(read(), wanted())
    po = as_po(catalog)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po)
    MO.write_bytes(as_mo(po))
    PAGE.write_text(as_page(catalog), encoding="utf-8")
    missing = untranslated(catalog)
    print(f"{sum(1 for _ in messages(catalog))} strings, {len(missing)} without Welsh")
    return 0


if __name__ == "__main__":
    sys.exit(main())
