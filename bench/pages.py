"""Pages a second and queries a page, of a published story and of the story list, at 10 and at 10,000 stories.

At both, the pages of the teller's journey as well: what they weigh and what they ask (bench/journey.py).
"""

import statistics
import time
from collections.abc import Callable
from uuid import UUID

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.journey import compare, weigh
from bench.many_stories import make_stories
from bench.ratio import Ratio

FEW, MANY = 10, 10_000
ROUNDS, BATCH = 7, 12
LIMIT = 1.2


def measure() -> list[Ratio]:
    """A page of the list holds nine cards, so at 10 stories it is as full as at 10,000."""
    few_id = make_stories(FEW)
    few, journey = _look(few_id), weigh()
    make_stories(MANY - FEW, before=FEW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = _look(few_id)
    return [
        Ratio(
            "story page, 10,000 stories beside 10", many["story"], few["story"], "s a page", LIMIT, "lower"
        ),
        Ratio("story list, 10,000 stories beside 10", many["list"], few["list"], "s a page", LIMIT, "lower"),
        Ratio(
            "list by theme, 10,000 stories beside 10", many["theme"], few["theme"], "s a page", LIMIT, "lower"
        ),
        Ratio("queries of a story page, beside 12", many["story queries"], 12, "queries", 1.0, "lower"),
        Ratio(
            "queries of the story list, the same at both",
            many["list queries"],
            few["list queries"],
            "queries",
            1.0,
            "lower",
        ),
        Ratio(
            "story pages a second, at 10,000", 1 / many["story"], 1 / few["story"], "pages/s", None, "higher"
        ),
        Ratio(
            "story lists a second, at 10,000", 1 / many["list"], 1 / few["list"], "pages/s", None, "higher"
        ),
        *compare(few=journey, many=weigh()),
    ]


def _look(story_id: UUID) -> dict[str, float]:
    client = Client()
    pages: dict[str, Callable[[], object]] = {
        "story": lambda: _ask(client, f"/stories/{story_id}/"),
        "list": lambda: _ask(client, "/stories/"),
        "theme": lambda: _ask(client, "/themes/bench-held/"),
    }
    found: dict[str, float] = {}
    for name, ask in pages.items():
        ask()
        found[name] = _seconds(ask)
        found[f"{name} queries"] = _queries(ask)
    return found


def _ask(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")


def _seconds(ask: Callable[[], object]) -> float:
    """Processor time, so that a busy machine does not count: the median of ROUNDS means of BATCH pages."""
    means = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(BATCH):
            ask()
        means.append((time.process_time() - began) / BATCH)
    return statistics.median(means)


def _queries(ask: Callable[[], object]) -> int:
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        ask()
    return len(main) + len(keys)
