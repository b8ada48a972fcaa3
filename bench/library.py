"""Search among 100,000 clips: words that many share, words that few have, and every way of narrowing, the slowest 5%.

The rows are an index as `index_clip` writes it, without the clips behind it: what is measured is the question to the
database and the answer's ids, on each page that is asked for. The gate that the ids pass afterwards is paid for 24
clips, however many there are.
"""

import random
import statistics
import time

from django.db import connection, transaction

from bench.ratio import Ratio
from stories.enums import Form
from stories.search import blind_facet, blind_tokens
from transcription.enums import Length
from transcription.library.search import EVERY, Wanted, search_clips
from transcription.models import LibraryEntry

CLIPS, ROUNDS, LIMIT = 100_000, 12, 200.0
WORDS_IN_A_CLIP, VOCABULARY = 45, 6000
THEMES = [f"theme-{number}" for number in range(60)]
NOTES = [f"cn-{number}" for number in range(12)]
FORMS = [form for form in Form if form != Form.TEXT]
AT_ONCE = 2000


def measure() -> list[Ratio]:
    fill()
    times = [seconds * 1000 for wanted, before in questions() for seconds in ask(wanted, before)]
    slowest = statistics.quantiles(times, n=20)[-1]
    return [
        Ratio(f"library: search among {CLIPS:,} clips, p95", slowest, LIMIT, "ms", 1.0, "lower"),
        Ratio(
            f"library: search among {CLIPS:,} clips, median",
            statistics.median(times),
            LIMIT,
            "ms",
            1.0,
            "lower",
        ),
    ]


def fill() -> None:
    chance = random.Random(20)
    words = [blind_tokens(text=f"word{number}")[0] for number in range(VOCABULARY)]
    weights = [
        1 / (place + 1) for place in range(VOCABULARY)
    ]  # as words are in a language: few make up the most
    with transaction.atomic():
        for _batch in range(CLIPS // AT_ONCE):
            entries = LibraryEntry.objects.bulk_create(
                LibraryEntry(clip_id=_uuid(chance)) for _ in range(AT_ONCE)
            )
            rows = [(entry.pk, " ".join(sorted(tokens(chance, words, weights)))) for entry in entries]
            key = "entry_id" if connection.vendor == "postgresql" else "rowid"
            with connection.cursor() as cursor:
                cursor.executemany(f"INSERT INTO library_search ({key}, tokens) VALUES (%s, %s)", rows)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE library_search")


def _uuid(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"


def tokens(chance: random.Random, words: list[str], weights: list[float]) -> list[str]:
    facets = [EVERY, ("form", chance.choice(FORMS).slug), ("length", chance.choice(list(Length)).value)]
    facets += [("theme", slug) for slug in chance.sample(THEMES, 3)]
    facets += [("note", slug) for slug in chance.sample(NOTES, 2)]
    said = chance.choices(words, weights, k=WORDS_IN_A_CLIP)
    return [*said, *(blind_facet(kind=kind, value=value) for kind, value in facets)]


def questions() -> list[tuple[Wanted, int | None]]:
    """From everything to next to nothing; and the same from the middle of the pages."""
    every = [
        Wanted(),
        Wanted(words="word0"),
        Wanted(words="word0 word1"),
        Wanted(words="word3 word9 word40"),
        Wanted(words="word5999"),
        Wanted(words="word5998 word5999"),
        Wanted(words="nowhere"),
        Wanted(theme=THEMES[7]),
        Wanted(theme=THEMES[7], form=Form.VIDEO, length=Length.LONG),
        Wanted(
            words="word2", theme=THEMES[8], form=Form.AUDIO, length=Length.SHORT, without=tuple(NOTES[:3])
        ),
        Wanted(without=tuple(NOTES[:6])),
        Wanted(without=tuple(NOTES)),
        Wanted(form=Form.DISGUISED_AUDIO, without=tuple(NOTES[:1])),
    ]
    middle = LibraryEntry.objects.order_by("pk")[CLIPS // 2].pk
    return [(wanted, before) for wanted in every for before in (None, middle)]


def ask(wanted: Wanted, before: int | None) -> list[float]:
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        search_clips(wanted=wanted, before=before)
        times.append(time.perf_counter() - began)
    return times
