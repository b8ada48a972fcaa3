"""The words in which consent is asked: versioned, hashed, kept for ever. A version in force is never changed.

The first versions come from a file. From the first version that somebody here puts in force, the file is left aside.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import audit
from stories.enums import Purpose
from stories.models import ConsentWording
from stories.sealing import canonical

FILE = Path(__file__).parent / "reference" / "consent_wording.yaml"
EASY, EASY_WELSH = "en-easy", "cy-easy"
LANGUAGES = {
    "en": _("English"),
    "cy": _("Welsh"),
    EASY: _("Easy read, in English"),
    EASY_WELSH: _("Easy read, in Welsh"),
}
PLAIN_FIELDS = ("ask", "means", "can_undo", "cannot_undo")
# The symbols of templates/stories/easy_picture.html.
PICTURES = (
    "back", "bell", "board", "building", "clock", "count", "cross", "eye", "globe", "hidden", "news", "paper",
    "people", "person", "tick",
)  # fmt: skip


class WordingRefused(Exception):
    """The version cannot be changed or put in force; the message says what is missing."""


@dataclass(frozen=True)
class EasyLine:
    """One idea, with the name of the picture beside it."""

    picture: str
    words: str


@cache
def read_wording() -> dict[str, Any]:
    """The file, read once for each process; nobody changes what it gives."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def wording_language(*, language: str, easy: bool) -> str:
    """Which of LANGUAGES a page in LANGUAGE asks in."""
    welsh = language == "cy"
    if easy:
        return EASY_WELSH if welsh else EASY
    return "cy" if welsh else "en"


def _in_force(language: str) -> QuerySet[ConsentWording]:
    rows = ConsentWording.objects.filter(language=language, in_force_since__isnull=False)
    return rows.order_by("-in_force_since", "-id")


def current_wording(*, language: str = "en") -> ConsentWording:
    """The wording in force in LANGUAGE (English where there is none). The file's is brought in on first use."""
    language = language if language in LANGUAGES else "en"
    newest = _in_force(language).first()
    if newest is None or (newest.from_file and newest.version != read_wording()["version"]):
        return _bring_in(language)[0]
    return newest


def _bring_in(language: str) -> tuple[ConsentWording, bool]:
    held = read_wording()
    text = {"purposes": held["languages"][language], "version": held["version"]}
    fields = {
        "language": language,
        "text": text,
        "in_force_since": timezone.now(),
        "version": held["version"],
    }
    return ConsentWording.objects.get_or_create(sha256=hash_of(text=text), defaults=fields)


def load_wording() -> list[str]:
    """The file's version in each language, unless one that was written here is in force."""
    report = []
    for language in LANGUAGES:
        edited = _in_force(language).first()
        if edited is not None and not edited.from_file:
            continue
        wording, new = _bring_in(language)
        report += [f"added wording {wording}"] * new
    return report


def hash_of(*, text: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(text).encode()).hexdigest()


def question(*, purpose: Purpose, wording: ConsentWording) -> dict[str, Any]:
    """What is asked about one use, and what a yes means; in easy read, `lines` of one idea each."""
    words = dict(wording.text["purposes"][purpose.value])
    if "lines" in words:
        words["lines"] = [EasyLine(line["picture"], line["words"]) for line in words["lines"]]
    return words


def begin_version(*, language: str, by: User) -> ConsentWording:
    """A draft with the words that are in force now. Raises WordingRefused for a language that is not asked in."""
    if language not in LANGUAGES:
        raise WordingRefused("Nobody is asked in that language.")
    with transaction.atomic():
        text = {"purposes": current_wording(language=language).text["purposes"], "version": _next_version()}
        draft = ConsentWording.objects.create(
            version=text["version"], language=language, text=text, sha256=hash_of(text=text), from_file=False
        )
        _log("heard.wording_begun", draft, by)
    return draft


def _next_version() -> str:
    """Such as 2026-11-25-3: no two versions share a name, whatever their language."""
    day = timezone.localdate().isoformat()
    taken = {
        int(version.rsplit("-", 1)[1])
        for version in ConsentWording.objects.filter(version__startswith=f"{day}-").values_list(
            "version", flat=True
        )
    }
    return f"{day}-{max(taken, default=0) + 1}"


def _draft(wording_id: int) -> ConsentWording:
    draft: ConsentWording | None = ConsentWording.objects.select_for_update().filter(pk=wording_id).first()
    if draft is None or draft.in_force_since is not None:
        raise WordingRefused("This version is in force, or it is gone. Begin a new one.")
    return draft


def write_version(*, wording_id: int, purposes: dict[str, Any], by: User) -> ConsentWording:
    """New words in a draft. Raises WordingRefused when it is one no more."""
    with transaction.atomic():
        draft = _draft(wording_id)
        draft.text = {"purposes": purposes, "version": draft.version}
        draft.sha256 = hash_of(text=draft.text)
        draft.save()
        _log("heard.wording_written", draft, by)
    return draft


def put_in_force(*, wording_id: int, by: User) -> ConsentWording:
    """From now on people are asked in these words. Raises WordingRefused: no draft, or a use without words."""
    with transaction.atomic():
        draft = _draft(wording_id)
        if missing := missing_words(text=draft.text):
            raise WordingRefused(f"Some words are missing: {', '.join(missing)}.")
        draft.in_force_since = timezone.now()
        draft.save()
        _log("heard.wording_in_force", draft, by)
    return draft


def drop_version(*, wording_id: int, by: User) -> None:
    """Throw a draft away. Raises WordingRefused."""
    with transaction.atomic():
        draft = _draft(wording_id)
        _log("heard.wording_dropped", draft, by)
        draft.delete()


def missing_words(*, text: dict[str, Any]) -> list[str]:
    """The uses whose question or meaning is empty."""
    needed = ("ask", "means", "lines")
    return [
        str(purpose.label)
        for purpose in Purpose
        if not all(
            value for key, value in text["purposes"].get(purpose.value, {"ask": ""}).items() if key in needed
        )
    ]


def _log(action: str, wording: ConsentWording, by: User) -> None:
    reference = f"wording-{wording.version}-{wording.language}"
    audit.record(action=action, user=by, reference=reference, object_id=wording.pk)
