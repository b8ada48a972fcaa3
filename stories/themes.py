"""The taxonomy, as values for the apps above and for templates, in the language of the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language

from stories.enums import ThemeGroup, ThemeSubgroup
from stories.models import Theme

PUBLIC_GROUPS = (
    ThemeGroup.INTERVENTION_TYPES,
    ThemeGroup.EXPERIENCES,
    ThemeGroup.TRIGGERS,
    ThemeGroup.GOOD_PRACTICE_SEEN,
    ThemeGroup.CHANGES_WANTED,
)
CACHE_KEY = "stories.theme-terms-2"
CACHE_SECONDS = 300


@dataclass(frozen=True)
class Term:
    """`parent` is a slug; `welsh` words are empty where nobody has given any."""

    slug: str
    group: str
    subgroup: str
    parent: str
    english: str
    welsh: str
    english_definition: str
    welsh_definition: str
    active: bool

    @property
    def label(self) -> str:
        return in_this_language(self.english, self.welsh)

    @property
    def definition(self) -> str:
        return in_this_language(self.english_definition, self.welsh_definition)

    @property
    def browsable(self) -> bool:
        """Whether readers find stories under it. Content notes are warnings, never a way to look for stories."""
        return self.group in PUBLIC_GROUPS


@dataclass(frozen=True)
class FrozenTerm:
    """A term as a version carries it. `frozen` is the English label that the teller said yes to."""

    slug: str
    frozen: str
    group: ThemeGroup
    today: Term | None

    @property
    def label(self) -> str:
        return in_this_language(self.frozen, self.today.welsh if self.today else "")

    @property
    def definition(self) -> str:
        return self.today.definition if self.today else ""

    @property
    def browsable(self) -> bool:
        return self.today is not None and self.today.browsable


@dataclass(frozen=True)
class Branch:
    """A term and its kinds."""

    term: Term
    kinds: tuple[Term, ...]


def in_this_language(english: str, welsh: str) -> str:
    return welsh if welsh and (get_language() or "").startswith("cy") else english


def every_term() -> dict[str, Term]:
    """By slug, in the taxonomy's order, with those that were switched off: stories may carry them still. Cached."""
    held: dict[str, Term] | None = cache.get(CACHE_KEY)
    if held is None:
        held = {row.slug: _term(row) for row in Theme.objects.select_related("parent")}
        cache.set(CACHE_KEY, held, CACHE_SECONDS)
    return held


def _term(row: Theme) -> Term:
    return Term(
        row.slug,
        row.group,
        row.subgroup,
        row.parent.slug if row.parent else "",
        row.label,
        row.label_cy,
        row.definition,
        row.definition_cy,
        row.active,
    )


def all_terms() -> dict[str, Term]:
    """Those in use, by slug, in the taxonomy's order."""
    return {slug: term for slug, term in every_term().items() if term.active}


def forget_terms() -> None:
    cache.delete(CACHE_KEY)


def theme_label(*, slug: str) -> str:
    """The label of a term, also of one switched off since; nothing for a word that is none."""
    term = every_term().get(slug)
    return term.label if term else ""


def frozen_terms(entries: Iterable[Sequence[str]]) -> list[FrozenTerm]:
    """The terms of a frozen document ([slug, group, label] each), with the Welsh that they have today."""
    known = every_term()
    return [FrozenTerm(slug, label, ThemeGroup(group), known.get(slug)) for slug, group, label in entries]


def terms_in(*, group: ThemeGroup, and_also: Iterable[str] = ()) -> list[Term]:
    """Those in use, and those of the slugs AND_ALSO that were switched off since."""
    kept = set(and_also)
    return [t for t in every_term().values() if t.group == group and (t.active or t.slug in kept)]


def theme_tree() -> list[tuple[ThemeGroup, list[Term]]]:
    """The groups that readers browse by, each with its terms."""
    return [(group, terms_in(group=group)) for group in PUBLIC_GROUPS]


def branches(terms: Sequence[Term]) -> list[Branch]:
    """TERMS of one group as a tree: each kind below its term, or by itself where that is not among them."""
    here = {term.slug for term in terms}
    tops = [term for term in terms if term.parent not in here]
    return [Branch(top, tuple(term for term in terms if term.parent == top.slug)) for top in tops]


def by_subgroup(terms: Sequence[Term]) -> list[tuple[str, list[Branch]]]:
    """TERMS of one group by the parts it has, each with its label; one part without a label where it has none."""
    parts = dict.fromkeys(term.subgroup for term in terms)
    return [(_part_label(part), branches([t for t in terms if t.subgroup == part])) for part in parts]


def _part_label(slug: str) -> str:
    return str(ThemeSubgroup(slug).label) if slug else ""
