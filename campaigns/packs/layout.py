"""A working pack laid out for its builder: each pick with what it is now, or that it may not be used any more."""

from dataclasses import dataclass

from campaigns.enums import ItemKind
from campaigns.evidence.library import practices_for_pack, rules_for_pack
from campaigns.evidence.values import Practice, Rule
from campaigns.models import Pack, PackItem
from campaigns.packs.plan import Plan
from stories.release import ReleasedStory, read_for_pack


@dataclass(frozen=True)
class Picked:
    """`value` is None for what may not be used now: nothing of it is shown, not even its name."""

    item: PackItem
    value: ReleasedStory | Rule | Practice | None


@dataclass(frozen=True)
class Layout:
    stories: list[Picked]
    rules: list[Picked]
    practices: list[Picked]

    @property
    def themes(self) -> set[str]:
        """Of all the stories that may be used."""
        return {slug for story in self._usable() for slug in story.theme_slugs}

    @property
    def words(self) -> int:
        return sum(story.words for story in self._usable())

    def _usable(self) -> list[ReleasedStory]:
        return [each.value for each in self.stories if isinstance(each.value, ReleasedStory)]

    @property
    def printed_rules(self) -> int:
        return sum(each.value is not None for each in self.rules)

    @property
    def printed_practices(self) -> int:
        return sum(each.value is not None for each in self.practices)


def lay_out(*, pack: Pack, plan: Plan) -> Layout:
    """PLAN is PACK's. However much is in it, the number of queries stays the same."""
    stories = read_for_pack(story_ids=plan.story_ids, trust_code=pack.campaign.trust_code)
    by_id: dict[str, ReleasedStory | Rule | Practice] = {str(story.story_id): story for story in stories}
    rules = {rule.slug: rule for rule in rules_for_pack(slugs=plan.rules)}
    practices = {practice.slug: practice for practice in practices_for_pack(slugs=plan.practices)}
    items = list(pack.items.all())
    return Layout(
        stories=_picked(items, ItemKind.STORY, by_id),
        rules=_picked(items, ItemKind.STATEMENT, {**rules}),
        practices=_picked(items, ItemKind.INITIATIVE, {**practices}),
    )


def _picked(
    items: list[PackItem], kind: ItemKind, values: dict[str, ReleasedStory | Rule | Practice]
) -> list[Picked]:
    of_kind = sorted((item for item in items if item.kind == kind), key=lambda item: (item.position, item.pk))
    return [Picked(item, values.get(item.source_id)) for item in of_kind]


def picked_ids(*, pack: Pack, kind: ItemKind) -> set[str]:
    return set(pack.items.of(kind).values_list("source_id", flat=True))
