"""Search among stories that packs may hold: as blind as the public search, with what they are narrowed by as tokens.

A story is in it while its teller approved a version and agreed to a pack, also while that agreement cools off; which
of them may be used now is for the gate, which every hit passes when it is read. The newest come first: a coordinator
looks for what is there, not for what fits best, and no database has to weigh a hundred thousand rows.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.vault.errors import VaultError
from stories.enums import PACK_PURPOSES, Purpose
from stories.models import ConsentRecord, PackEntry, Story
from stories.pack_use import PackUse
from stories.querysets import latest_consents
from stories.released import ReleasedStory, build_released
from stories.search import MAX_QUERY_WORDS, blind_facet, blind_tokens
from stories.themes import every_term

logger = logging.getLogger("heard.packs")
SHORT, MIDDLE = 300, 900  # words
EVERY_TRUST = "*"
THE_PRESS = "press"  # no body has such a code
MOST = 500  # hits: counts are of the newest five hundred

SQLITE = (
    "SELECT story_id FROM pack_search JOIN stories_packentry ON id = pack_search.rowid "
    "WHERE pack_search MATCH %s ORDER BY pack_search.rowid DESC LIMIT %s"
)
POSTGRESQL = (
    "SELECT story_id FROM pack_search JOIN stories_packentry ON id = entry_id "
    "WHERE vector @@ to_tsquery('simple', %s) ORDER BY entry_id DESC LIMIT %s"
)


class Length(models.TextChoices):
    SHORT = "short", _("Up to two minutes")
    MIDDLE = "middle", _("Two to five minutes")
    LONG = "long", _("More than five minutes")


@dataclass(frozen=True)
class WantedStories:
    """What a coordinator looks for. `setting` and `theme` are slugs; `kind` is how it was told."""

    words: str = ""
    theme: str = ""
    setting: str = ""
    kind: str = ""
    length: str = ""


def length_of(words: int) -> Length:
    if words <= SHORT:
        return Length.SHORT
    return Length.MIDDLE if words <= MIDDLE else Length.LONG


def refresh_entry(*, story_id: UUID) -> None:
    """Put the story in, anew or not at all, in the caller's transaction: as its version and consents stand."""
    forget_entry(story_id=story_id)
    story = Story.objects.select_related("submission", "approved_version").filter(pk=story_id).first()
    if story is None or story.approved_version is None:
        return
    standing = _standing(story)
    told = _told(story, standing[-1]) if standing else None
    if told is not None:
        entry = PackEntry.objects.create(story_id=story_id)
        put(
            entry_id=entry.pk,
            tokens=tokens_of(told, setting=story.submission.setting, goes_to=_goes_to(standing)),
        )


def _standing(story: Story) -> list[ConsentRecord]:
    """To any pack, to one trust's, or to the press; also what cools off."""
    now = timezone.now()
    records = latest_consents().filter(
        purpose__in=(*PACK_PURPOSES, Purpose.PRESS), granted=True, expires_at__gt=now
    )
    return list(records.filter(submission=story.submission).select_related("trust"))


def _told(story: Story, consent: ConsentRecord) -> ReleasedStory | None:
    """None when it cannot be opened: a search never stands in the way of a teller who takes something back."""
    try:
        return next(iter(build_released(stories=[story], consents={story.pk: consent})), None)
    except (VaultError, DatabaseError):
        logger.warning("A story could not be opened and is left out of the search for packs.")
        return None


def _goes_to(standing: Sequence[ConsentRecord]) -> list[str]:
    """Codes of the trusts to which a pack with it may go; EVERY_TRUST for any and for who is outside; THE_PRESS."""
    wide = {Purpose.ANY_PACK: EVERY_TRUST, Purpose.PRESS: THE_PRESS}
    found = (
        wide.get(Purpose(record.purpose)) or (record.trust.code if record.trust else "")
        for record in standing
    )
    return [each for each in found if each]


def put(*, entry_id: int, tokens: Sequence[str]) -> None:
    key = "entry_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO pack_search ({key}, tokens) VALUES (%s, %s)",  # noqa: S608  one of two names of ours
            [entry_id, " ".join(tokens)],
        )


def forget_entry(*, story_id: UUID) -> None:
    key = "entry_id" if connection.vendor == "postgresql" else "rowid"
    entry = PackEntry.objects.filter(story_id=story_id).first()
    if entry is not None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM pack_search WHERE {key} = %s", [entry.pk])  # noqa: S608  as above
        entry.delete()


def tokens_of(told: ReleasedStory, *, setting: str, goes_to: Sequence[str]) -> list[str]:
    labels = " ".join(f"{term.frozen} {term.today.welsh if term.today else ''}" for term in told.themes)
    words = blind_tokens(text=f"{told.title} {told.summary} {told.text} {labels}")
    known = every_term()
    themes = {term.slug for term in (*told.themes, *told.content_notes)}
    themes |= {known[slug].parent for slug in themes if slug in known and known[slug].parent}
    facets = [("trust", each) for each in goes_to] + [("theme", slug) for slug in themes]
    facets += [("kind", part.kind.value) for part in told.parts]
    facets += [("setting", setting), ("length", length_of(told.words))]
    return sorted([*words, *(blind_facet(kind=kind, value=value) for kind, value in set(facets) if value)])


def search_for_packs(*, wanted: WantedStories, use: PackUse, limit: int = MOST) -> list[UUID]:
    """Ids of stories whose tellers agreed to a pack for this USE, the newest first."""
    readers = {
        Purpose.NAMED_PACK: (use.trust_code, EVERY_TRUST),
        Purpose.ANY_PACK: (EVERY_TRUST,),
        Purpose.PRESS: (THE_PRESS,),
    }
    here = [blind_facet(kind="trust", value=each) for each in readers[use.purpose]]
    asked = list(dict.fromkeys(blind_tokens(text=wanted.words)))[:MAX_QUERY_WORDS]
    facets = {
        "theme": wanted.theme,
        "setting": wanted.setting,
        "kind": wanted.kind,
        "length": wanted.length,
    }
    asked += [blind_facet(kind=kind, value=value) for kind, value in facets.items() if value]
    return _ask(here, asked, limit)


def _ask(here: Sequence[str], asked: Sequence[str], limit: int) -> list[UUID]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            question = " & ".join([f"({' | '.join(here)})", *asked])
            cursor.execute(POSTGRESQL, [question, limit])
        else:
            question = " AND ".join([f"({' OR '.join(here)})", *asked])
            cursor.execute(SQLITE, [f"tokens : ({question})", limit])
        found = [row[0] for row in cursor.fetchall()]
    return [pk if isinstance(pk, UUID) else UUID(pk) for pk in found]
