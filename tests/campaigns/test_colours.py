"""Contrast as WCAG counts it, against values that are known."""

import re
from pathlib import Path

import pytest

from campaigns.branding import OUR_MAIN, Brand, as_css
from campaigns.colours import ENOUGH, PANELS, PAPER, carries_ink, contrast, reads_on_paper

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_the_ratio_is_the_one_that_wcag_gives(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_words_need_four_and_a_half_on_paper_and_under_ink():
    assert reads_on_paper("#0f4c4a")
    assert not reads_on_paper("#e8a33d")  # the site's own marigold: a mark, never text
    assert carries_ink("#e8a33d")
    assert not carries_ink("#5b3a5e")


def test_a_colour_that_reads_on_paper_alone_is_too_pale_for_the_panels_of_a_page():
    assert contrast("#727272", PAPER) >= ENOUGH
    assert not reads_on_paper("#727272")
    assert OUR_MAIN in as_css(Brand("Hill", main="#727272"))
    assert "#727272" not in as_css(Brand("Hill", main="#727272"))
    assert "--teal: #7a1f3d;" in as_css(Brand("Hill", main="#7a1f3d"))


def test_paper_and_panels_are_those_of_the_page():
    sheet = (ROOT / "static/css/heard.css").read_text().partition("@media")[0]
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet))
    assert light["paper"] == PAPER
    assert tuple(light[name] for name in ("sunk", "marigold-wash", "plum-wash")) == PANELS
