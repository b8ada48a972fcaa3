"""The register of one teller: whom and what their stories name, as one person or place, with one stand-in for each.

It is kept by story and sealed under each story's own key. Another story of the same teller lends what it knows to
matching names only; its words are shown to nobody here.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID, uuid4

from common.vault.text import open_texts, seal_text
from stories.bench.index import plain
from stories.enums import RedactionKind
from stories.models import RegisterEntry, SealedPart
from stories.people.forms import in_form, parts
from stories.redaction import find_words
from stories.sealing import canonical, open_part_text
from stories.tellers import kept_of_same_teller


@dataclass(frozen=True)
class Entry:
    """A person or place. `forms` are how this story names it; `lent` how the teller's other stories do."""

    who: UUID
    kind: RedactionKind
    stand_in: str = ""
    forms: tuple[str, ...] = ()
    lent: tuple[str, ...] = ()

    @property
    def known_as(self) -> tuple[str, ...]:
        return (*self.forms, *self.lent)

    def read_as(self, words: str) -> str:
        """The stand-in, in the form that WORDS have."""
        return in_form(self.stand_in, kind=self.kind, like=words, forms=self.known_as)

    @cached_property
    def plain_forms(self) -> frozenset[str]:
        return frozenset(map(plain, self.known_as))

    @cached_property
    def parts(self) -> frozenset[str]:
        return frozenset(part for form in self.known_as for part in parts(form))


@dataclass(frozen=True)
class Register:
    """`own` are this story's, in the order of their making; `lent` known from the teller's other stories alone."""

    story_id: UUID
    own: tuple[Entry, ...] = ()
    lent: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (*self.own, *self.lent)

    @property
    def stand_ins(self) -> frozenset[str]:
        """Those of every entry."""
        return frozenset(entry.stand_in for entry in self.entries if entry.stand_in)

    def of(self, words: str) -> Entry | None:
        """The entry that has WORDS among its forms, this story's before another's."""
        wanted = plain(words)
        return next((entry for entry in self.entries if wanted in entry.plain_forms), None)

    def related(self, words: str, kind: RedactionKind) -> Entry | None:
        """The only entry of KIND that shares a name part with WORDS."""
        wanted = set(parts(words))
        found = [entry for entry in self.entries if entry.kind == kind and wanted & entry.parts]
        return found[0] if len(found) == 1 else None


def open_register(*, story_id: UUID) -> Register:
    """Two queries, and one for the keys. What cannot be opened any more is left out."""
    rows = list(RegisterEntry.objects.filter(submission__in=kept_of_same_teller(story_id=story_id)))
    opened = open_texts(items=[(row.submission_id, bytes(row.sealed), row.context) for row in rows])
    own: dict[UUID, Entry] = {}
    other: dict[UUID, Entry] = {}
    for row, text in zip(rows, opened, strict=True):
        if text is None:
            continue
        entry = _read(row.who, text)
        if row.submission_id == story_id:
            own[row.who] = entry
        else:
            before = other.get(row.who, replace(entry, forms=()))
            other[row.who] = replace(before, lent=(*before.lent, *entry.forms))
    mine = tuple(
        replace(entry, lent=other[who].lent) if who in other else entry for who, entry in own.items()
    )
    return Register(story_id, mine, tuple(entry for who, entry in other.items() if who not in own))


def _read(who: UUID, text: str) -> Entry:
    held = json.loads(text)
    return Entry(who, RedactionKind(held["kind"]), held["stand_in"], tuple(held["forms"]))


def write_entries(*, story_id: UUID, entries: Iterable[Entry], gone: Sequence[UUID] = ()) -> None:
    """Keep ENTRIES for this story, in place of what it had of the same `who`, and drop those in GONE."""
    kept = list(entries)
    RegisterEntry.objects.filter(submission_id=story_id, who__in=[*gone, *(e.who for e in kept)]).delete()
    rows = [RegisterEntry(submission_id=story_id, who=entry.who) for entry in kept]
    for row, entry in zip(rows, kept, strict=True):
        text = canonical({"kind": entry.kind.value, "stand_in": entry.stand_in, "forms": entry.forms})
        row.sealed = seal_text(owner=story_id, text=text, context=row.context)
    RegisterEntry.objects.bulk_create(rows)


def new_entry(*, words: str, kind: RedactionKind, stand_in: str = "") -> Entry:
    return Entry(uuid4(), kind, stand_in, (words,))


def remember(*, register: Register, words: str, kind: RedactionKind, stand_in: str, of: Entry | None) -> None:
    """In the caller's transaction: STAND_IN stands for WORDS in this story. OF is the entry they belong to, if any."""
    entry = of or new_entry(words=words, kind=kind)
    named = entry.forms if plain(words) in map(plain, entry.forms) else (*entry.forms, words)
    after = replace(entry, stand_in=stand_in, forms=named)
    if after != entry or entry not in register.own:
        write_entries(story_id=register.story_id, entries=[after])


def forget_what_is_gone(*, story_id: UUID) -> None:
    """After a part was taken back: forms that stand in none of the remaining parts go from the register."""
    rows = list(RegisterEntry.objects.filter(submission_id=story_id))
    if not rows:
        return
    texts = [open_part_text(part=part) for part in SealedPart.objects.filter(submission_id=story_id)]
    opened = open_texts(items=[(story_id, bytes(row.sealed), row.context) for row in rows])
    kept, gone = [], []
    for row, sealed in zip(rows, opened, strict=True):
        entry = _read(row.who, sealed) if sealed is not None else None
        forms = tuple(
            form
            for form in (entry.forms if entry else ())
            if any(find_words(text=text, words=form) for text in texts)
        )
        if entry is None or not forms:
            gone.append(row.who)
        elif forms != entry.forms:
            kept.append(replace(entry, forms=forms))
    write_entries(story_id=story_id, entries=kept, gone=gone)
