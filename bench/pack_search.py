"""A coordinator's search among 100,000 stories: the index beside its bare query, and the whole page of the builder.

The index is filled as `refresh_entry` writes it. The newest 1,500 entries have real stories behind them, so that the
gate, the counts and the reading of a page are paid for as they would be; the page is the search, the gate of up to a
thousand hits, the counts of every facet, and twenty stories opened.
"""

import functools
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from bench import many_stories
from bench.library import _uuid
from bench.ratio import Ratio
from stories.candidates import find_candidates
from stories.consent import add_months
from stories.enums import Purpose
from stories.models import ConsentRecord, PackEntry, Story
from stories.pack_search import (
    EVERY_TRUST,
    MOST,
    POSTGRESQL,
    SQLITE,
    Length,
    WantedStories,
    search_for_packs,
)
from stories.pack_use import PackUse
from stories.search import blind_facet, blind_tokens
from stories.wording import current_wording

STORIES, REAL, ROUNDS = 100_000, 1500, 12
WORDS_IN_A_STORY, VOCABULARY, AT_ONCE = 300, 12_000, 2000
TRUSTS = [f"T{number:02}" for number in range(60)]
THEMES = [*many_stories.THEMES, *(f"theme-{number}" for number in range(50))]
SETTINGS = [f"setting-{number}" for number in range(9)]
TRUST = "T07"
LIMIT, SLOWEST = 1.5, 200.0


def measure() -> list[Ratio]:
    fill()
    ours = timed(lambda wanted: search_for_packs(wanted=wanted, use=PackUse(Purpose.NAMED_PACK, TRUST)))
    bare = timed(ask_bare)
    pages = timed(lambda wanted: find_candidates(wanted=wanted, use=PackUse(Purpose.NAMED_PACK, TRUST)))
    return [
        Ratio(
            f"packs: search among {STORIES:,} stories / the bare query",
            statistics.fmean(ours),
            statistics.fmean(bare),
            "ms",
            LIMIT,
            "lower",
        ),
        Ratio(f"packs: search among {STORIES:,} stories, p95", p95(ours), SLOWEST, "ms", 1.0, "lower"),
        Ratio("packs: a page of the builder with its facets, p95", p95(pages), SLOWEST, "ms", 1.0, "lower"),
    ]


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def timed(work: Callable[[WantedStories], object]) -> list[float]:
    """Milliseconds, of every question in turn."""
    times = []
    for _round in range(ROUNDS):
        for wanted in questions():
            began = time.perf_counter()
            work(wanted)
            times.append((time.perf_counter() - began) * 1000)
    return times


def fill() -> None:
    chance = random.Random(20)
    words = [blind_tokens(text=f"word{number}")[0] for number in range(VOCABULARY)]
    weights = [1 / (place + 1) for place in range(VOCABULARY)]  # as words are in a language
    with transaction.atomic():
        for _batch in range((STORIES - REAL) // AT_ONCE):
            _enter([UUID(_uuid(chance)) for _ in range(AT_ONCE)], chance, words, weights)
    many_stories.make_stories(REAL)
    real = list(Story.objects.values_list("pk", flat=True))
    _agree(real)
    _enter(real, chance, words, weights)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _enter(ids: list[UUID], chance: random.Random, words: list[str], weights: list[float]) -> None:
    entries = PackEntry.objects.bulk_create(PackEntry(story_id=pk) for pk in ids)
    rows = [(entry.pk, " ".join(sorted(_tokens(chance, words, weights)))) for entry in entries]
    key = "entry_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO pack_search ({key}, tokens) VALUES (%s, %s)", rows)


def _tokens(chance: random.Random, words: list[str], weights: list[float]) -> list[str]:
    trust = EVERY_TRUST if chance.random() < 0.7 else chance.choice(TRUSTS)
    facets = [("trust", trust), ("kind", "written"), ("length", chance.choice(list(Length)).value)]
    facets += [("setting", chance.choice(SETTINGS)), *(("theme", slug) for slug in chance.sample(THEMES, 4))]
    said = chance.choices(words, weights, k=WORDS_IN_A_STORY)
    return [*said, *(blind_facet(kind=kind, value=value) for kind, value in facets)]


def _agree(ids: list[UUID]) -> None:
    now, wording = timezone.now(), current_wording()
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            submission_id=pk,
            purpose=Purpose.ANY_PACK,
            granted=True,
            wording=wording,
            manner="bench",
            given_at=now,
            effective_at=now,
            expires_at=add_months(at=now, months=12),
        )
        for pk in ids
    )


def questions() -> list[WantedStories]:
    """From everything to next to nothing."""
    return [
        WantedStories(),
        WantedStories(words="word0"),
        WantedStories(words="word2 word5"),
        WantedStories(words="word300"),
        WantedStories(words="word9000"),
        WantedStories(words="nowhere"),
        WantedStories(theme=THEMES[7]),
        WantedStories(theme=THEMES[9], setting=SETTINGS[1], length=Length.LONG),
        WantedStories(words="word3", theme=THEMES[4], setting=SETTINGS[2], kind="written"),
    ]


def ask_bare(wanted: WantedStories) -> list[object]:
    """The same question in SQL with its tokens ready, and nothing done with the answer."""
    here, tokens = prepared(wanted)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            question = " & ".join([f"({' | '.join(here)})", *tokens])
            cursor.execute(POSTGRESQL, [question, MOST])
        else:
            question = " AND ".join([f"({' OR '.join(here)})", *tokens])
            cursor.execute(SQLITE, [f"tokens : ({question})", MOST])
        return cursor.fetchall()


@functools.cache
def prepared(wanted: WantedStories) -> tuple[list[str], list[str]]:
    here = [blind_facet(kind="trust", value=code) for code in (TRUST, EVERY_TRUST)]
    narrowed = asdict(wanted)
    tokens = blind_tokens(text=narrowed.pop("words"))
    return here, [
        *tokens,
        *(blind_facet(kind=kind, value=value) for kind, value in narrowed.items() if value),
    ]
