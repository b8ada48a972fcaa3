"""Which stand-in is offered for which words. Offered only: an editor decides, and what they decide is remembered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stories.bench.index import plain
from stories.bench.layout import Group, Layout
from stories.enums import RedactionKind
from stories.people.forms import collides, cut, names, parts
from stories.people.pool import KINDS, NUMBERED, POOL
from stories.people.register import Entry, Register


@dataclass
class Cluster:
    """Groups that wait and may mean the same, because they share a name part; the longest first."""

    words: list[str]
    parts: set[str]


class StandIns:
    """For one layout of one story. The same layout and register always give the same."""

    def __init__(self, *, register: Register, layout: Layout, language: str) -> None:
        self._register, self._layout, self._language = register, layout, language
        self._taken = name_parts(register, layout)
        self._pools: dict[RedactionKind, Iterator[str]] = {}
        self._whole: dict[str, str] = {}  # key of a group: the stand-in of its person or place
        self._forms: dict[str, tuple[str, ...]] = {}
        self._entry: dict[str, Entry] = {}
        for kind in KINDS:
            self._share_out(kind)

    def entry(self, group: Group) -> Entry | None:
        """The one that GROUP belongs to, or the only one that shares a name with it."""
        return self._entry.get(group.key)

    def whole(self, key: str) -> str:
        """Of the person or place: given and family name. Empty where none is offered."""
        return self._whole.get(key, "")

    def offer(self, group: Group) -> str:
        """In the form in which GROUP names them."""
        whole = self.whole(group.key)
        if not whole or group.kind != RedactionKind.PERSON:
            return whole
        return cut(whole, like=group.words, forms=self._forms.get(group.key, ()))

    def _share_out(self, kind: RedactionKind) -> None:
        waiting: list[Group] = []
        for group in self._layout.left.values():
            if group.kind != kind:
                continue
            entry = self._register.of(group.words) or self._register.related(group.words, kind)
            if entry is not None and entry.stand_in:
                self._entry[group.key] = entry
                self._give(group, entry.stand_in, entry.known_as)
            else:
                if entry is not None:
                    self._entry[group.key] = entry
                waiting.append(group)
        for cluster, groups in self._clusters(waiting):
            name = self._next(kind)
            for group in groups:
                self._give(group, name, tuple(cluster.words))

    def _clusters(self, waiting: list[Group]) -> list[tuple[Cluster, list[Group]]]:
        """In the order in which each is first met, so that a name once seen on the page stays where it was."""
        found: list[tuple[Cluster, list[Group]]] = []
        by_part: dict[str, list[int]] = {}
        for group in sorted(waiting, key=lambda each: -len(parts(each.words))):
            entry = self._entry.get(group.key)
            own = set(parts(group.words)) | (set(entry.parts) if entry else set())
            shared = {number for part in own for number in by_part.get(part, ())}
            if len(shared) == 1:
                number = shared.pop()
                found[number][0].words.append(group.words)
                found[number][1].append(group)
            else:
                number = len(found)
                found.append((Cluster([group.words], own), [group]))
            for part in own:
                if number not in by_part.setdefault(part, []):
                    by_part[part].append(number)
        order = {group.key: at for at, group in enumerate(waiting)}
        return sorted(found, key=lambda each: min(order[group.key] for group in each[1]))

    def _give(self, group: Group, whole: str, forms: tuple[str, ...]) -> None:
        self._whole[group.key] = whole
        self._forms[group.key] = (group.words, *forms)

    def _next(self, kind: RedactionKind) -> str:
        free = self._pools.setdefault(kind, self._free(kind))
        return next(free)

    def _free(self, kind: RedactionKind) -> Iterator[str]:
        language = self._language if self._language in POOL else "en"
        given_out = {part for name in self._register.stand_ins for part in names(name)}
        for name in POOL[language][kind]:
            own = parts(name)
            if not given_out & set(own) and not collides(name, self._taken) and not self._stands_in_text(own):
                yield name
        number, used = 1, {plain(name) for name in self._register.stand_ins}
        while True:
            name = NUMBERED[language][kind] % number
            if plain(name) not in used:
                yield name
            number += 1

    def _stands_in_text(self, names: Iterable[str]) -> bool:
        """Whether a part of a stand-in is a word of the story, whatever detection took it for."""
        return any(laid.part.index.has_plain(name) for laid in self._layout.parts.values() for name in names)


def name_parts(register: Register, layout: Layout) -> frozenset[str]:
    """Every part of a real name of a person or place that waits, was decided, or is in the register."""
    waiting = (part for group in layout.left.values() if group.kind in KINDS for part in parts(group.words))
    decided = (part for row in layout.done.values() if row.kind in KINDS for part in parts(row.words))
    return frozenset((*waiting, *decided, *(part for entry in register.entries for part in entry.parts)))
