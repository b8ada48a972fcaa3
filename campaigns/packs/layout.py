"""A working pack laid out for its builder: each pick with what it is now, or that it may not be used any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from campaigns.enums import ItemKind
from campaigns.evidence.figures import PublishedFigure, figures_for_pack
from campaigns.evidence.library import practices_for_pack, rules_for_pack
from campaigns.evidence.values import Practice, Rule
from campaigns.models import Pack, PackItem
from campaigns.packs.plan import Plan
from campaigns.packs.quoting import Span, quoted
from stories.release import ReleasedStory, read_for_pack


@dataclass(frozen=True)
class Quoted:
    text: str
    story: ReleasedStory

    @property
    def title(self) -> str:
        return self.text


Value = ReleasedStory | Quoted | Rule | PublishedFigure | Practice


@dataclass(frozen=True)
class Picked:
    """`value` is None for what may not be used now: nothing of it is shown, not even its name."""

    item: PackItem
    value: Value | None


@dataclass(frozen=True)
class Layout:
    pack_id: UUID
    picked: Mapping[ItemKind, list[Picked]]

    def of(self, kind: ItemKind) -> list[Picked]:
        return self.picked[kind]

    @property
    def stories(self) -> list[ReleasedStory]:
        """In full, that may be used."""
        values = [each.value for each in self.of(ItemKind.STORY)]
        return [value for value in values if isinstance(value, ReleasedStory)]

    @property
    def themes(self) -> set[str]:
        """Of all the stories that may be used, in full or quoted."""
        return {slug for story in self.told() for slug in story.theme_slugs}

    def told(self) -> list[ReleasedStory]:
        """Each story that may be used, in full or quoted, once."""
        quoted_from = [
            each.value.story for each in self.of(ItemKind.QUOTATION) if isinstance(each.value, Quoted)
        ]
        return list({story.story_id: story for story in [*self.stories, *quoted_from]}.values())

    @property
    def words(self) -> int:
        return sum(story.words for story in self.stories)

    def lost(self, *kinds: ItemKind) -> int:
        """Picked once, and not to be printed now."""
        return sum(each.value is None for kind in kinds for each in self.of(kind))


def lay_out(*, pack: Pack, plan: Plan) -> Layout:
    """PLAN is PACK's. However much is in it, the number of queries stays the same."""
    stories = read_for_pack(story_ids=plan.story_ids, use=plan.use)
    values: dict[ItemKind, dict[str, Any]] = {
        ItemKind.STORY: {str(story.story_id): story for story in stories},
        ItemKind.STATEMENT: {rule.slug: rule for rule in rules_for_pack(slugs=plan.rules)},
        ItemKind.FIGURE: {figure.slug: figure for figure in figures_for_pack(slugs=plan.figures)},
        ItemKind.INITIATIVE: {each.slug: each for each in practices_for_pack(slugs=plan.practices)},
    }
    picked: dict[ItemKind, list[Picked]] = {kind: [] for kind in ItemKind}
    for item in sorted(pack.items.all(), key=lambda item: (item.position, item.pk)):
        kind = ItemKind(item.kind)
        value = _quoted(item, stories) if kind == ItemKind.QUOTATION else values[kind].get(item.source_id)
        picked[kind].append(Picked(item, value))
    return Layout(pack.pk, picked)


def _quoted(item: PackItem, stories: Sequence[ReleasedStory]) -> Quoted | None:
    span = Span.of(item.source_id, item.span or {})
    words = quoted(span=span, stories=stories)
    story = next((each for each in stories if each.story_id == span.story_id), None)
    return Quoted(words, story) if words and story else None


def picked_ids(*, pack: Pack, kind: ItemKind) -> set[str]:
    return set(pack.items.of(kind).values_list("source_id", flat=True))
