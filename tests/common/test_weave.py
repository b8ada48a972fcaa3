"""The same themes always weave the same cloth, other themes another, and a cloth stays small and quiet."""

import re
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from common.weave import LOOMS, YARNS, weave, weave_svg_file

THEMES = Path(__file__).parents[2] / "stories" / "reference" / "themes.yaml"
slugs = st.text(alphabet="abcdefghijklmnopqrstuvwxyz-0123456789", min_size=1, max_size=30)


def taxonomy() -> list[str]:
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            found.extend([node["slug"]] if "slug" in node else [])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(yaml.safe_load(THEMES.read_text(encoding="utf-8")))
    return found


@given(st.lists(slugs, max_size=8), st.randoms())
def test_order_and_repetition_do_not_matter(themes, random):
    shuffled = themes + themes[:1]
    random.shuffle(shuffled)
    assert weave(shuffled) == weave(themes)


def test_a_known_cloth_never_changes():
    """Printed packs and title cards carry it: a change of the pattern must be meant."""
    cloth = weave(["prone", "not-listened-to"])
    assert set(re.findall(r'class="(a\d)"', cloth)) == {"a0", "a1", "a2", "a5", "a6"}
    assert sha256(cloth.encode()).hexdigest()[:16] == "d6375438bfce38b7"


@pytest.mark.parametrize("size", sorted(LOOMS))
def test_every_theme_has_a_cloth_of_its_own(size):
    every = taxonomy()
    assert len(every) > 100
    # A swatch of eight threads cannot tell all of them apart; every larger cloth does.
    assert len({weave([slug], size=size) for slug in every}) >= (len(every) if size != "small" else 100)


def test_pairs_of_themes_differ_from_each_alone():
    assert len({weave(["fear"]), weave(["injury"]), weave(["fear", "injury"]), weave([])}) == 4


@given(st.lists(slugs, max_size=12), st.sampled_from(sorted(LOOMS)))
def test_cloth_is_small_hidden_and_without_style(themes, size):
    cloth = weave(themes, size=size)
    assert len(cloth.encode()) < 6 * 1024
    assert 'aria-hidden="true"' in cloth
    assert "style" not in cloth
    assert "#" not in cloth
    ElementTree.fromstring(cloth)


def test_nothing_of_the_slugs_is_written_into_the_cloth():
    assert "<script" not in weave(['"><script>alert(1)</script>'])
    assert "prone" not in weave(["prone"])


def test_file_carries_its_own_colours_and_the_same_threads():
    file = weave_svg_file(["prone", "fear"])
    root = ElementTree.fromstring(file)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert set(re.findall(r'stroke="(#\w+)"', file)) <= set(YARNS)
    assert "class=" not in file
    threads = re.findall(r'\sd="([^"]*)"', weave(["prone", "fear"]))
    assert re.findall(r'\sd="([^"]*)"', file)[1:] == threads  # the first is the ground they lie on


@given(st.lists(slugs, max_size=6), st.sampled_from(["card", "cover"]))
def test_every_thread_of_the_warp_has_one_yarn(themes, size):
    """The dashes of the yarns, laid over each other, fill the width exactly once."""
    loom = LOOMS[size]
    warp = weave(themes, size=size).split("</g>")[0]
    covered = [0] * loom.columns
    for dashes in re.findall(r'stroke-dasharray="([\d ]+)"', warp):
        place = 0
        for number, length in enumerate(map(int, dashes.split())):
            threads = range(place, place + length // loom.pitch)
            covered = [count + (at in threads and number % 2 == 0) for at, count in enumerate(covered)]
            place += length // loom.pitch
        assert place == loom.columns
    assert covered == [1] * loom.columns
