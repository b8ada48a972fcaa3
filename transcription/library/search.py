"""Search among clips: FTS5 on SQLite, a generated tsvector with GIN on PostgreSQL, as blind as that of stories.

What a clip is found by (theme, form, length, content note) stands in the index as tokens too, so a search is one
question however much is asked. The newest come first: in a few sentences every word asked for says as much as another,
and neither database has to weigh a hundred thousand rows to answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from stories.enums import Form
from stories.search import MAX_QUERY_WORDS, blind_facet, blind_tokens
from stories.themes import every_term
from transcription.clips.door import TrainingClip
from transcription.enums import Length
from transcription.models import LibraryEntry

SHORT, MIDDLE = 30.0, 90.0  # seconds
EVERY = ("any", "clip")  # a facet of every clip: FTS5 cannot ask for what is not there alone
MOST_NOTES = 30


@dataclass(frozen=True)
class Wanted:
    """What a trainer looks for. `without` are slugs of content notes that no clip may carry."""

    words: str = ""
    theme: str = ""
    form: Form | None = None
    length: Length | None = None
    without: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True)
class Hits:
    clip_ids: list[UUID]
    next_before: int | None  # pass as `before` for the older ones; None on the last page


def length_of(seconds: float) -> Length:
    if seconds <= SHORT:
        return Length.SHORT
    return Length.MIDDLE if seconds <= MIDDLE else Length.LONG


def index_clip(*, clip: TrainingClip) -> None:
    """Remember CLIP, in the caller's transaction; indexing again replaces it."""
    unindex_clip(clip_id=clip.clip_id)
    entry = LibraryEntry.objects.create(clip_id=clip.clip_id)
    put(entry_id=entry.pk, tokens=tokens_of(clip))


def put(*, entry_id: int, tokens: Sequence[str]) -> None:
    key = "entry_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO library_search ({key}, tokens) VALUES (%s, %s)",  # noqa: S608  one of two names of ours
            [entry_id, " ".join(tokens)],
        )


def unindex_clip(*, clip_id: UUID) -> None:
    key = "entry_id" if connection.vendor == "postgresql" else "rowid"
    entry = LibraryEntry.objects.filter(clip_id=clip_id).first()
    if entry is not None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM library_search WHERE {key} = %s", [entry.pk])  # noqa: S608  as above
        entry.delete()


def tokens_of(clip: TrainingClip) -> list[str]:
    labels = " ".join(f"{term.frozen} {term.today.welsh if term.today else ''}" for term in clip.themes)
    words = blind_tokens(text=f"{clip.title} {clip.words} {labels}")
    known = every_term()
    themes = {term.slug for term in clip.themes}
    themes |= {known[slug].parent for slug in themes if slug in known and known[slug].parent}
    facets = [EVERY, ("form", clip.form.slug), ("length", length_of(clip.seconds).value)]
    facets += [("theme", slug) for slug in themes] + [("note", term.slug) for term in clip.content_notes]
    return sorted([*words, *(blind_facet(kind=kind, value=value) for kind, value in facets)])


def search_clips(*, wanted: Wanted, before: int | None = None, limit: int = 24) -> Hits:
    """Ids of clips, the newest first. They pass the gate again when read."""
    rows = _ask(wanted, before=before, limit=limit + 1)
    page = rows[:limit]
    by_number = dict(LibraryEntry.objects.filter(pk__in=page).values_list("pk", "clip_id"))
    more = page[-1] if len(rows) > limit else None
    return Hits([by_number[number] for number in page if number in by_number], more)


def _ask(wanted: Wanted, *, before: int | None, limit: int) -> list[int]:
    asked, refused = _tokens(wanted)
    last = before if before is not None else 2**62
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            question = " & ".join([*asked, *(f"!{token}" for token in refused)])
            cursor.execute(
                "SELECT entry_id FROM library_search WHERE vector @@ to_tsquery('simple', %s) AND entry_id < %s "
                "ORDER BY entry_id DESC LIMIT %s",
                [question, last, limit],
            )
        else:
            question = f"tokens : ({' AND '.join(asked)})"
            question += f" NOT tokens : ({' OR '.join(refused)})" if refused else ""
            cursor.execute(
                "SELECT rowid FROM library_search WHERE library_search MATCH %s AND rowid < %s "
                "ORDER BY rowid DESC LIMIT %s",
                [question, last, limit],
            )
        return [row[0] for row in cursor.fetchall()]


def _tokens(wanted: Wanted) -> tuple[list[str], list[str]]:
    """What must be there, and what must not."""
    asked = list(dict.fromkeys(blind_tokens(text=wanted.words)))[:MAX_QUERY_WORDS]
    facets = {
        "theme": wanted.theme,
        "form": wanted.form.slug if wanted.form else "",
        "length": wanted.length.value if wanted.length else "",
    }
    asked += [blind_facet(kind=kind, value=value) for kind, value in facets.items() if value]
    refused = [blind_facet(kind="note", value=slug) for slug in wanted.without[:MOST_NOTES]]
    return asked or [blind_facet(kind=EVERY[0], value=EVERY[1])], refused
