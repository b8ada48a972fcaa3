"""Theme suggestions on the demo's stories: how long one takes, and how often a confirmed theme is among the five."""

import statistics
import time

from bench.ratio import Ratio
from stories import loading
from stories.demo import read_stories
from stories.suggesting.suggest import suggest

ROUNDS = 5


def measure() -> list[Ratio]:
    loading.load_themes()
    stories = _stories()
    suggest(texts=[stories[0][0]], language="en")  # loads scikit-learn and builds the matrix
    times = [_seconds(text) for text, _themes in stories for _ in range(ROUNDS)]
    long = "\n".join(text for text, _themes in stories)
    hits = [_hit(text, themes) for text, themes in stories]
    found, wanted = sum(hit for hit, _ in hits), sum(of for _, of in hits)
    return [
        Ratio("themes: suggestions for a story", statistics.median(times) * 1000, 100, "ms", 1.0, "lower"),
        Ratio(
            f"themes: suggestions for {len(long.split()):,} words",
            _seconds(long) * 1000,
            500,
            "ms",
            1.0,
            "lower",
        ),
        Ratio(
            "themes: stories with a confirmed one among the five",
            sum(1 for hit, _of in hits if hit),
            len(hits),
            "stories",
            None,
            "higher",
        ),
        Ratio(
            "themes: confirmed ones among the five, of the demo's stories",
            found,
            wanted,
            "themes",
            None,
            "higher",
        ),
    ]


def _stories() -> list[tuple[str, frozenset[str]]]:
    """The safe words of each English story, and the themes and notes that it has."""
    found = []
    for entry in read_stories()["stories"]:
        text = "\n".join(part.get("raw", "") for part in entry["parts"])
        for each in entry.get("redactions", []):
            text = text.replace(each["find"], each["replacement"] or "[…]")
        themes = frozenset([*entry.get("themes", []), *entry.get("content_notes", [])])
        if entry["language"] == "en" and themes and text.strip():
            found.append((text, themes))
    return found


def _seconds(text: str) -> float:
    began = time.perf_counter()
    suggest(texts=[text], language="en")
    return time.perf_counter() - began


def _hit(text: str, themes: frozenset[str]) -> tuple[int, int]:
    found = suggest(texts=[text], language="en").because()
    return len(themes & set(found)), len(themes)
