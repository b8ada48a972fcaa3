"""What a coordinator may choose from: found by the blind search, passed by the gate, counted by what narrows it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from stories.models import Story
from stories.pack_search import MOST, Length, WantedStories, length_of, search_for_packs
from stories.pack_use import PackUse
from stories.release import ReleasedStory, read_for_pack

PAGE = 20


@dataclass(frozen=True)
class Candidates:
    """One page. `counts` are of all found, by facet and value; of the newest five hundred when there are more."""

    stories: list[ReleasedStory]
    found: int
    capped: bool
    pages: int
    counts: Mapping[str, Mapping[str, int]]


def find_candidates(*, wanted: WantedStories, use: PackUse, page: int = 1) -> Candidates:
    """Five queries, however many are found. A page beyond the last is the last."""
    hits = search_for_packs(wanted=wanted, use=use)
    gated = Story.objects.filter(pk__in=hits).releasable(purpose=use.purpose, trust_code=use.trust_code)
    rows = {
        pk: (setting, words)
        for pk, setting, words in gated.values_list("pk", "submission__setting", "approved_version__words")
    }
    usable = [pk for pk in hits if pk in rows]
    pages = max(1, -(-len(usable) // PAGE))
    first = (min(max(page, 1), pages) - 1) * PAGE
    stories = read_for_pack(story_ids=usable[first : first + PAGE], use=use)
    counts = {
        "setting": Counter(setting for setting, _words in rows.values() if setting),
        "length": Counter(str(length_of(words)) for _setting, words in rows.values()),
        "theme": _themes(usable),
    }
    return Candidates(stories, len(usable), len(hits) == MOST, pages, counts)


def _themes(story_ids: list[UUID]) -> dict[str, int]:
    through = Story.themes.through.objects.filter(story_id__in=story_ids)
    counted = through.values_list("theme__slug").annotate(stories=Count("story"))
    return dict(counted)


__all__ = ["Candidates", "Length", "WantedStories", "find_candidates"]
