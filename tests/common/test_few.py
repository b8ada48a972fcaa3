"""Bands of five, and the audit of the scheme they belong to: what is published never gives a small number away.

People are drawn at random, with the themes of their stories and where it happened. What `docs/disclosure.md` allows to
be published is published. Then a solver, knowing the scheme and all that was published, looks for the smallest and
the largest value that every number below five that was *not* published can have: each must be able to be nothing, or
five or more. The same audit finds the small numbers at once where a total is published exactly, so it can fail.
"""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from common.few import BASE, Band, band, counted_until
from tests.stories.factories import at_time

Person = tuple[int, frozenset[int]]  # where (0: not said), and the themes of their stories
Interval = tuple[float, float]
Sum = tuple[str, ...]  # a number that may be published: the names of the cells it adds up
MOST = 60


@given(people=st.integers(0, 10_000))
def test_a_band_holds_the_true_number_and_is_five_wide(people):
    found = band(people=people)
    assert found.low <= people <= found.high
    assert found.high - found.low + 1 == BASE
    assert found.told == (people >= BASE)


def test_a_band_in_words_and_below_five_always_the_same_words():
    assert {str(band(people=few)) for few in range(BASE)} == {"fewer than 5"}
    assert str(Band(10)) == "10 to 14"


def test_people_are_counted_as_of_the_first_of_the_month():
    with at_time(dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)):
        assert counted_until() == dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    with at_time(dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)):  # it is July already in this country
        assert counted_until() == dt.datetime(2026, 6, 30, 23, tzinfo=dt.UTC)


@dataclass(frozen=True)
class World:
    """Everybody there is, cut into cells that nobody is in twice: a place, and whether each theme is in their story."""

    cells: Mapping[str, int]
    published: Mapping[Sum, Interval]
    hidden: tuple[Sum, ...]  # what somebody may want to work out

    def range_of(self, wanted: Sum) -> Interval:
        """The smallest and the largest that WANTED can be, for somebody who knows all that is published."""
        names = list(self.cells)
        rows = np.array([[name in each for name in names] for each in self.published], dtype=float)
        limits = np.array(list(self.published.values()), dtype=float)
        known = LinearConstraint(rows, limits[:, 0], limits[:, 1])
        aim = np.array([name in wanted for name in names], dtype=float)
        ends = [
            milp(sign * aim, constraints=known, integrality=np.ones(len(names)), bounds=Bounds(0, MOST))
            for sign in (1, -1)
        ]
        assert all(end.success for end in ends), "the truth is one of the worlds that fit"
        return round(ends[0].fun), round(-ends[1].fun)

    def given_away(self) -> list[Sum]:
        """The numbers of one to four people of which everybody can know that they are that."""
        found = []
        for wanted in self.hidden:
            truth = sum(self.cells[name] for name in wanted)
            if 0 < truth < BASE:
                low, high = self.range_of(wanted)
                assert low <= truth <= high
                if low > 0 and high < BASE:
                    found.append(wanted)
        return found


def a_world(
    people: list[Person], *, places: int, themes: int, tell: Callable[[int], Interval], totals: bool
) -> World:
    """Publishes, through TELL, the people of each theme, of each place, and of each theme in each place.

    TOTALS publishes, beyond the scheme, how many people there are and how many named no place.
    """
    kinds = [frozenset(c) for n in range(themes + 1) for c in itertools.combinations(range(themes), n)]
    name = {(place, kind): f"{place}:{sorted(kind)}" for place in range(places + 1) for kind in kinds}
    cells = {label: sum(person == key for person in people) for key, label in name.items()}

    def those(place: int | None, theme: int | None) -> Sum:
        return tuple(
            label
            for (where, kind), label in name.items()
            if (place is None or where == place) and (theme is None or theme in kind)
        )

    named = range(1, places + 1)
    sums = [those(None, t) for t in range(themes)] + [those(p, None) for p in named]
    sums += [those(p, t) for p in named for t in range(themes)]
    out = [those(0, t) for t in range(themes)] + [those(0, None)]
    without = [tuple(set(those(p, None)) - set(those(p, t))) for p in named for t in range(themes)]
    published = {each: tell(sum(cells[label] for label in each)) for each in sums}
    if totals:
        published |= {
            each: tell(sum(cells[label] for label in each)) for each in (those(None, None), those(0, None))
        }
    return World(cells, published, tuple(sums + out + without))


def in_bands(people: int) -> Interval:
    found = band(people=people)
    return found.low, found.high


def exactly(people: int) -> Interval:
    return people, people


people_at_random = st.builds(
    lambda seed, count, places, themes, spread: (
        [
            (
                min(int(rng.random() ** spread * (places + 1)), places),
                frozenset(t for t in range(themes) if rng.random() < 0.55),
            )
            for rng in [random.Random(seed)]
            for _ in range(count)
        ],
        places,
        themes,
    ),
    seed=st.integers(0, 2**32),
    count=st.integers(1, 40),
    places=st.integers(1, 3),
    themes=st.integers(1, 3),
    spread=st.sampled_from([0.5, 1.0, 2.0]),
)


@settings(max_examples=40, deadline=None)
@given(drawn=people_at_random)
def test_no_combination_of_published_counts_gives_a_number_below_five_away(drawn):
    people, places, themes = drawn
    assert a_world(people, places=places, themes=themes, tell=in_bands, totals=False).given_away() == []


def test_the_audit_finds_what_exact_counts_above_five_give_away():
    """Below five hidden and the rest exact, as is often done: nine people of a theme, six of them of one place."""

    def plain(people: int) -> Interval:
        return exactly(people) if people >= BASE else (0, BASE - 1)

    people: list[Person] = [(1, frozenset({0}))] * 6 + [(0, frozenset({0}))] * 3
    assert a_world(people, places=1, themes=1, tell=plain, totals=False).given_away()
    assert a_world(people, places=1, themes=1, tell=in_bands, totals=False).given_away() == []


def test_the_audit_finds_what_a_total_in_bands_would_give_away():
    """Why there is no total: with it, four in one place and four elsewhere are known not to be nobody."""
    people: list[Person] = [(1, frozenset())] * 4 + [(0, frozenset())] * 4
    assert a_world(people, places=1, themes=1, tell=in_bands, totals=True).given_away()
    assert a_world(people, places=1, themes=1, tell=in_bands, totals=False).given_away() == []


@pytest.mark.parametrize("known", [3, 5, 9, 12])
def test_those_whose_stories_can_be_read_here_do_not_give_the_others_away(known):
    """Whoever counts the stories on the website knows KNOWN of them: how many others there are stays open."""
    for others in range(1, BASE):
        low, high = in_bands(known + others)
        assert low - known <= 0 or high - known >= BASE
