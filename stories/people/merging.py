"""Who is who: an editor says that several forms are one person or place, or that one of them is not."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.vault.text import seal_texts
from stories.bench.index import plain
from stories.bench.layout import Layout, key_of, lay_out
from stories.bench.state import Bench, Hidden, open_bench
from stories.enums import RedactionAction, RedactionKind
from stories.models import Redaction, Story
from stories.people.forms import parts
from stories.people.pool import KINDS
from stories.people.register import Entry, Register, new_entry, open_register, write_entries
from stories.workbench import look, open_story, own_story

ACTION = "heard.register"


class NothingToMerge(Exception):
    """The choice names fewer than two; the message says what to do."""


@dataclass(frozen=True)
class Single:
    """A form of a name that the register does not have. `like` are others that share a name part with it."""

    key: str
    words: str
    kind: RedactionKind
    places: int
    like: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """What a story names, for its editors' page: this story's words only."""

    entries: tuple[Entry, ...]
    singles: tuple[Single, ...]


def open_people(*, story_id: UUID, by: User) -> People:
    """Raises StageRefused, WhyNotSaid, KeyDestroyed. A look, and logged as one."""
    look(open_story(story_id=story_id, by=by), by, register=1)
    return _people(open_register(story_id=story_id), lay_out(open_bench(story_id=story_id)))


def _people(register: Register, layout: Layout) -> People:
    known = {form for entry in register.own for form in entry.plain_forms}
    found: dict[str, tuple[str, RedactionKind, int]] = {}
    for group in layout.left.values():
        if group.kind in KINDS:
            found[group.key] = (group.words, group.kind, group.total)
    for row in layout.done.values():
        if row.kind in KINDS and row.kind is not None and row.action is not None:
            _, kind, places = found.get(row.key, ("", row.kind, 0))
            found[row.key] = (row.words, kind, places + row.total)
    fresh = {key: each for key, each in found.items() if plain(each[0]) not in known}
    named = [(words, kind) for words, kind, _ in fresh.values()]
    named += [(form, entry.kind) for entry in register.own for form in entry.forms]
    sharing = _by_part(named)
    singles = tuple(
        Single(key, words, kind, places, _like(words, kind, sharing))
        for key, (words, kind, places) in fresh.items()
    )
    return People(register.own, singles)


def _by_part(named: Iterable[tuple[str, RedactionKind]]) -> dict[tuple[str, RedactionKind], list[str]]:
    sharing: dict[tuple[str, RedactionKind], list[str]] = defaultdict(list)
    for words, kind in named:
        for part in parts(words):
            sharing[part, kind].append(words)
    return sharing


def _like(
    words: str, kind: RedactionKind, sharing: dict[tuple[str, RedactionKind], list[str]]
) -> tuple[str, ...]:
    others = (other for part in parts(words) for other in sharing[part, kind] if other != words)
    return tuple(dict.fromkeys(others))


def merge(*, story_id: UUID, keys: Collection[str], by: User) -> Entry:
    """The forms in KEYS (`key_of` each), and all that the register has beside them, are one person or place.

    What was decided about them as stand-ins gets the one stand-in, that of the first that has one.
    Raises StageRefused, NothingToMerge, KeyDestroyed.
    """
    with transaction.atomic():
        story = own_story(story_id=story_id, by=by)
        register, bench = open_register(story_id=story_id), open_bench(story_id=story_id)
        found = [entry for entry in register.own if {key_of(form) for form in entry.forms} & set(keys)]
        people = _people(register, lay_out(bench))
        fresh = [
            new_entry(words=single.words, kind=single.kind) for single in people.singles if single.key in keys
        ]
        together = [*found, *fresh]
        if len(together) < 2:
            raise NothingToMerge(_("Choose at least two names that mean the same person or place."))
        if len({entry.kind == RedactionKind.PERSON for entry in together}) > 1:
            raise NothingToMerge(
                _("A person and a place are not the same. Choose only people, or only places.")
            )
        first = together[0]
        stand_in = next((entry.stand_in for entry in together if entry.stand_in), "") or _decided(
            bench, together
        )
        forms = tuple(dict.fromkeys(form for entry in together for form in entry.forms))
        merged = replace(first, stand_in=stand_in, forms=forms)
        write_entries(story_id=story_id, entries=[merged], gone=[entry.who for entry in found])
        _stand_in_everywhere(bench, merged)
        _log(story, by, {"together": len(together)})
    return merged


def take_out(*, story_id: UUID, who: UUID, key: str, by: User) -> None:
    """The form with KEY means somebody or somewhere else than the others of WHO; decisions stay as they are.

    Raises StageRefused; does nothing where there is no such form beside another.
    """
    with transaction.atomic():
        story = own_story(story_id=story_id, by=by)
        for entry in open_register(story_id=story_id).own:
            out = tuple(form for form in entry.forms if key_of(form) == key)
            if entry.who == who and out and len(out) < len(entry.forms):
                rest = replace(entry, forms=tuple(form for form in entry.forms if form not in out))
                write_entries(
                    story_id=story_id, entries=[rest, *(new_entry(words=w, kind=entry.kind) for w in out)]
                )
                _log(story, by, {"apart": len(out)})


def _stand_ins(bench: Bench, forms: Collection[str]) -> Iterator[tuple[Hidden, str]]:
    """The decisions with a stand-in for words among FORMS (plain), and the words."""
    for part in bench.parts:
        for row in part.hidden:
            words = part.text[row.start : row.end]
            if row.action == RedactionAction.STAND_IN and plain(words) in forms:
                yield row, words


def _decided(bench: Bench, together: Iterable[Entry]) -> str:
    """The first stand-in that a decision gave any of them; the register of an older decision may be without it."""
    wanted = {form for entry in together for form in entry.plain_forms}
    return next((row.replacement for row, _words in _stand_ins(bench, wanted)), "")


def _stand_in_everywhere(bench: Bench, entry: Entry) -> None:
    """Rows anew, never changed: what was made from a decision (safe copies) goes by its id. They keep their moment and
    their editor, so that undoing takes back the same decision as before."""
    if not entry.stand_in:
        return
    reads = {
        row.pk: wanted
        for row, words in _stand_ins(bench, entry.plain_forms)
        if (wanted := entry.read_as(words)) != row.replacement
    }
    rows = list(Redaction.objects.filter(pk__in=reads))
    sealed = seal_texts(owner=bench.story_id, items=[(reads[row.pk], row.context) for row in rows])
    Redaction.objects.filter(pk__in=reads).delete()
    for row, each in zip(rows, sealed, strict=True):
        row.pk, row.sealed_replacement = None, each
    Redaction.objects.bulk_create(rows)


def _log(story: Story, by: User, data: audit.Data) -> None:
    story.anonymisers.add(by)
    audit.record(action=ACTION, user=by, reference=story.reference, object_id=story.pk, data=data)
