"""Which stand-in is offered for which words. Offered only: an editor decides, and what they decide is remembered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from stories.bench.index import plain
from stories.bench.layout import Group, Layout
from stories.enums import RedactionKind
from stories.people.forms import collides, in_form, names, parts
from stories.people.pool import KINDS, NUMBERED, POOL
from stories.people.register import Entry, Register


class StandIns:
    """For one layout of one story. The same layout and register always give the same."""

    def __init__(self, *, register: Register, layout: Layout, language: str) -> None:
        self._register, self._layout, self._language = register, layout, language
        self._taken = name_parts(register, layout)
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
        forms = self._forms.get(group.key, ())
        return in_form(self.whole(group.key), kind=group.kind, like=group.words, forms=forms)

    def _share_out(self, kind: RedactionKind) -> None:
        waiting: list[Group] = []
        for group in self._layout.left.values():
            if group.kind != kind:
                continue
            entry = self._register.of(group.words) or self._register.related(group.words, kind)
            if entry is not None:
                self._entry[group.key] = entry
            if entry is not None and entry.stand_in:
                self._give(group, entry.stand_in, entry.known_as)
            else:
                waiting.append(group)
        for groups, name in zip(self._together(waiting), self._free(kind), strict=False):
            for group in groups:
                self._give(group, name, tuple(each.words for each in groups))

    def _together(self, waiting: list[Group]) -> list[list[Group]]:
        """Those that may mean the same, because they share a name part; the longest first in each. In the order in
        which each is first met, so that a name once seen on the page stays where it was."""
        found: list[list[Group]] = []
        by_part: dict[str, set[int]] = defaultdict(set)
        for group in sorted(waiting, key=lambda each: -len(parts(each.words))):
            entry = self._entry.get(group.key)
            own = {*parts(group.words), *(entry.parts if entry else ())}
            shared = {number for part in own for number in by_part[part]}
            if len(shared) == 1:
                number = shared.pop()
                found[number].append(group)
            else:
                number = len(found)
                found.append([group])
            for part in own:
                by_part[part].add(number)
        order = {group.key: at for at, group in enumerate(waiting)}
        return sorted(found, key=lambda groups: min(order[group.key] for group in groups))

    def _give(self, group: Group, whole: str, forms: tuple[str, ...]) -> None:
        self._whole[group.key] = whole
        self._forms[group.key] = (group.words, *forms)

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
